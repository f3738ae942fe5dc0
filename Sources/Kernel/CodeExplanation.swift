/// A row of docs/errors.md: what a code means and, where the message's own hint does not say it all, what to do.
///
/// Every code that is made in Sources has exactly one row in its target's table. Texts are written like messages:
/// lower case, no full stop at the end.
package struct CodeExplanation: Sendable, Hashable {
    package let code: DiagnosticCode
    package let text: String
    package let advice: String?

    package init(_ code: DiagnosticCode, _ text: String, advice: String? = nil) {
        self.code = code
        self.text = text
        self.advice = advice
    }
}
