package import Kernel

/// The codes of findings about where deliveries lie.
package enum StorageCode {
    package static let wrongLocation = DiagnosticCode("W", 101)
    package static let secretInLocation = DiagnosticCode("W", 102)
    package static let wrongEndpoint = DiagnosticCode("W", 103)

    package static let unreachable = DiagnosticCode("W", 201)
    package static let refused = DiagnosticCode("W", 202)
    package static let noBucket = DiagnosticCode("W", 203)
    package static let noFile = DiagnosticCode("W", 204)
    package static let tooLarge = DiagnosticCode("W", 205)
    package static let changed = DiagnosticCode("W", 206)
    package static let unusableName = DiagnosticCode("W", 207)
    package static let tooManyFiles = DiagnosticCode("W", 208)
    package static let otherFailure = DiagnosticCode("W", 209)

    package static let explanations: [CodeExplanation] = [
        .init(
            wrongLocation, "a location is written in a way that is not known", advice: "docs/storage.md has the ways"),
        .init(
            secretInLocation, "a location holds what could be a password, a key or a signature",
            advice: "remove it, and change that secret: it may be in logs by now"),
        .init(wrongEndpoint, "a variable of the environment does not hold an address that can be used"),
        .init(
            unreachable, "the object store does not answer, or says that it is busy",
            advice: "run again later; the run's log.jsonl has the detail"),
        .init(
            refused, "the object store refuses the credentials, or they have no right to this",
            advice: "docs/storage.md has the rights that are needed and where credentials come from"),
        .init(noBucket, "there is no such bucket or container", advice: "look for a slip in its name"),
        .init(noFile, "a file is not in the object store", advice: "check that the delivery is complete"),
        .init(
            tooLarge, "a file that is read as a whole is larger than the limit",
            advice: "check that it is the right file"),
        .init(
            changed, "a file of a store changed or went away between listing and copying it",
            advice: "run again when the delivery is complete"),
        .init(
            unusableName, "a file of a store has a name that cannot be a path here: it could lead out of its folder",
            advice: "rename it in the store"),
        .init(
            tooManyFiles, "there are more files below a location than the limit", advice: "name a folder further down"),
        .init(
            otherFailure, "the object store failed in a way that has no code of its own",
            advice: "the run's log.jsonl has its own words"),
    ]
}
