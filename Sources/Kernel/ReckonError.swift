/// The process exit codes, after `sysexits.h` where it has a word for the cause (docs/exit-codes.md).
package enum ExitStatus: Int32, Sendable, CaseIterable {
    case success = 0
    case stageFailed = 1
    case partlyFailed = 3
    case usage = 64
    case badInput = 65
    case missingInput = 66
    case unavailable = 69
    case `internal` = 70
    case cannotWrite = 73
    case inputOutput = 74
    case tryLater = 75
    case notPermitted = 77
    case configuration = 78
    /// 128 and the number of the signal that asked the program to end: HUP, INT, TERM.
    case hungUp = 129
    case interrupted = 130
    case terminated = 143

    /// Whether somebody asked the program to end.
    package var isStop: Bool { [.hungUp, .interrupted, .terminated].contains(self) }
}

/// What every error of this project can say about itself.
///
/// `diagnostics` is safe for any log; `restrictedDetail` may hold host names, SQL or paths and goes to the restricted
/// log only.
package protocol ReckonError: Error, Sendable, CustomStringConvertible {
    var diagnostics: [Diagnostic] { get }
    var exitStatus: ExitStatus { get }
    /// True when the same call may succeed later without anybody changing anything.
    var isTransient: Bool { get }
    var restrictedDetail: String? { get }
}

extension ReckonError {
    package var isTransient: Bool { false }
    package var restrictedDetail: String? { nil }
    package var description: String { diagnostics.map(\.description).joined(separator: "\n") }
}

/// An error that is fully said by its diagnostics and the exit code they lead to.
package struct Failure: ReckonError {
    package var diagnostics: [Diagnostic]
    package var exitStatus: ExitStatus
    package var isTransient: Bool
    package var restrictedDetail: String?

    package init(
        _ exitStatus: ExitStatus, _ diagnostics: [Diagnostic], isTransient: Bool = false, detail: String? = nil
    ) {
        self.diagnostics = diagnostics
        self.exitStatus = exitStatus
        self.isTransient = isTransient
        restrictedDetail = detail
    }

    package init(
        _ exitStatus: ExitStatus, _ code: DiagnosticCode, _ message: String, at place: Place? = nil,
        hint: String? = nil, isTransient: Bool = false, detail: String? = nil
    ) {
        self.init(
            exitStatus, [.error(code, message, at: place, hint: hint)], isTransient: isTransient, detail: detail)
    }

    /// Its findings where they do not keep the program from its work.
    package var asWarnings: [Diagnostic] {
        diagnostics.map { .warning($0.code, $0.message, at: $0.place, hint: $0.hint) }
    }
}

/// Gathers findings so that all of them can be shown at once.
package struct DiagnosticCollector: Sendable {
    package private(set) var all: [Diagnostic] = []

    package init() {}

    package var hasErrors: Bool { all.contains { $0.severity == .error } }
    package var warnings: [Diagnostic] { all.filter { $0.severity == .warning } }

    package mutating func add(_ diagnostic: Diagnostic) { all.append(diagnostic) }
    package mutating func add(contentsOf more: [Diagnostic]) { all.append(contentsOf: more) }

    /// Throws all findings together when one of them is an error.
    package func throwIfErrors(_ exitStatus: ExitStatus) throws(Failure) {
        if hasErrors { throw Failure(exitStatus, all) }
    }
}
