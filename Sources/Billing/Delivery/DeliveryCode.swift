package import Columns
package import Kernel

/// The codes of findings about deliveries: where a provider puts its files, and whether all of them are there.
package enum DeliveryCode {
    static let inputUnclear = DiagnosticCode("J", 220)
    static let otherProvider = DiagnosticCode("J", 224)

    static let noDelivery = DiagnosticCode("D", 250)
    static let incomplete = DiagnosticCode("D", 251)
    static let damagedManifest = DiagnosticCode("D", 252)
    static let strangePath = DiagnosticCode("D", 253)
    static let otherExport = DiagnosticCode("D", 254)
    static let rowCountDiffers = DiagnosticCode("D", 255)
    static let tooManyFiles = DiagnosticCode("D", 256)
    static let sameFileTwice = DiagnosticCode("D", 257)
    static let olderDelivery = DiagnosticCode("D", 258)

    package static let explanations: [CodeExplanation] = [
        .init(
            inputUnclear, "a stage that reads a bill names both files and a delivery, or neither",
            advice: "keep one of \"files\" and \"delivery\""),
        .init(
            otherProvider, "a stage that reads a bill names another provider than its delivery's layout is of",
            advice: "leave \"provider\" out"),
        .init(
            noDelivery, "nothing has been delivered for the period where the job says that a provider delivers",
            advice: "check \"location\" and \"name\" in the job, and the period"),
        .init(
            incomplete, "a delivery is not complete: files or its manifest are missing, or have another size",
            advice: "run again when the provider has finished; if it stays so, let the provider deliver anew"),
        .init(
            damagedManifest, "a manifest does not hold what its layout says",
            advice: "check \"layout\" in the job; if it is right, let the provider deliver anew"),
        .init(
            strangePath, "a manifest names a file outside the folders of its delivery",
            advice: "find out who wrote the manifest; nothing was read"),
        .init(
            otherExport, "runs of different kinds of export lie in one folder, or the export is no bill",
            advice: "give each export a name of its own; never load actual and amortised costs together"),
        .init(
            rowCountDiffers, "the files of a delivery have more or fewer rows than its manifest says",
            advice: "let the provider deliver anew; nothing was published"),
        .init(tooManyFiles, "a delivery has more files than the limit", advice: "check \"location\" in the job"),
        .init(
            sameFileTwice, "a delivery holds a file in two forms, so that charges would count twice",
            advice: "keep one of the two"),
        .init(
            olderDelivery, "the newest delivery is not complete, and the newest complete one is used",
            advice: "nothing needs to be done if the next run no longer says so"),
    ]
}

/// Opens the store at a location: an absolute path, or an address such as `s3://bucket/prefix`.
package typealias StoreOpening = @Sendable (String) throws(Failure) -> any ObjectStore
