import Database
import Kernel
import Synchronization
import Watching

/// Where this process keeps what the messages of its errors leave out.
///
/// A message names what was kept by a reference that looks like a run: `reckon logs REFERENCE` finds both.
enum DetailLog {
    private static let home = Mutex<String?>(nil)

    /// To be called once the project is known.
    static func use(home place: String) { home.withLock { $0 = place } }

    /// - Returns: the error, its message with the reference; as it was where there is nothing to keep, or no home to keep
    ///   it in.
    static func keeping(_ error: any ReckonError) -> any ReckonError {
        guard let detail = error.restrictedDetail, let home = home.withLock({ $0 }), FileSystem.isDirectory(home) else {
            return error
        }
        let now = WallClock.system.now()
        let reference = RunID(began: now, random: .random(in: .min ... .max))
        let isKept = ErrorLog(home: home).add(
            error, reference: reference, command: command, detail: masked(detail), at: now)
        return isKept ? ReferencedError(error, reference) : error
    }

    /// Without any part of the store's address.
    @Sendable static func masked(_ detail: String) -> String {
        AddressMask.apply(to: detail, addresses: Array(Environment.storeVariables.values))
    }

    /// The words before the first option: values of options may be anything.
    private static var command: String {
        CommandLine.arguments.dropFirst().prefix { !$0.hasPrefix("-") }.joined(separator: " ")
    }
}

/// An error whose detail is kept, under the name that its message tells.
struct ReferencedError: ReckonError {
    let diagnostics: [Diagnostic]
    let exitStatus: ExitStatus
    let isTransient: Bool

    init(_ error: any ReckonError, _ reference: RunID) {
        var diagnostics = error.diagnostics
        if !diagnostics.isEmpty { diagnostics[0].message += " (reference \(reference))" }
        self.diagnostics = diagnostics
        exitStatus = error.exitStatus
        isTransient = error.isTransient
    }
}
