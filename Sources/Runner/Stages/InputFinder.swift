package import Documents
package import Kernel

/// Finds the files of an input by rules of a pipeline's own, where a pattern of names is not enough: a delivery that
/// says itself of which files it consists. A finder is a value, as its stage is.
package protocol InputFinder: Sendable {
    /// - Throws: exit 66 when there is nothing for the period, 75 (transient) when what there is is not complete; what
    ///   the search's `progress` throws is let through.
    func find(_ search: InputSearch) throws -> FoundInput
}

/// What a finder is told.
package struct InputSearch: Sendable {
    package let period: Month
    /// Where relative paths of the job start.
    package let root: String
    /// A folder for copies of files that lie elsewhere. It belongs to one stage and period; a run removes the copies
    /// that its stage no longer reads.
    package let cache: String
    /// To be called where finding takes long.
    ///
    /// - Throws: when the run is to stop, or the stage has used up its time.
    package let progress: @Sendable (StageProgress) throws -> Void

    package init(
        period: Month, root: String, cache: String,
        progress: @escaping @Sendable (StageProgress) throws -> Void = { _ in }
    ) {
        self.period = period
        self.root = root
        self.cache = cache
        self.progress = progress
    }
}

/// What a finder has found.
package struct FoundInput: Sendable {
    package struct File: Sendable, Hashable {
        /// As reports and diagnostics name it.
        package let name: String
        /// Where its bytes are on this machine.
        package let path: String

        package init(name: String, path: String) {
            self.name = name
            self.path = path
        }
    }

    /// In the order in which they are to be read.
    package let files: [File]
    /// What identifies the find; part of the cache key, as the files are.
    package let facts: JSONOut
    /// How many rows the files hold together, where the find says so.
    package let rowCount: Int64?
    /// For people: a few words, such as `delivery 7f3a, 2 files`.
    package let summary: String
    /// Warnings and notes; errors are thrown.
    package let notes: [Diagnostic]
    /// True when the finder looks after the folder of copies itself: what lies there may be found nowhere else any more,
    /// so no run removes it.
    package let keepsCopies: Bool

    package init(
        files: [File], facts: JSONOut, rowCount: Int64?, summary: String, notes: [Diagnostic],
        keepsCopies: Bool = false
    ) {
        self.files = files
        self.facts = facts
        self.rowCount = rowCount
        self.summary = summary
        self.notes = notes
        self.keepsCopies = keepsCopies
    }
}
