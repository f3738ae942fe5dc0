import CArrow
package import Kernel

/// A folder of a bucket in S3, Google Cloud Storage or Azure Blob Storage, read through Arrow's file systems.
///
/// Calls block; a store that does not answer is given up within a minute, one that accepts and stays silent after some
/// minutes.
package struct Bucket: ObjectStore {
    /// More files than any export delivers; a listing of so many takes some 300 MB.
    static let objectLimit = 1_000_000
    /// One request of S3 and Azure: large enough that its round trip does not count, small beside the memory of a run.
    private static let partBytes = 8 << 20

    package let address: BucketAddress
    private let connection: BucketConnection

    package var location: String { address.location }

    package init(_ address: BucketAddress, _ environment: StorageEnvironment) {
        self.address = address
        connection = BucketConnection(address, environment)
    }

    package func list(_ folder: String) throws(Failure) -> [StoredObject] {
        if !folder.isEmpty { try ObjectPath.check(folder, in: location) }
        let found = try asked(folder) { handle throws(StoreError) in
            try handle.list(address.path(folder), limit: Bucket.objectLimit)
        }
        let prefixBytes = address.prefix.isEmpty ? 0 : address.prefix.utf8.count + 1
        return found.map { object in
            StoredObject(
                path: String(object.path.utf8.dropFirst(prefixBytes)) ?? object.path, byteCount: object.byteCount,
                modified: object.modified)
        }
        .sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    }

    package func read(_ path: String, byteLimit: Int) throws(Failure) -> [UInt8] {
        try ObjectPath.check(path, in: location)
        let failure = StoreFailure(location: "\(location)/\(path)")
        let size = try asked(path) { handle throws(StoreError) in try handle.find(address.path(path)).byteCount }
        guard size <= byteLimit else { throw failure.tooLarge(size, limit: byteLimit) }
        var bytes: [UInt8] = []
        unsafe try stream(path) { part throws(Failure) in
            unsafe bytes.append(contentsOf: part)
            guard bytes.count <= byteLimit else { throw failure.tooLarge(Int64(bytes.count), limit: byteLimit) }
        }
        return bytes
    }

    package func localCopy(of object: StoredObject, in folder: String) throws(Failure) -> String {
        try ObjectPath.check(object.path, in: location)
        let path = "\(folder)/\(object.path)"
        if CopiedFile.isSame(path, as: object) { return path }
        // Bills are nobody else's business.
        try FileSystem.makeDirectory(FileSystem.parentPath(path), mode: 0o700)
        let failure = StoreFailure(location: "\(location)/\(object.path)")
        let file = try DurableFile(path: path)
        do throws(Failure) {
            unsafe try stream(object.path) { part throws(Failure) in
                unsafe try file.write(part)
                guard file.byteCount <= object.byteCount else { throw failure.changed("grew") }
            }
        } catch {
            // A file that is replaced by a shorter one while it is read makes requests fail in their own ways.
            if [StorageCode.noFile, StorageCode.otherFailure].contains(error.diagnostics.first?.code) {
                try checkUnchanged(object, failure)
            }
            throw error
        }
        guard file.byteCount == object.byteCount else { throw failure.changed("shrank") }
        try checkUnchanged(object, failure)
        try file.commit()
        if let modified = object.modified { try CopiedFile.setModified(path, modified) }
        return path
    }

    /// Listed and asked for singly, times may differ in their fraction: an HTTP date has none.
    private func checkUnchanged(_ object: StoredObject, _ failure: StoreFailure) throws(Failure) {
        let now: (byteCount: Int64, modified: Instant?)
        do throws(StoreError) {
            now = try connection.handle().find(address.path(object.path))
        } catch {
            if error.kind == .noFile { throw failure.changed("went away") }
            throw failure.of(error)
        }
        let second = Instant.microsecondsPerSecond
        var same = now.byteCount == object.byteCount
        if let before = object.modified, let after = now.modified {
            same = same && before.microseconds / second == after.microseconds / second
        }
        guard same else { throw failure.changed("changed") }
    }

    private func asked<Answer>(
        _ path: String, _ body: (StoreHandle) throws(StoreError) -> Answer
    ) throws(Failure) -> Answer {
        do throws(StoreError) {
            return try body(connection.handle())
        } catch {
            throw StoreFailure(location: path.isEmpty ? location : "\(location)/\(path)").of(error)
        }
    }

    /// Hands on a file part by part, which are only borrowed.
    private func stream(
        _ path: String, _ body: (UnsafeRawBufferPointer) throws(Failure) -> Void
    ) throws(Failure) {
        let stream = try asked(path) { handle throws(StoreError) in try handle.open(address.path(path)) }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: Bucket.partBytes, alignment: 64)
        defer { unsafe buffer.deallocate() }
        while true {
            let count = try asked(path) { _ throws(StoreError) in unsafe try stream.read(into: buffer) }
            if count == 0 { return }
            unsafe try body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
    }
}
