import CArrow

/// What a call into Arrow says about a store.
struct StoreError: Error {
    let kind: CArrowErrorKind
    /// Of Arrow or the store; may name hosts.
    let text: String

    init(_ error: CArrowError) {
        kind = error.kind
        var copy = error
        text = unsafe withUnsafePointer(to: &copy) { unsafe String(cString: carrow_error_text($0)) }
    }
}
