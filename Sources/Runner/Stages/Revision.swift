package import Documents
package import Kernel

/// What a publication changes of the one it takes the place of, as the kind of its stage tells it.
package struct Revision: Sendable {
    /// Rows for tables that keep all of them: one a figure that changed.
    package let tables: [TableContent]
    /// The same for programs, amounts as exact text.
    package let facts: JSONOut
    /// One sentence a currency; never a figure over two of them.
    package let summary: [String]
    /// What the run says about it.
    package let diagnostics: [Diagnostic]

    package init(tables: [TableContent], facts: JSONOut, summary: [String], diagnostics: [Diagnostic]) {
        self.tables = tables
        self.facts = facts
        self.summary = summary
        self.diagnostics = diagnostics
    }
}

extension StageKind {
    /// Nil when nothing changed, or when stages of this kind have no figures to compare.
    func revision(of old: Publication?, by new: Publication) throws -> Revision? {
        guard let old, let compare, old.digest != new.digest else { return nil }
        return try compare(old.facts, new.facts)
    }
}
