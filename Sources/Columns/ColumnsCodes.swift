package import Kernel

/// What docs/errors.md says of the codes of this target.
package enum ColumnsCodes {
    package static let explanations: [CodeExplanation] = text + records + output + parquet + StorageCode.explanations

    private static let text: [CodeExplanation] = [
        .init(TextCode.notAFile, "a folder, pipe or device stands where a file is wanted", advice: "name a file"),
        .init(
            TextCode.changedWhileRead, "an input file changed while it was read: it is still being delivered",
            advice: "run again when the delivery is complete"),
        .init(
            TextCode.gzipTruncated, "a gzip file ends in the middle of its content", advice: "fetch the file again"),
        .init(
            TextCode.gzipChecksum, "the content of a gzip file does not match its checksum",
            advice: "fetch the file again"),
        .init(TextCode.gzipCorrupt, "a gzip file is damaged", advice: "fetch the file again"),
        .init(
            TextCode.gzipTrailingBytes, "bytes that are not gzip follow the compressed content",
            advice: "fetch the file again, or remove what was appended"),
        .init(
            TextCode.zstdTruncated, "a zstd file ends in the middle of its content",
            advice: "the delivery is incomplete; fetch the file again"),
        .init(
            TextCode.zstdCorrupt, "a zstd file is damaged, or followed by something else, or asks for too much memory",
            advice: "fetch the file again"),
        .init(
            TextCode.noHeader, "a CSV file is empty: it has no header line",
            advice: "fetch it again; a delivery without charges still has a header"),
        .init(TextCode.duplicateColumn, "two columns of a CSV file have the same name", advice: "rename one of them"),
        .init(
            TextCode.unnamedColumn, "a column of a CSV file has no name",
            advice: "look for a separator too many in the header"),
        .init(TextCode.brokenHeader, "the header of a CSV file cannot be read", advice: "see the cause in the message"),
        .init(
            TextCode.anotherFormat, "the file is no CSV: its first bytes are those of another format",
            advice: "export as CSV, plain or gzip"),
        .init(
            TextCode.unterminatedQuote, "a quote is not closed before the file ends",
            advice: "look at the line where it opens; if the file is cut off, fetch it again"),
        .init(
            TextCode.recordTooLong, "a record is longer than the limit, mostly because of a lost quote",
            advice: "look at the line where it begins"),
        .init(TextCode.tooManyColumns, "a record has more fields than the limit", advice: "check the separator"),
    ]

    private static let records: [CodeExplanation] = [
        .init(
            TextCode.wrongFieldCount, "a row has more or fewer fields than the header; it is set aside",
            advice: "look for a separator that should be inside quotes"),
        .init(
            TextCode.nulByte, "a row holds a NUL byte; it is set aside", advice: "the file was damaged; fetch it again"),
        .init(
            TextCode.strayQuote, "a quote stands inside an unquoted field; the row is set aside",
            advice: "put the field in quotes and double the quote"),
        .init(
            TextCode.textAfterQuote, "text follows a closing quote; the row is set aside",
            advice: "double the quotes inside a quoted field"),
        .init(
            TextCode.strayCarriageReturn, "a carriage return stands alone outside quotes; the row is set aside",
            advice: "end lines with a line feed, or with both"),
        .init(
            TextCode.invalidUTF8, "a row is not valid UTF-8; it is set aside", advice: "convert the file to UTF-8"),
    ]

    private static let output: [CodeExplanation] = [
        .init(
            TextCode.cannotCreate, "an output file cannot be made",
            advice: "check that the folder exists and may be written to"),
        .init(TextCode.writeFailed, "writing an output file failed", advice: "check the disk"),
        .init(
            TextCode.diskFull, "there is no space left for an output file", advice: "free some space, then run again"),
    ]

    private static let parquet: [CodeExplanation] = [
        .init(
            ParquetCode.cannotOpen, "a Parquet file cannot be opened",
            advice: "if it is a published file that was deleted, run with --force"),
        .init(
            ParquetCode.unreadable, "a Parquet file is damaged, cut off, encrypted, or no Parquet at all",
            advice: "fetch or write it again; for a published file run with --force"),
        .init(ParquetCode.missingColumn, "a Parquet file lacks a column, or has it twice"),
        .init(ParquetCode.wrongType, "a column of a Parquet file has another type than is wanted"),
        .init(
            ParquetCode.cannotCreate, "a Parquet file cannot be made",
            advice: "check that the folder exists and may be written to"),
        .init(ParquetCode.writeFailed, "writing a Parquet file failed", advice: "check the disk and its free space"),
        .init(
            ParquetCode.valueDoesNotFit, "a value does not fit the type of its Parquet column",
            advice: "look for a damaged value in the input"),
        .init(ParquetCode.readFailed, "reading a Parquet file failed midway", advice: "check the disk"),
        .init(ParquetCode.unevenColumns, "columns of one batch have different lengths: a defect", advice: "report it"),
        .init(
            ParquetCode.arrowFailed, "Arrow C++ could not write, or memory ran out",
            advice: "give the process more memory; if the message says otherwise, report it"),
    ]
}
