package import Kernel

/// The codes of everything that can go wrong with a Parquet file.
package enum ParquetCode {
    package static let cannotOpen = DiagnosticCode("D", 150)
    package static let unreadable = DiagnosticCode("D", 151)
    package static let missingColumn = DiagnosticCode("D", 152)
    package static let wrongType = DiagnosticCode("D", 153)
    package static let cannotCreate = DiagnosticCode("D", 154)
    package static let writeFailed = DiagnosticCode("D", 155)
    package static let valueDoesNotFit = DiagnosticCode("D", 156)
    package static let readFailed = DiagnosticCode("D", 157)
    package static let unevenColumns = DiagnosticCode("E", 150)
    package static let arrowFailed = DiagnosticCode("E", 151)
}
