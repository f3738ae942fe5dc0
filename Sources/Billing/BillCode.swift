package import Kernel

/// The codes of findings about bills: up to D219 they refuse a file or set a row aside, from D220 on they warn.
package enum BillCode {
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

    static let unknownGrouping = DiagnosticCode("D", 215)
    static let purchaseAmortised = DiagnosticCode("D", 216)

    static let unknownColumn = DiagnosticCode("D", 220)
    static let nullCost = DiagnosticCode("D", 221)
    static let otherSpelling = DiagnosticCode("D", 222)
    static let unknownValue = DiagnosticCode("D", 223)
    static let negativePrice = DiagnosticCode("D", 224)
    static let outsideBillingPeriod = DiagnosticCode("D", 225)
    static let timeWithoutZone = DiagnosticCode("D", 226)
    static let quantityDropped = DiagnosticCode("D", 227)
    static let newerColumnsMissing = DiagnosticCode("D", 228)
    static let noRows = DiagnosticCode("D", 229)
    static let quantityUnexpected = DiagnosticCode("D", 230)
    static let quantityMissing = DiagnosticCode("D", 231)
    static let commitmentStatus = DiagnosticCode("D", 232)
    static let costDiffers = DiagnosticCode("D", 233)
    static let creditDiffers = DiagnosticCode("D", 234)
    static let commitmentDiffers = DiagnosticCode("D", 235)
    static let columnSpelling = DiagnosticCode("D", 236)

    package static let explanations: [CodeExplanation] =
        refusals + warnings + restatements + formatExplanations + awsExplanations

    private static let refusals: [CodeExplanation] = [
        .init(
            missingColumn, "the file lacks columns that every FOCUS bill has",
            advice: "export it again with them; if many are named, the file is another kind of export"),
        .init(
            nullRequired, "a column without which a row cannot be accounted for is null; the row is set aside",
            advice: "ask the provider for a corrected export"),
        .init(
            notADecimal, "a cost or price is no decimal number; the row is set aside",
            advice: "write digits with a point, no separators, no currency sign"),
        .init(
            amountTooLarge, "a cost or price is 10^14 or more; the row is set aside",
            advice: "look for a damaged value"),
        .init(
            tooManyDecimals, "a cost or price has more than 24 decimals; the row is set aside, nothing is rounded",
            advice: "export it with at most 24 decimals"),
        .init(
            notATime, "a time of the row cannot be read; the row is set aside",
            advice: "write UTC times as 2026-04-01T00:00:00Z"),
        .init(emptyPeriod, "a period of the row ends before or when it starts; the row is set aside"),
        .init(
            unknownCategory, "ChargeCategory is none of FOCUS's values; the row is set aside",
            advice: "the message lists the values"),
        .init(unknownCurrency, "BillingCurrency is no ISO 4217 code; the row is set aside"),
        .init(
            twoCurrencies, "a billing account is billed in two currencies in one billing period",
            advice: "check that the files belong together"),
        .init(
            tooManyQuarantined, "more rows of a bill were set aside than \"maximumQuarantinedRows\" allows",
            advice: "mend what the findings before it name, or raise the limit in the job"),
        .init(
            tooManyPeriods, "a delivery has rows of more than 36 billing periods",
            advice: "deliver fewer months at a time"),
        .init(
            totalsDiffer, "the rows written do not add up to the rows read: a defect of reckon or of the disk",
            advice: "nothing was published; check the disk, then report it"),
        .init(
            copiedFile, "two files of a delivery have the same bytes, so that charges would count twice",
            advice: "keep one of the two"),
        .init(
            nothingSound, "not one row of a bill can be accounted for",
            advice: "check that it is the export that the stage reads"),
        .init(
            purchaseAmortised, "the purchase of a commitment has an EffectiveCost; the row is set aside",
            advice: "its cost is spread over the usage it covers, and would count twice"),
        .init(unknownGrouping, "`reckon inspect --by` was told something that costs cannot be summed by"),
    ]

    private static let warnings: [CodeExplanation] = [
        .init(
            unknownColumn, "columns that FOCUS does not know lack the prefix x_",
            advice: "nothing needs to be done: they are kept in x_OtherColumns"),
        .init(
            nullCost, "ListCost or ContractedCost is null and counts as zero",
            advice: "sums on these two bases are too low by what is missing"),
        .init(otherSpelling, "a value differs from FOCUS's spelling in upper and lower case only; it is understood"),
        .init(unknownValue, "a value is none of those FOCUS allows in that column; it is kept as it is"),
        .init(negativePrice, "a unit price is negative; it is kept as it is"),
        .init(outsideBillingPeriod, "a charge starts outside its billing period; it is kept as it is"),
        .init(timeWithoutZone, "a time names no zone; it is read as UTC"),
        .init(quantityDropped, "a quantity cannot be held; it is left out and the row's costs are kept"),
        .init(
            newerColumnsMissing, "the columns speak another FOCUS version than the job says",
            advice: "correct \"version\" in the job, or leave it out"),
        .init(
            quantityUnexpected,
            "a quantity stands where FOCUS wants none: ConsumedQuantity of what is not usage or is an unused commitment, PricingQuantity of a tax; it is kept"
        ),
        .init(quantityMissing, "usage or a purchase has no PricingQuantity; the row is kept"),
        .init(
            commitmentStatus,
            "CommitmentDiscountStatus and CommitmentDiscountId do not go together; the row is kept as it is"),
        .init(
            costDiffers,
            "ListCost or ContractedCost is not its unit price times PricingQuantity, to one part in ten thousand or 0.0001",
            advice: "nothing needs to be done: the cost is what counts, and is kept"),
        .init(creditDiffers, "the EffectiveCost of a credit is not its BilledCost; the row is kept as it is"),
        .init(
            commitmentDiffers,
            "the purchases of a commitment and the EffectiveCost of the usage it covers, used and unused, differ by more than a hundredth",
            advice: "look for rows that are missing from the delivery"),
        .init(
            columnSpelling,
            "names of columns differ from FOCUS's in upper and lower case only; the columns are kept as they are, and not read",
            advice: "rename them in the export"),
        .init(noRows, "a bill has a header and no rows; it is published as an empty bill"),
    ]
}
