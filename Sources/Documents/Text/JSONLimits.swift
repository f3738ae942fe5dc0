/// What a document may cost. A file over a limit is refused; nothing is cut short silently.
package struct JSONLimits: Sendable {
    package var maximumBytes: Int
    /// Nesting of arrays and objects; the parser recurses, so this also bounds its stack.
    package var maximumDepth: Int
    /// Values of any type. A value in memory is about 30 times its shortest text (`0,`).
    package var maximumValues: Int
    /// Reading stops after this many findings: a file that is not JSON at all has no use for more.
    package var maximumFindings: Int

    package init(maximumBytes: Int, maximumDepth: Int, maximumValues: Int, maximumFindings: Int = 20) {
        self.maximumBytes = maximumBytes
        self.maximumDepth = maximumDepth
        self.maximumValues = maximumValues
        self.maximumFindings = maximumFindings
    }

    /// Files that people write: a thousand times larger than any sensible job.
    package static let jobFile = JSONLimits(maximumBytes: 1 << 20, maximumDepth: 64, maximumValues: 100_000)

    /// Files that programs write and that are held in memory as a whole: API answers, manifests, price lists.
    package static let data = JSONLimits(maximumBytes: 64 << 20, maximumDepth: 256, maximumValues: 4_000_000)
}
