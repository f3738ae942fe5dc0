package import Kernel

/// The codes of findings about text files, read and written.
package enum TextCode {
    package static let missingFile = KernelCode.missingFile
    package static let unreadableFile = KernelCode.unreadableFile
    package static let notAFile = DiagnosticCode("D", 103)
    package static let readFailed = KernelCode.readFailed
    package static let changedWhileRead = DiagnosticCode("D", 105)

    package static let gzipTruncated = DiagnosticCode("D", 110)
    package static let gzipChecksum = DiagnosticCode("D", 111)
    package static let gzipCorrupt = DiagnosticCode("D", 112)
    package static let gzipTrailingBytes = DiagnosticCode("D", 113)

    package static let zstdTruncated = DiagnosticCode("D", 115)
    package static let zstdCorrupt = DiagnosticCode("D", 116)

    package static let noHeader = DiagnosticCode("D", 120)
    package static let duplicateColumn = DiagnosticCode("D", 121)
    package static let unnamedColumn = DiagnosticCode("D", 122)
    package static let brokenHeader = DiagnosticCode("D", 123)
    package static let anotherFormat = DiagnosticCode("D", 124)
    package static let unterminatedQuote = DiagnosticCode("D", 125)
    package static let recordTooLong = DiagnosticCode("D", 126)
    package static let tooManyColumns = DiagnosticCode("D", 127)

    package static let wrongFieldCount = DiagnosticCode("D", 130)
    package static let nulByte = DiagnosticCode("D", 131)
    package static let strayQuote = DiagnosticCode("D", 132)
    package static let textAfterQuote = DiagnosticCode("D", 133)
    package static let strayCarriageReturn = DiagnosticCode("D", 134)
    package static let invalidUTF8 = DiagnosticCode("D", 135)

    package static let cannotCreate = DiagnosticCode("D", 140)
    package static let writeFailed = DiagnosticCode("D", 141)
    package static let diskFull = DiagnosticCode("D", 142)
}
