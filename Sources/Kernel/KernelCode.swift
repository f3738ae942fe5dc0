/// The codes of findings that Kernel makes itself, and of those that several targets share.
package enum KernelCode {
    package static let missingFile = DiagnosticCode("D", 101)
    package static let unreadableFile = DiagnosticCode("D", 102)
    package static let readFailed = DiagnosticCode("D", 104)
    package static let amountOverflow = DiagnosticCode("D", 190)

    package static let ownFileMissing = DiagnosticCode("E", 401)
    package static let ownFileUnreadable = DiagnosticCode("E", 402)
    package static let fileOperationFailed = DiagnosticCode("E", 403)
    package static let cannotWrite = DiagnosticCode("E", 404)
    package static let lockBusy = DiagnosticCode("E", 405)

    package static let unexpected = DiagnosticCode("E", 900)

    package static let explanations: [CodeExplanation] = [
        .init(
            missingFile, "an input file does not exist",
            advice: "check the path in the job, and that the delivery is complete"),
        .init(
            unreadableFile, "an input file is there and cannot be opened",
            advice: "check who may read it: the account that runs reckon must"),
        .init(readFailed, "reading an input file failed midway", advice: "check the disk or the mount, then run again"),
        .init(
            amountOverflow, "a sum of money is larger than can be held exactly, some 10^14",
            advice: "look for a damaged amount in the input"),
        .init(
            ownFileMissing, "a file of the project or of the home cannot be opened",
            advice: "check its owner and mode; if a published file was deleted, run with --force"),
        .init(ownFileUnreadable, "reading a file of the project or of the home failed", advice: "check the disk"),
        .init(
            fileOperationFailed, "a file operation failed for a cause that has no code of its own",
            advice: "the message has the system's words; check the disk"),
        .init(
            cannotWrite, "a file or folder cannot be made or changed: rights, a full disk, or a file in the way",
            advice: "make the folder writable, free some space, or choose another home with --home"),
        .init(
            lockBusy, "other processes held a lock of the home for a minute",
            advice: "see which reckon processes are at work, and whether one hangs"),
        .init(
            unexpected, "an error that reckon has no words for: a defect",
            advice: "the run's log.jsonl has the detail; report it"),
    ]
}
