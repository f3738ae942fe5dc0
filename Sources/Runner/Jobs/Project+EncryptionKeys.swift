package import Crypto
import Documents
package import Kernel

/// The keys that the configuration names, and never holds.
extension Project {
    /// The same in `Config/reckon.json` and in a tenant's file.
    static let encryptionKeysField = FieldShape.optional(
        "encryptionKeys",
        .array(of: .object(encryptionKeyShape), count: 1...16, unique: .key("id")),
        "keys for what the store must not show; the first seals, the others only open what was sealed before")

    private static let encryptionKeyShape = ObjectShape(
        "encryption key", "where a key of 32 bytes is, in hexadecimal digits or base 64",
        [
            .required("id", .identifier, "name of the key, written before each value that it seals"),
            .optional(
                "env", .string(.named(.environmentVariable)), "name of the environment variable that holds the key"),
            .optional(
                "file", .path, "file that holds the key, mode 0400 or 0600; absolute, or relative to the project"),
        ])

    /// All rings of keys that the configuration names.
    ///
    /// - Throws: exit 78 when a file is wrong, or a key is in no place or in two.
    package func keyRings() throws(Failure) -> KeyRings {
        var installation: KeyRing?
        let path = root + "/Config/reckon.json"
        if FileSystem.exists(path) {
            installation = try ring(
                .installation,
                try JSONText.parse(
                    try FileSystem.read(path), file: "Config/reckon.json", as: Project.configurationShape))
        }
        var own: [TenantID: KeyRing] = [:]
        for tenant in try tenants() { own[tenant] = try ring(.tenant, try document(of: tenant)) }
        return KeyRings(installation: installation, tenants: own)
    }

    /// Nil where the file names no keys.
    private func ring(_ owner: KeyOwner, _ document: JSONNode) throws(Failure) -> KeyRing? {
        guard let nodes = document["encryptionKeys"]?.array else { return nil }
        var entries: [KeyEntry] = []
        for node in nodes {
            let id = try node.option("id") { $0.string.flatMap { KeyID($0) } }
            entries.append(KeyEntry(id, try reference(in: node, of: id), at: node.place))
        }
        return KeyRing(owner, entries)
    }

    private func reference(in node: JSONNode, of id: KeyID) throws(Failure) -> KeyReference {
        switch (node["env"]?.string, node["file"]?.string) {
        case (let variable?, nil): return .environment(variable)
        case (nil, let file?): return .file(file.hasPrefix("/") ? file : "\(root)/\(file)")
        case (nil, nil), (_?, _?):
            throw Failure(
                .configuration, RunnerCode.badConfiguration, "the key '\(id)' is not in exactly one place",
                at: node.place, hint: "write either \"env\" or \"file\"")
        }
    }
}
