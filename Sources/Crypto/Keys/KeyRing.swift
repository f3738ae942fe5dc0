package import Kernel

/// The keys of an installation or of a tenant: the current one, which seals, and those before it, which only open.
package struct KeyRing: Sendable {
    package let owner: KeyOwner
    /// The current key first.
    package let entries: [KeyEntry]

    /// - Parameter entries: at least one, names different; the shape of the configuration has seen to that.
    package init(_ owner: KeyOwner, _ entries: [KeyEntry]) {
        precondition(!entries.isEmpty, "a ring holds a key")
        precondition(Set(entries.map(\.id)).count == entries.count, "a name names one key")
        self.owner = owner
        self.entries = entries
    }

    package var current: KeyName { KeyName(owner, entries[0].id) }
}

/// One key of a ring: its name and where it is.
package struct KeyEntry: Sendable {
    package let id: KeyID
    package let reference: KeyReference
    /// Where the configuration says so.
    package let place: Place?

    package init(_ id: KeyID, _ reference: KeyReference, at place: Place? = nil) {
        self.id = id
        self.reference = reference
        self.place = place
    }

    /// Reads the key.
    ///
    /// - Throws: exit 78 for a missing or malformed key, 77 for one that others may read. The messages name neither the
    ///   path nor what was found: somebody may have written the key itself where its place belongs.
    func load(_ source: KeySource) throws(Failure) -> SecretBytes {
        do {
            var text = try source(reference)
            defer { SecretBytes.erase(&text) }
            return try KeyText.key(text)
        } catch {
            throw failure(error)
        }
    }

    private func failure(_ trouble: KeyTrouble) -> Failure {
        switch trouble {
        case .variableNotSet:
            failed(
                .configuration, KeyCode.keyMissing, "the environment variable of key '\(id)' is not set",
                hint: "set it for the account that runs reckon")
        case .noFile:
            failed(
                .configuration, KeyCode.keyMissing, "the file of key '\(id)' does not exist",
                hint: "restore it from its backup; a new key in its place opens nothing")
        case .unreadable(let reason):
            failed(
                .configuration, KeyCode.keyMissing, "the file of key '\(id)' cannot be read: \(reason)",
                hint: "give it to the account that runs reckon, mode 0400")
        case .notRegularFile:
            failed(
                .configuration, KeyCode.keyMissing, "the place of key '\(id)' is no plain file",
                hint: "name the file that holds the key")
        case .exposed(let mode):
            failed(
                .notPermitted, KeyCode.keyExposed,
                "the file of key '\(id)' is open to others: its mode is 0\(String(mode, radix: 8))",
                hint: "make it 0400, and change the key if others may have read it")
        case .noKey:
            failed(
                .configuration, KeyCode.keyMalformed, "what stands in the place of key '\(id)' is no key",
                hint: "32 random bytes as 64 hexadecimal digits or as base 64: openssl rand -hex 32")
        case .repeatedByte:
            failed(
                .configuration, KeyCode.keyMalformed, "key '\(id)' is one byte, repeated",
                hint: "make a random one: openssl rand -hex 32")
        }
    }

    private func failed(_ status: ExitStatus, _ code: DiagnosticCode, _ message: String, hint: String) -> Failure {
        Failure(status, code, message, at: place, hint: hint)
    }
}
