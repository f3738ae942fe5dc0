/// Where a key is; the configuration holds this and never the key.
package enum KeyReference: Sendable, Hashable {
    case environment(String)
    /// An absolute path.
    case file(String)
}

/// Reads what stands in the place of a key. Only the executable asks the environment and the disk.
package typealias KeySource = @Sendable (KeyReference) throws(KeyTrouble) -> [UInt8]

/// Why there is no key in a place. None of these holds what was found there.
package enum KeyTrouble: Error, Sendable, Hashable {
    case variableNotSet
    case noFile
    case unreadable(reason: String)
    case notRegularFile
    case exposed(mode: UInt32)
    case noKey
    case repeatedByte
}
