internal import Glibc
package import Kernel

extension EmbeddedServer {
    /// Less than this, and the server may not even write its log of changes.
    static let leastFreeBytes: UInt64 = 256 << 20

    /// What stands in the way of the embedded server of `home`, each with its fix; for `reckon doctor`.
    ///
    /// Changes nothing. Unlike errors of a run, these name paths: they are for the operator of this machine. The last one
    /// is a note that says where the data is.
    package static func diagnose(home: String, searchPath: String = "") -> [Diagnostic] {
        diagnose(home: home, searchPath: searchPath, packageFolder: "/usr/lib/postgresql")
    }

    static func diagnose(
        home: String, searchPath: String, packageFolder: String, fallbackRoot: String = ServerPlace.fallbackRoot
    ) -> [Diagnostic] {
        let installed = PostgresInstallation.installed(searchPath: searchPath, packageFolder: packageFolder)
        var found: [Diagnostic] = installed.isEmpty ? DatabaseError(.packageMissing).diagnostics : []
        do {
            let place = try ServerPlace(home: home, fallbackRoot: fallbackRoot)
            let doctor = ServerExamination(place: place, account: try place.account(), installed: installed)
            found += doctor.folders() + doctor.disk() + doctor.version() + doctor.remains()
            found.append(doctor.whereabouts())
        } catch {
            found += error.diagnostics
        }
        return found
    }
}

/// The checks of `EmbeddedServer.diagnose`.
private struct ServerExamination {
    let place: ServerPlace
    let account: ServerAccount
    let installed: [PostgresInstallation]

    func folders() -> [Diagnostic] {
        var found: [Diagnostic] = []
        if let status = ServerFiles.status(place.folder), !status.isFolder || status.owner != geteuid() {
            found.append(
                finding(
                    .error, .placeUnusable, "is not a folder of this user", at: place.folder,
                    hint: "run reckon as the user who owns it, or run `chown`"))
        }
        if let status = ServerFiles.status(place.data) {
            if !status.isFolder || status.owner != account.user {
                found.append(
                    finding(
                        .error, .placeUnusable, "is not a folder of '\(account.name)'", at: place.data,
                        hint: "run `chown -R \(account.name) '\(place.data)'`"))
            } else if status.mode & 0o777 != 0o700, status.mode & 0o777 != 0o750 {
                found.append(
                    finding(
                        .error, .placeUnusable, "has a mode that the server refuses", at: place.data,
                        hint: "run `chmod 700 '\(place.data)'`"))
            }
            if !account.canReach(place.folder) {
                found.append(
                    finding(
                        .error, .placeUnusable, "cannot be reached by '\(account.name)', who runs the server",
                        at: place.folder, hint: "give the folders above it the mode 711"))
            }
        }
        if ServerFiles.exists(place.socketFolder), !place.socketFolderIsSafe(account) {
            found.append(
                finding(
                    .error, .socketFolderUnsafe, "is not ours alone", at: place.socketFolder,
                    hint: "look at what is in it, then remove it"))
        }
        return found
    }

    func disk() -> [Diagnostic] {
        var folder = place.folder
        while !ServerFiles.exists(folder), let slash = folder.lastIndex(of: "/") { folder = String(folder[..<slash]) }
        guard let free = ServerFiles.freeBytes(folder.isEmpty ? "/" : folder), free < EmbeddedServer.leastFreeBytes
        else {
            return []
        }
        return [
            finding(.error, .diskNearlyFull, "has only \(free >> 20) MB free", at: folder, hint: "free at least 256 MB")
        ]
    }

    func version() -> [Diagnostic] {
        guard let version = place.dataVersion, !installed.contains(where: { $0.majorVersion == version }) else {
            return []
        }
        return [
            finding(
                .error, .dataVersionMismatch, "was made by PostgreSQL \(version), which is not installed",
                at: place.data, hint: "run `apt-get install postgresql-\(version)`, or move the data with pg_upgrade")
        ]
    }

    func remains() -> [Diagnostic] {
        guard let file = PostmasterFile(data: place.data) else { return [] }
        guard ServerProcesses.serves(file.process, data: place.data) else {
            return [
                finding(
                    .warning, .staleLocks, "is the mark of a server that was killed",
                    at: "\(place.data)/postmaster.pid",
                    hint: "nothing needs to be done: the next run recovers")
            ]
        }
        // A server that another run is starting or stopping has no socket, and that is as it should be.
        if file.isReady, !ServerFiles.exists(place.socket) {
            return [
                finding(
                    .error, .socketLost, "is gone while the server runs", at: place.socket,
                    hint: "wait for the other runs to end; the next one restarts the server")
            ]
        }
        guard !FileLock.isHeld(place.users) else { return [] }
        return [
            finding(
                .warning, .staleLocks, "has a running server (process \(file.process)) that no run uses",
                at: place.data,
                hint: "nothing needs to be done: the next run takes it over and stops it at its end")
        ]
    }

    func whereabouts() -> Diagnostic {
        let text =
            ServerFiles.exists(place.data) ? "holds the embedded database" : "will hold the embedded database"
        let hint =
            place.isOutsideHome
            ? "'\(account.name)', who runs the server, cannot reach '\(place.home)'" : nil
        return finding(.note, .whereabouts, text, at: place.data, hint: hint)
    }

    private func finding(
        _ severity: Diagnostic.Severity, _ code: StoreCode, _ text: String, at path: String, hint: String?
    ) -> Diagnostic {
        Diagnostic(severity, code.diagnosticCode, "'\(path)' \(text)", hint: hint)
    }
}
