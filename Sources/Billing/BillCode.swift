import Kernel

/// The codes of findings about bills. docs/errors.md explains each.
enum BillCode {
    static let missingColumn = DiagnosticCode("D", 200)
    static let nullRequired = DiagnosticCode("D", 201)
    static let notADecimal = DiagnosticCode("D", 202)
    static let amountTooLarge = DiagnosticCode("D", 203)
    static let tooManyDecimals = DiagnosticCode("D", 204)
    static let notATime = DiagnosticCode("D", 205)
    static let emptyPeriod = DiagnosticCode("D", 206)
    static let unknownCategory = DiagnosticCode("D", 207)
    static let unknownCurrency = DiagnosticCode("D", 208)
    static let twoCurrencies = DiagnosticCode("D", 209)
    static let tooManyQuarantined = DiagnosticCode("D", 210)
    static let tooManyPeriods = DiagnosticCode("D", 211)
    static let totalsDiffer = DiagnosticCode("D", 212)
    static let copiedFile = DiagnosticCode("D", 213)
    static let nothingSound = DiagnosticCode("D", 214)

    static let unknownColumn = DiagnosticCode("D", 220)
    static let nullCost = DiagnosticCode("D", 221)
    static let otherSpelling = DiagnosticCode("D", 222)
    static let unknownValue = DiagnosticCode("D", 223)
    static let negativePrice = DiagnosticCode("D", 224)
    static let outsideBillingPeriod = DiagnosticCode("D", 225)
    static let timeWithoutZone = DiagnosticCode("D", 226)
    static let quantityDropped = DiagnosticCode("D", 227)
    static let newerColumnsMissing = DiagnosticCode("D", 228)
}
