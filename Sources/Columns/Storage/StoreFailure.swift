import CArrow
import Kernel

/// Builds the errors of one store.
struct StoreFailure {
    /// Of the store or of one of its files.
    let location: String

    private var place: Place { Place(file: location) }

    func of(_ error: StoreError) -> Failure {
        switch error.kind {
        case .noFile:
            Failure(
                .missingInput, StorageCode.noFile, "the file does not exist", at: place,
                hint: "check the name, and that the delivery is complete", detail: error.text)
        case .noStore:
            Failure(
                .missingInput, StorageCode.noBucket, "there is no such bucket or container", at: place,
                hint: "check its name, and which account it belongs to", detail: error.text)
        case .refused:
            Failure(
                .notPermitted, StorageCode.refused, "the store refuses access", at: place,
                hint: "check that credentials are found and not expired, and that they may list this folder and read "
                    + "its files; for S3 also the region (docs/storage.md)",
                detail: error.text)
        case .unreachable:
            Failure(
                .unavailable, StorageCode.unreachable, "the store does not answer", at: place,
                hint: "run again later; check the network and the endpoint if it stays so", isTransient: true,
                detail: error.text)
        case .memory:
            Failure(
                .unavailable, StorageCode.otherFailure, "out of memory", at: place,
                hint: "give the process more memory or run fewer jobs at a time", isTransient: true)
        case .unsupported:
            Failure(
                .unavailable, StorageCode.otherFailure, "this build has no client for the store", at: place,
                hint: "build with an Arrow C++ that has it: see docs/bootstrap.md", detail: error.text)
        case .name:
            Failure(
                .badInput, StorageCode.unusableName, "a file here has a name with two slashes in a row", at: place,
                hint: "rename the file in the store, or name a folder that does not hold it", detail: error.text)
        case .value:
            Failure(
                .badInput, StorageCode.tooManyFiles, "there are more than \(Bucket.objectLimit) files here", at: place,
                hint: "name a folder further down")
        case .system, .file, .other:
            Failure(
                .unavailable, StorageCode.otherFailure, "the store failed in a way that is not known here", at: place,
                hint: "the run's log.jsonl has its own words", detail: error.text)
        }
    }

    func tooLarge(_ byteCount: Int64, limit: Int) -> Failure {
        Failure(
            .badInput, StorageCode.tooLarge, "the file has \(byteCount) bytes; at most \(limit) are read here",
            at: place,
            hint: "check that it is the right file")
    }

    func changed(_ reason: String) -> Failure {
        Failure(
            .tryLater, StorageCode.changed, "the file \(reason) after it was listed", at: place,
            hint: "it is still being delivered: run again when that is done", isTransient: true)
    }
}
