package import Kernel

/// Trouble with the store.
///
/// Everything that is printed (`description`, `diagnostics`) is a fixed sentence and at most a SQLSTATE; the server's
/// words, SQL and values are in `restrictedDetail` only.
package struct DatabaseError: ReckonError {
    package let code: StoreCode
    /// Five characters of the SQL standard's Appendix; nil when the server was not asked.
    package let sqlState: String?
    /// The constraint that refused a row, for callers that expect a conflict.
    package let constraint: String?
    package let restrictedDetail: String?
    /// Replaces the code's sentence where a safe name (a migration, a table of ours) helps.
    private let message: String?
    private let ownHint: String?

    package init(
        _ code: StoreCode, message: String? = nil, hint: String? = nil, sqlState: String? = nil,
        constraint: String? = nil, detail: String? = nil
    ) {
        self.code = code
        self.message = message
        ownHint = hint
        self.sqlState = sqlState
        self.constraint = constraint
        restrictedDetail = detail
    }

    package var exitStatus: ExitStatus { code.exitStatus }
    package var isTransient: Bool { code.isTransient }

    package var diagnostics: [Diagnostic] {
        let state = sqlState.map { " (SQLSTATE \($0))" } ?? ""
        return [.error(code.diagnosticCode, (message ?? code.message) + state, hint: ownHint ?? code.hint)]
    }
}
