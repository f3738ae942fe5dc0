package import Kernel

/// One kind of trouble with a call: its number, the fixed sentence users see, and what docs/errors.md says of it.
///
/// A struct and not an enum, so that a code can be added without breaking a `switch` elsewhere.
package struct HTTPCode: Sendable, Hashable {
    package let diagnosticCode: DiagnosticCode
    /// The fixed sentence: never holds hosts, paths, headers or bodies.
    package let message: String
    /// What docs/errors.md says of it.
    package let explanation: String
    package let hint: String?
    package let exitStatus: ExitStatus
    package let isTransient: Bool

    init(
        _ code: DiagnosticCode, _ message: String, _ explanation: String, hint: String? = nil,
        exit exitStatus: ExitStatus = .unavailable, transient isTransient: Bool = false
    ) {
        diagnosticCode = code
        self.message = message
        self.explanation = explanation
        self.hint = hint
        self.exitStatus = exitStatus
        self.isTransient = isTransient
    }
}
