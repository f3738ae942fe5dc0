import Foundation
import Kernel
import Runner
import TestSupport
import Testing

/// Nobody else can keep an account from changing its crontab.
@Suite struct CrontabLockTests {
    private let folder: TemporaryFolder
    private var home: String { "\(folder.path)/home" }
    private var ours: String { "\(folder.path)/reckon-\(geteuid())-crontab" }

    init() throws {
        folder = try TemporaryFolder()
        mkdir("\(folder.path)/home", 0o750)
    }

    private func path(home: String?) throws -> String { try CrontabLock(home: home, shared: folder.path).path }

    @Test func itIsInTheAccountsOwnFolder() throws {
        #expect(try path(home: home) == "\(home)/.reckon-crontab.lock")
        #expect(try CrontabLock(home: home).holding { FileLock.isHeld("\(home)/.reckon-crontab.lock") })
        #expect(!FileLock.isHeld("\(home)/.reckon-crontab.lock"))
    }

    @Test(arguments: [0o770, 0o757, 0o777] as [mode_t])
    func whereOthersMayWriteItIsNot(mode: mode_t) throws {
        chmod(home, mode)
        #expect(try path(home: home) == "\(ours)/lock")
        var status = stat()
        #expect(lstat(ours, &status) == 0 && status.st_mode & 0o777 == 0o700)
        // The next one finds it.
        #expect(try path(home: nil) == "\(ours)/lock")
        #expect(try path(home: "\(folder.path)/none") == "\(ours)/lock")
    }

    @Test(.enabled(if: geteuid() == 0, "only root can have another account's home"))
    func aHomeOfAnotherAccountIsNotUsed() throws {
        chown(home, 1, 1)
        #expect(try path(home: home) == "\(ours)/lock")
    }

    /// Told at once: a lock that another has might be waited for.
    @Test(arguments: ["link", "file", "open folder", "other owner"])
    func whatOthersPutInItsPlaceIsRefused(what: String) throws {
        switch what {
        case "link": symlink(home, ours)
        case "file": try folder.write("", to: "reckon-\(geteuid())-crontab")
        case "open folder":
            mkdir(ours, 0o700)
            chmod(ours, 0o755)
        default:
            guard geteuid() == 0 else { return }
            mkdir(ours, 0o700)
            chown(ours, 1, 1)
        }
        let failure = #expect(throws: Failure.self) { try path(home: nil) }
        #expect(failure?.exitStatus == .cannotWrite)
        #expect(failure?.diagnostics.first?.message.hasSuffix("is no folder of this account alone") == true)
        #expect(failure?.diagnostics.first?.place?.file == ours)
    }
}
