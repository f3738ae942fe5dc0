package import Kernel

/// A file as a listing names it.
package struct StoredObject: Sendable, Hashable {
    /// Path below the store's root, without a slash at its start.
    package let path: String
    package let byteCount: Int64
    /// Nil where the store does not say.
    package let modified: Instant?

    package init(path: String, byteCount: Int64, modified: Instant?) {
        self.path = path
        self.byteCount = byteCount
        self.modified = modified
    }
}

/// Where deliveries lie: a folder of this machine, or a bucket.
package protocol ObjectStore: Sendable {
    /// The location as people write it, without credentials: `s3://bucket/prefix`, `/srv/bills`. Ends without a slash.
    var location: String { get }

    /// All files below a folder of the store, at any depth, in byte order of their paths; empty when there is no such
    /// folder.
    ///
    /// - Throws: exit 69 (transient) when the store does not answer, 77 when it refuses us.
    func list(_ folder: String) throws(Failure) -> [StoredObject]

    /// A small file as a whole.
    ///
    /// - Throws: exit 66 when it is missing, 65 when it is larger than `byteLimit`; and as `list`.
    func read(_ path: String, byteLimit: Int) throws(Failure) -> [UInt8]

    /// A path of this machine with the file's bytes: the file itself, or a copy below `folder`, written whole or not at
    /// all.
    ///
    /// A copy that is there already is used when size and modification time say that it is the same.
    func localCopy(of object: StoredObject, in folder: String) throws(Failure) -> String
}
