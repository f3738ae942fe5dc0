/// Where in a file a diagnostic points. Lines and columns count from 1; a column counts UTF-8 bytes.
package struct Place: Sendable, Hashable {
    package var file: String
    package var line: Int?
    package var column: Int?

    package init(file: String, line: Int? = nil, column: Int? = nil) {
        self.file = file
        self.line = line
        self.column = column
    }
}

extension Place {
    /// The place when what it counts from begins that many lines further down.
    package func movedDown(by lines: Int) -> Place {
        var moved = self
        if let line { moved.line = line + lines }
        return moved
    }
}

extension Place: CustomStringConvertible {
    package var description: String {
        guard let line else { return file }
        guard let column else { return "\(file):\(line)" }
        return "\(file):\(line):\(column)"
    }
}

/// A stable name of one kind of finding: an area letter and a number.
///
/// Areas: J job file, C cron and calendar, P plan, D data, S store, W wire, E engine.
package struct DiagnosticCode: Sendable, Hashable, CustomStringConvertible {
    package let area: Character
    package let number: Int

    package init(_ area: Character, _ number: Int) {
        self.area = area
        self.number = number
    }

    package var description: String { "\(area)\(number)" }
}

/// One finding: what is wrong, where, and what to do about it.
///
/// `message` and `hint` are safe for any log: they never hold a secret, a whole row or a card number.
package struct Diagnostic: Sendable, Hashable {
    package enum Severity: String, Sendable { case error, warning, note }

    package var severity: Severity
    package var code: DiagnosticCode
    package var message: String
    package var place: Place?
    package var hint: String?

    package init(
        _ severity: Severity, _ code: DiagnosticCode, _ message: String, at place: Place? = nil, hint: String? = nil
    ) {
        self.severity = severity
        self.code = code
        self.message = message
        self.place = place
        self.hint = hint
    }

    package static func error(
        _ code: DiagnosticCode, _ message: String, at place: Place? = nil, hint: String? = nil
    ) -> Diagnostic {
        Diagnostic(.error, code, message, at: place, hint: hint)
    }

    package static func warning(
        _ code: DiagnosticCode, _ message: String, at place: Place? = nil, hint: String? = nil
    ) -> Diagnostic {
        Diagnostic(.warning, code, message, at: place, hint: hint)
    }
}

extension Diagnostic: CustomStringConvertible {
    /// `Jobs/nightly.json:14:17: error[J104]: message`, then the hint on a line of its own.
    package var description: String {
        let start = place.map { "\($0): " } ?? ""
        let end = hint.map { "\n  hint: \($0)" } ?? ""
        return "\(start)\(severity.rawValue)[\(code)]: \(message)\(end)"
    }
}
