import Crypto
import Documents
import Kernel
import Runner

/// How a job is, as people have been told.
enum JobHealth: String, Sendable {
    case good, failed
}

/// What each way of telling people has told last about a job; kept in the home.
///
/// It is written after a message went out. A process killed in between leads to the same message again, with the same
/// identity, when the job runs next and is still as it was: a message comes at least once as long as the job stays so.
struct ToldHealth {
    let folder: String
    private let home: String
    private let path: String
    /// Of the failures of a job while its file did not say whose it is; nil when that is `path`.
    private let ownerless: String?

    /// - Parameters:
    ///   - project: its folder. Several may share a home, and a job without a tenant is known by its project.
    ///   - tenant: nil when the job's file does not say.
    init(home: String, project: String, tenant: TenantID?, job: JobID) {
        self.home = home
        let all = "\(home)/watch"
        let nobodys = "\(all)/\(job).\(Digest(of: project).description.prefix(12)).json"
        guard let tenant else {
            (folder, path, ownerless) = (all, nobodys, nil)
            return
        }
        folder = "\(all)/\(tenant)"
        (path, ownerless) = ("\(folder)/\(job).json", nobodys)
    }

    /// Calls `tell` for each way that has told something else last, and notes those that succeed. Nobody has been told
    /// anything at first, which counts as good.
    ///
    /// - Returns: what went wrong.
    func update(to health: JobHealth, ways: [String], tell: (_ way: String) throws -> Void) throws -> [any Error] {
        try FileSystem.makeDirectory(home, mode: 0o711)
        try FileSystem.makeDirectory(folder, mode: 0o700)
        return try FileLock.holding(lock) {
            var told = try read(path)
            var toldOfNobody = try ownerless.map { try read($0) } ?? [:]
            var errors: [any Error] = []
            for way in ways where (toldOfNobody[way] ?? told[way] ?? .good) != health {
                do {
                    try tell(way)
                    told[way] = health
                    try write(told, to: path)
                    if let ownerless, health == .good, toldOfNobody.removeValue(forKey: way) != nil {
                        try write(toldOfNobody, to: ownerless)
                    }
                } catch { errors.append(error) }
            }
            return errors
        }
    }

    private var lock: String { String(path.dropLast(".json".count)) + ".lock" }

    private func read(_ path: String) throws -> [String: JobHealth] {
        guard FileSystem.exists(path) else { return [:] }
        let node = try JSONText.parse(try FileSystem.read(path), file: path, exitStatus: .internal)
        var told: [String: JobHealth] = [:]
        for member in node.members ?? [] { told[member.key] = member.value.string.flatMap { JobHealth(rawValue: $0) } }
        return told
    }

    private func write(_ told: [String: JobHealth], to path: String) throws {
        let members = told.sorted { $0.key < $1.key }.map { JSONOut.Member($0.key, .string($0.value.rawValue)) }
        try FileSystem.write(PrettyJSON.bytes(.object(members)), to: path)
    }
}
