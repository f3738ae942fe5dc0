import Kernel

/// The text of a cron expression and where it stands, so that findings point into it.
struct CronSource {
    let text: String
    /// The place of the text's first character.
    let start: Place?

    func offset(of part: Substring) -> Int { text.utf8.distance(from: text.startIndex, to: part.startIndex) }

    func place(_ offset: Int) -> Place? {
        guard var place = start else { return nil }
        place.column = (place.column ?? 1) + offset
        return place
    }

    /// The expression follows the message: in a log it is all there is to see of the file.
    func error(_ code: DiagnosticCode, _ message: String, at part: Substring, hint: String? = nil) -> Failure {
        Failure(.configuration, [.error(code, quoting(message), at: place(offset(of: part)), hint: hint)])
    }

    func warning(_ code: DiagnosticCode, _ message: String, at offset: Int, hint: String? = nil) -> Diagnostic {
        .warning(code, quoting(message), at: place(offset), hint: hint)
    }

    private func quoting(_ message: String) -> String { "\(message) (in \(QuotedText.of(text)))" }
}
