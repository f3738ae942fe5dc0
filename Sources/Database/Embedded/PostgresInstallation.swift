import Kernel

/// The folder with `initdb` and `postgres` of an installed server.
struct PostgresInstallation: Equatable, Comparable {
    /// 15, 16, ...
    let majorVersion: Int
    let programs: String

    static let oldestSupported = 15

    static func < (left: Self, right: Self) -> Bool { left.majorVersion < right.majorVersion }

    func program(_ name: String) -> String { "\(programs)/\(name)" }

    /// All installed versions from 15 on, newest last: the packages' folders, else `pg_config`, else PATH.
    ///
    /// - Parameter searchPath: the PATH of the environment.
    static func installed(searchPath: String, packageFolder: String = "/usr/lib/postgresql") -> [PostgresInstallation] {
        var found: [PostgresInstallation] = ServerFiles.entries(of: packageFolder).compactMap { name in
            guard let version = Int(name) else { return nil }
            return PostgresInstallation(majorVersion: version, programs: "\(packageFolder)/\(name)/bin")
        }
        found = found.filter(\.isComplete)
        if found.isEmpty {
            let folders = searchPath.split(separator: ":").map(String.init).filter { $0.hasPrefix("/") }
            let configured = folders.lazy.map { "\($0)/pg_config" }.filter(ServerFiles.isExecutable).compactMap {
                output(of: [$0, "--bindir"])
            }
            found = (Array(configured.prefix(1)) + folders).compactMap(PostgresInstallation.init(folder:))
        }
        return found.filter { $0.majorVersion >= oldestSupported }.sorted()
    }

    init(majorVersion: Int, programs: String) {
        self.majorVersion = majorVersion
        self.programs = programs
    }

    /// Asks the `postgres` of a folder for its version: `postgres (PostgreSQL) 15.18 (Debian ...)`.
    private init?(folder: String) {
        self.init(majorVersion: 0, programs: folder)
        guard isComplete, let words = PostgresInstallation.output(of: [program("postgres"), "--version"]),
            let version = words.split(separator: " ").dropFirst(2).first?.prefix(while: \.isNumber),
            let major = Int(version)
        else { return nil }
        self.init(majorVersion: major, programs: folder)
    }

    private var isComplete: Bool {
        ServerFiles.isExecutable(program("initdb")) && ServerFiles.isExecutable(program("postgres"))
    }

    private static func output(of command: [String]) -> String? {
        // A program that cannot be run is as good as none.
        guard let answer = try? ChildProcess.run(command), answer.status == 0 else { return nil }
        return answer.output.split(separator: "\n").first.map(String.init)
    }
}
