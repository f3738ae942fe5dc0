package import Kernel

/// What was found in one source while it was read.
package struct SourceQuality: Sendable {
    package var source: String
    package var rowsRead: Int
    package var rowsKept: Int
    package var quarantined: [Quarantine]
    package var warnings: [WarningCount]
    package var controls: [ControlTotal]
    /// How it differs from what was published before, a sentence a currency; nil when that is the first of the period.
    package var restated: Restated?

    package init(
        source: String, rowsRead: Int, rowsKept: Int, quarantined: [Quarantine] = [], warnings: [WarningCount] = [],
        controls: [ControlTotal] = [], restated: Restated? = nil
    ) {
        self.source = source
        self.rowsRead = rowsRead
        self.rowsKept = rowsKept
        self.quarantined = quarantined
        self.warnings = warnings
        self.controls = controls
        self.restated = restated
    }

    /// The latest change of a source that had been published, and the run that took it in.
    package struct Restated: Sendable, Hashable {
        package var run: RunID
        package var sentences: [String]

        package init(run: RunID, sentences: [String]) {
            self.run = run
            self.sentences = sentences
        }
    }

    /// Rows that were set aside for one reason.
    package struct Quarantine: Sendable, Hashable {
        package var code: DiagnosticCode
        package var reason: String
        package var rows: Int
        package var examples: [Place]

        package init(code: DiagnosticCode, reason: String, rows: Int, examples: [Place] = []) {
            self.code = code
            self.reason = reason
            self.rows = rows
            self.examples = examples
        }
    }

    package struct WarningCount: Sendable, Hashable {
        package var code: DiagnosticCode
        package var message: String
        package var count: Int

        package init(code: DiagnosticCode, message: String, count: Int) {
            self.code = code
            self.message = message
            self.count = count
        }
    }

    /// A sum over the raw input and over what was kept of it.
    package struct ControlTotal: Sendable, Hashable {
        package var name: String
        /// `USD`, `core-hours`, ...
        package var unit: String
        package var before: Amount
        package var after: Amount

        package init(name: String, unit: String, before: Amount, after: Amount) {
            self.name = name
            self.unit = unit
            self.before = before
            self.after = after
        }
    }
}

/// A file that the report was made from.
package struct InputFile: Sendable, Hashable {
    package var name: String
    package var bytes: Int
    /// Lower-case hexadecimal.
    package var sha256: String

    package init(name: String, bytes: Int, sha256: String) {
        self.name = name
        self.bytes = bytes
        self.sha256 = sha256
    }
}

/// A command with which a reader repeats a figure of the report.
package struct CheckCommand: Sendable, Hashable {
    package enum Language: String, Sendable { case shell, sql }

    package var title: String
    package var language: Language
    package var command: String
    /// What it should print.
    package var expected: String?

    package init(title: String, language: Language, command: String, expected: String? = nil) {
        self.title = title
        self.language = language
        self.command = command
        self.expected = expected
    }
}
