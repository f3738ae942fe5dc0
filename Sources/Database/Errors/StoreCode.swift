package import Kernel

/// One kind of trouble with the store: its number, the fixed sentence users see, and what docs/errors.md says of it.
///
/// A struct and not an enum, so that a code can be added without breaking a `switch` elsewhere.
package struct StoreCode: Sendable, Hashable {
    package let number: Int
    /// The fixed sentence: never holds SQL, hosts, paths or values.
    package let message: String
    /// What docs/errors.md says of it.
    package let explanation: String
    package let hint: String?
    package let exitStatus: ExitStatus
    package let isTransient: Bool

    package var diagnosticCode: DiagnosticCode { DiagnosticCode("S", number) }

    init(
        _ number: Int, _ message: String, _ explanation: String, hint: String? = nil,
        exit exitStatus: ExitStatus = .internal, transient isTransient: Bool = false
    ) {
        self.number = number
        self.message = message
        self.explanation = explanation
        self.hint = hint
        self.exitStatus = exitStatus
        self.isTransient = isTransient
    }
}
