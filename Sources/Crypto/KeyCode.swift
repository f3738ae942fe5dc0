package import Kernel

/// The codes of findings about keys (J) and about what is sealed with them (E).
package enum KeyCode {
    package static let cacheLimit = DiagnosticCode("J", 701)
    package static let noKey = DiagnosticCode("J", 702)
    package static let unknownKey = DiagnosticCode("J", 703)
    package static let keyMissing = DiagnosticCode("J", 704)
    package static let keyExposed = DiagnosticCode("J", 705)
    package static let keyMalformed = DiagnosticCode("J", 706)

    package static let cannotOpen = DiagnosticCode("E", 610)
    package static let notSealed = DiagnosticCode("E", 611)
    package static let tooLong = DiagnosticCode("E", 612)
    package static let noRandomness = DiagnosticCode("E", 613)

    package static let explanations: [CodeExplanation] = [
        .init(
            cacheLimit, "a limit of the cache of keys is no whole number, or out of its range",
            advice: "correct the environment variable, or leave it away"),
        .init(
            noKey, "something of a tenant is to be sealed and no key is configured",
            advice: "make a key and name it, as docs/keys.md says"),
        .init(
            unknownKey, "a value was sealed with a key that the configuration no longer names",
            advice: "name the key again, behind the current one: what it sealed still needs it"),
        .init(
            keyMissing, "the place of a key is empty: the variable is not set, the file is not there or not readable",
            advice: "set it for the account that runs reckon; docs/keys.md says what to do when a key is lost"),
        .init(
            keyExposed, "the file of a key is open to other accounts of the machine",
            advice: "take their rights away, and change the key if others may have read it"),
        .init(keyMalformed, "what stands in the place of a key is no key", advice: "make one as docs/keys.md says"),
        .init(
            cannotOpen,
            "a sealed value does not open: it was changed, it was copied from another row, or its key is another one now",
            advice: "compare the fingerprints that `reckon doctor` prints with the ones you noted; restore the row"),
        .init(
            notSealed, "bytes that should be a sealed value are none that this version reads",
            advice: "use the version that wrote them, or a newer one; else restore the row"),
        .init(tooLong, "a value is longer than what is sealed in one piece", advice: "shorten it"),
        .init(noRandomness, "the machine gave no random bytes", advice: "run again; check the machine"),
    ]
}
