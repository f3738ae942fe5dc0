import Kernel

/// What is checked before the first record: that the file is CSV at all, and that its columns have names of their own.
enum CSVHeader {
    private static let otherFormats: [(start: [UInt8], name: String, hint: String)] = [
        ([0x50, 0x4B, 0x03, 0x04], "a ZIP archive", "unpack it first; gzip and zstd are read as they are"),
        ([0x28, 0xB5, 0x2F, 0xFD], "compressed with zstd twice", "decompress it once"),
        ([0x42, 0x5A, 0x68], "compressed with bzip2", "decompress it first; gzip and zstd are read as they are"),
        ([0xFD, 0x37, 0x7A, 0x58], "compressed with xz", "decompress it first; gzip and zstd are read as they are"),
        ([0x1F, 0x8B], "compressed with gzip twice", "decompress it once"),
        ([0x50, 0x41, 0x52, 0x31], "a Parquet file", "this stage reads CSV; have the export written as CSV"),
        ([0xFF, 0xFE], "UTF-16 text", "convert it to UTF-8"),
        ([0xFE, 0xFF], "UTF-16 text", "convert it to UTF-8"),
    ]

    /// Refuses files that are something else, by their first bytes, and leaves out a UTF-8 byte order mark.
    static func checkFormat(_ scanner: CSVScanner) throws {
        let start = try scanner.peek(4)
        for format in otherFormats where start.starts(with: format.start) {
            throw Failure(
                .badInput, TextCode.anotherFormat, "CSV is wanted here, this is \(format.name)",
                at: Place(file: scanner.source.path), hint: format.hint)
        }
        if start.starts(with: [0xEF, 0xBB, 0xBF]) { scanner.skip(3) }
    }

    static func missing(_ path: String) -> Failure {
        Failure(
            .badInput, TextCode.noHeader, "the file is empty: there is no header line", at: Place(file: path),
            hint: "fetch the file again; a delivery without charges still has a header")
    }

    static func names(_ record: borrowing CSVRecord, _ scanner: CSVScanner) throws -> [String] {
        let file = scanner.source.path
        guard unsafe record.rawBytes.count <= scanner.limits.recordBytes else { throw scanner.recordTooLong(line: 1) }
        guard record.fieldCount <= scanner.limits.columns else { throw scanner.tooManyColumns(line: 1) }
        if let problem = record.problem { throw broken(problem.diagnostic(file: file)) }
        if let offset = unsafe CSVReader.invalidUTF8(record.rawBytes) {
            throw broken(CSVProblem(.invalidUTF8, line: 1, column: offset + 1).diagnostic(file: file))
        }
        var names: [String] = []
        var findings = DiagnosticCollector()
        var firstUse: [String: Int] = [:]
        for index in 0..<record.fieldCount {
            let name = record[index].text
            let position = record.position(ofField: index)
            let place = Place(file: file, line: position.line, column: position.column)
            names.append(name)
            if name.isEmpty {
                findings.add(
                    .error(
                        TextCode.unnamedColumn, "column \(index + 1) has no name", at: place,
                        hint: "every column of the header needs a name; look for a separator too many"))
            } else if let first = firstUse[name] {
                findings.add(
                    .error(
                        TextCode.duplicateColumn, "columns \(first + 1) and \(index + 1) are both named \"\(name)\"",
                        at: place, hint: "rename or remove one of them"))
            } else {
                firstUse[name] = index
            }
        }
        try findings.throwIfErrors(.badInput)
        return names
    }

    private static func broken(_ finding: Diagnostic) -> Failure {
        Failure(
            .badInput, TextCode.brokenHeader, "the header cannot be read: \(finding.message)", at: finding.place,
            hint: finding.hint)
    }
}
