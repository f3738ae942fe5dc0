import CArrow
import Glibc
import Kernel

/// Builds the errors of one Parquet file.
struct ParquetFailure {
    let path: String

    private var place: Place { Place(file: path) }

    func cannotOpen(systemError: Int32) -> Failure {
        Failure(
            systemError == EACCES || systemError == EPERM ? .notPermitted : .missingInput, ParquetCode.cannotOpen,
            "the Parquet file cannot be opened: \(systemText(systemError))", at: place)
    }

    func notARegularFile() -> Failure {
        Failure(
            .missingInput, ParquetCode.cannotOpen, "the Parquet file cannot be opened: not a regular file", at: place,
            hint: "Parquet is read from its end, so pipes and folders will not do; name one file")
    }

    func readFailed(systemError: Int32) -> Failure {
        Failure(
            .inputOutput, ParquetCode.readFailed, "reading the Parquet file failed: \(systemText(systemError))",
            at: place, hint: "check the disk, then run again")
    }

    func cannotCreate(systemError: Int32) -> Failure {
        Failure(
            .cannotWrite, ParquetCode.cannotCreate,
            "the Parquet file cannot be created: \(systemText(systemError))", at: place,
            hint: "check that the folder exists and that this user may write to it")
    }

    func writeFailed(systemError: Int32) -> Failure {
        let full = [ENOSPC, EDQUOT, EFBIG].contains(systemError)
        return Failure(
            full ? .cannotWrite : .inputOutput, ParquetCode.writeFailed,
            "writing the Parquet file failed: \(systemText(systemError))", at: place,
            hint: full ? "free space on the file system, then run again" : "check the disk, then run again",
            isTransient: full)
    }

    func valueDoesNotFit(_ reason: String, column: String, row: Int) -> Failure {
        Failure(
            .badInput, ParquetCode.valueDoesNotFit, "column \"\(column)\", row \(row + 1): \(reason)", at: place,
            hint: "the row is counted from the start of the file; look for a corrupt value in the input")
    }

    func unevenColumns(_ first: ColumnBuilder, _ second: ColumnBuilder) -> Failure {
        Failure(
            .internal, ParquetCode.unevenColumns,
            "column \"\(first.column.name)\" has \(first.count) rows where \"\(second.column.name)\" has \(second.count)",
            at: place)
    }

    func missingColumn(_ name: String, among columns: [String]) -> Diagnostic {
        let wanted = name.lowercased()
        let hint =
            columns.first { $0.lowercased() == wanted }.map { "it has \"\($0)\", and upper case matters" }
            ?? "it has \(listed(columns))"
        return .error(ParquetCode.missingColumn, "there is no column \"\(name)\"", at: place, hint: hint)
    }

    func repeatedColumn(_ name: String) -> Diagnostic {
        .error(
            ParquetCode.missingColumn, "there is more than one column \"\(name)\"", at: place,
            hint: "write the file again with unique column names")
    }

    func wrongType(_ name: String, found: String, wanted: ParquetType) -> Diagnostic {
        .error(
            ParquetCode.wrongType, "column \"\(name)\" is of type \(found), wanted is \(wanted)", at: place,
            hint: "write the file again with the wanted type")
    }

    func unusableType(_ name: String, found: String) -> Diagnostic {
        .error(
            ParquetCode.wrongType, "column \"\(name)\" is of type \(found), which is not read here", at: place,
            hint: "text, integers, floats, booleans, dates, timestamps and decimals of up to 38 digits are")
    }

    func notParquet() -> Failure {
        Failure(
            .badInput, ParquetCode.unreadable, "this is not a Parquet file", at: place,
            hint: "a Parquet file starts and ends with the bytes PAR1; compressed ones (.gz, .zst) are unpacked first")
    }

    func cutOff() -> Failure {
        Failure(
            .badInput, ParquetCode.unreadable, "the end of the Parquet file is missing", at: place,
            hint: "it was cut off while it was written or copied; fetch or write it again")
    }

    func encrypted() -> Failure {
        Failure(
            .badInput, ParquetCode.unreadable, "the Parquet file is encrypted", at: place,
            hint: "write the file again without Parquet encryption")
    }

    func damaged(_ reason: String) -> Failure {
        Failure(
            .badInput, ParquetCode.unreadable, "the Parquet file is damaged: \(reason)", at: place,
            hint: "fetch or write it again")
    }

    /// What a call into Arrow reported while reading.
    func reading(_ error: CArrowError) -> Failure {
        switch error.kind {
        case .system: readFailed(systemError: error.systemError)
        case .memory: outOfMemory()
        case .unsupported:
            Failure(
                .badInput, ParquetCode.unreadable,
                "the Parquet file uses something that cannot be read here: \(text(of: error))",
                at: place, hint: "write the file again with zstd or snappy compression and without encryption")
        case .file, .value, .other, .noFile, .name, .noStore, .refused, .unreachable: damaged(text(of: error))
        }
    }

    /// What a call into Arrow reported while writing, apart from wrong values.
    func writing(_ error: CArrowError) -> Failure {
        switch error.kind {
        case .system: writeFailed(systemError: error.systemError)
        case .memory: outOfMemory()
        case .file, .unsupported, .value, .other, .noFile, .name, .noStore, .refused, .unreachable:
            Failure(
                .internal, ParquetCode.arrowFailed, "the Parquet file could not be written: \(text(of: error))",
                at: place)
        }
    }

    private func outOfMemory() -> Failure {
        Failure(
            .unavailable, ParquetCode.arrowFailed, "out of memory", at: place,
            hint: "give the process more memory or run fewer jobs at a time", isTransient: true)
    }

    /// Up to twelve names, so that a message stays readable.
    private func listed(_ names: [String]) -> String {
        let shown = names.prefix(12).map { "\"\($0)\"" }.joined(separator: ", ")
        return names.count > 12 ? "\(shown) and \(names.count - 12) more" : names.isEmpty ? "no columns" : shown
    }

    /// The first line of Arrow's own words.
    private func text(of error: CArrowError) -> String {
        var copy = error
        let whole = unsafe withUnsafePointer(to: &copy) { unsafe String(cString: carrow_error_text($0)) }
        return whole.split(separator: "\n").first.map(String.init) ?? "no reason given"
    }
}

private func systemText(_ systemError: Int32) -> String {
    unsafe String(cString: strerror(systemError))
}
