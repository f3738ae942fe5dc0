import Kernel

/// Something found in a row, before it is known where the row stands.
struct RowFinding: Error {
    let code: DiagnosticCode
    let message: String
    /// The slot of the field it is about.
    let slot: Int
    let hint: String?

    init(_ code: DiagnosticCode, _ message: String, slot: Int, hint: String? = nil) {
        self.code = code
        self.message = message
        self.slot = slot
        self.hint = hint
    }
}
