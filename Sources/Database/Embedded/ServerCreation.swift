internal import Glibc
import Kernel

/// Creates the data folder with its roles, database and schema; it appears under its name when all of it is there.
struct ServerCreation {
    let place: ServerPlace
    let account: ServerAccount
    let installation: PostgresInstallation

    func create() throws(DatabaseError) {
        let unfinished = place.data + ".new"
        guard ServerFiles.exists(unfinished) else { return try create(in: unfinished) }
        // Left by a run that was killed here. Its programs die with it, but the last of them may still be writing.
        do { try create(in: unfinished) } catch {
            MonotonicTime.sleep(milliseconds: 2000)
            try create(in: unfinished)
        }
    }

    private func create(in unfinished: String) throws(DatabaseError) {
        try run(["/bin/rm", "-rf", "--", unfinished], asAccount: false)
        try ServerFiles.makeFolder(unfinished, mode: 0o700)
        if geteuid() == 0 { try ServerFiles.giveFolder(unfinished, to: account) }
        try run([
            installation.program("initdb"), "--pgdata=\(unfinished)", "--username=\(ServerConfiguration.administrator)",
            "--auth-local=peer", "--auth-host=reject", "--encoding=UTF8", "--locale=C", "--data-checksums",
            "--no-instructions", "--no-sync",
        ])
        // In single-user mode nobody can connect to a half-made server. A new database is a copy of template1.
        let statements =
            Roles.bootstrap + [
                "CREATE DATABASE \(ServerConfiguration.database)",
                "REVOKE ALL ON DATABASE \(ServerConfiguration.database) FROM PUBLIC",
                "GRANT CONNECT, TEMPORARY ON DATABASE \(ServerConfiguration.database) TO \(Roles.owner), \(Roles.runtime)",
            ]
        let output = try run(
            [
                installation.program("postgres"), "--single", "-D", unfinished, "-c", "exit_on_error=on", "-c",
                "fsync=off", "-c",
                "log_checkpoints=off", "template1",
            ], input: statements.joined(separator: "\n") + "\n")
        // Single-user mode ends with success whatever happened.
        guard !output.contains("ERROR:"), !output.contains("FATAL:") else {
            throw DatabaseError(.initialisationFailed, detail: output)
        }
        // One flush of the file system instead of one for each of a thousand files: a third of the time.
        try run(["/bin/sync", "--file-system", unfinished], asAccount: false)
        guard unsafe rename(unfinished, place.data) == 0 else { throw ServerFiles.failure("rename", place.data) }
        try ServerFiles.flushFolder(place.folder)
    }

    @discardableResult
    private func run(
        _ command: [String], asAccount: Bool = true, input: String = ""
    ) throws(DatabaseError) -> String {
        // Killed with us: a program that lived on would write into the folder that the next run makes.
        let bound = ["/usr/bin/setpriv", "--pdeathsig=KILL", "--"] + command
        let answer = try ChildProcess.run(asAccount ? account.command(bound) : bound, input: input)
        guard answer.status == 0 else {
            let isFull = answer.output.contains("No space left on device")
            throw DatabaseError(isFull ? .diskNearlyFull : .initialisationFailed, detail: answer.output)
        }
        return answer.output
    }
}
