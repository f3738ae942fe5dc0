package import Kernel

/// What is started when a job may be due, as text for cron and for systemd.
package struct WakeCommand: Sendable, Hashable {
    package let program: String
    /// The folder that holds `Jobs/`.
    package let project: String
    /// Nil: as the project's configuration says.
    package let home: String?
    /// A file of lines `NAME='value'`, such as the addresses of databases, which no crontab should hold.
    package let environmentFile: String?

    /// Debian's cron takes a thousand bytes for a command; job names, options and quotes need some of them.
    private static let pathLimit = 200

    /// - Throws: exit 78 for a path that is not absolute or that cron, a shell or systemd would read as something else.
    package init(
        program: String, project: String, home: String? = nil, environmentFile: String? = nil
    ) throws(Failure) {
        self.program = program
        self.project = project
        self.home = home
        self.environmentFile = environmentFile
        for path in [program, project, home, environmentFile].compactMap({ $0 }) {
            let isSafe = path.unicodeScalars.allSatisfy {
                $0.value >= 0x20 && $0.value != 0x7F && !"'\"\\".unicodeScalars.contains($0)
            }
            guard path.hasPrefix("/"), isSafe, path.utf8.count <= WakeCommand.pathLimit else {
                throw Failure(
                    .configuration, CrontabCode.unfitPath,
                    "the path \(QuotedText.of(path)) cannot be written into a crontab",
                    hint: "paths there are absolute, have at most \(WakeCommand.pathLimit) bytes and hold neither "
                        + "quotes nor backslashes nor control characters")
            }
        }
    }

    /// What is asked for.
    package enum Purpose: Sendable, Hashable {
        case job(JobID)
        /// All jobs, and the digest.
        case tick
        /// The digest of the night.
        case digest
    }

    private func words(_ purpose: Purpose) -> [String] {
        let asked =
            switch purpose {
            case .job(let job): ["run", job.text, "--if-due", "--quiet"]
            case .tick: ["cron", "tick"]
            case .digest: ["digest", "--send", "--quiet"]
            }
        return [program] + asked + ["--project", project] + (home.map { ["--home", $0] } ?? [])
    }

    /// The command of a crontab line: cron takes `%` for the end of the line unless a backslash is in front.
    package func crontab(_ purpose: Purpose) -> String {
        func quoted(_ word: String) -> String { WakeCommand.isPlain(word) ? word : "'\(word)'" }
        let command = words(purpose).map(quoted).joined(separator: " ")
        let settings = environmentFile.map { "set -a && . \(quoted($0)) && set +a && " } ?? ""
        return WakeCommand.replacing("%", by: "\\%", in: settings + command)
    }

    /// The lines of a unit's section `[Service]`: systemd takes `%` and `$` for names unless they are doubled.
    package func service(_ purpose: Purpose) -> [String] {
        func escaped(_ text: String) -> String { WakeCommand.replacing("%", by: "%%", in: text) }
        let start = words(purpose).map { word in
            let text = WakeCommand.replacing("$", by: "$$", in: escaped(word))
            return WakeCommand.isPlain(word) ? text : "\"\(text)\""
        }
        return ["Type=oneshot", "WorkingDirectory=\(escaped(project))"]
            + (environmentFile.map { ["EnvironmentFile=\(escaped($0))"] } ?? [])
            + ["ExecStart=\(start.joined(separator: " "))"]
    }

    private static func isPlain(_ word: String) -> Bool {
        word.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & ~0x20) || "/._-+:@%".utf8.contains(byte)
        }
    }

    static func replacing(_ character: Character, by text: String, in whole: String) -> String {
        whole.split(separator: character, omittingEmptySubsequences: false).joined(separator: text)
    }
}
