import CArrow
import Glibc
import Kernel

/// A client of Arrow's; any number of threads may use it.
@safe final class StoreHandle: @unchecked Sendable {
    private let store: OpaquePointer

    init(_ address: BucketAddress, _ environment: StorageEnvironment) throws(StoreError) {
        var kind = CArrowStoreKind.S3
        var account = ""
        var endpoint = environment.s3Endpoint
        switch address.provider {
        case .s3: break
        case .googleCloudStorage: (kind, endpoint) = (.GCS, environment.gcsEndpoint)
        case .azure(let name): (kind, account, endpoint) = (.azure, name, environment.azureEndpoint)
        }
        let strings = CStrings([
            address.bucket, account, endpoint?.authority, environment.region, environment.certificateFile,
        ])
        var wanted = unsafe CArrowStoreAddress(
            kind: kind, bucket: strings[0]!, account: strings[1], endpoint: strings[2],
            endpoint_is_plain: endpoint?.isPlain ?? false, region: strings[3], certificates: strings[4],
            anonymous: environment.isAnonymous)
        var error = CArrowError()
        guard let opened = unsafe carrow_store_open(&wanted, &error) else { throw StoreError(error) }
        unsafe store = opened
    }

    deinit { unsafe carrow_store_free(store) }

    /// All files below a folder of the bucket, with their paths in the bucket.
    func list(_ folder: String, limit: Int) throws(StoreError) -> [StoredObject] {
        var error = CArrowError()
        guard let listing = unsafe carrow_store_list(store, folder, Int64(limit), &error) else {
            throw StoreError(error)
        }
        defer { unsafe carrow_listing_free(listing) }
        return unsafe (0..<carrow_listing_count(listing)).map { index in
            let object = unsafe carrow_listing_object(listing, index)
            let bytes = unsafe UnsafeRawBufferPointer(start: object.path, count: Int(object.path_bytes))
            return unsafe StoredObject(
                path: String(decoding: bytes, as: UTF8.self), byteCount: object.byte_count, modified: object.instant)
        }
    }

    func find(_ path: String) throws(StoreError) -> (byteCount: Int64, modified: Instant?) {
        var object = unsafe CArrowObject()
        var error = CArrowError()
        guard unsafe carrow_store_find(store, path, &object, &error) else { throw StoreError(error) }
        return unsafe (object.byte_count, object.instant)
    }

    func open(_ path: String) throws(StoreError) -> ObjectStream {
        var error = CArrowError()
        guard let stream = unsafe carrow_stream_open(store, path, &error) else { throw StoreError(error) }
        return unsafe ObjectStream(stream, of: self)
    }
}

extension CArrowObject {
    fileprivate var instant: Instant? {
        unsafe has_modified ? Instant(microseconds: modified_microseconds) : nil
    }
}

/// C strings that live as long as this object.
@safe private final class CStrings {
    private let pointers: [UnsafeMutablePointer<CChar>?]

    init(_ texts: [String?]) { unsafe pointers = texts.map { unsafe $0.flatMap { unsafe strdup($0) } } }

    deinit { unsafe pointers.forEach { unsafe free($0) } }

    subscript(index: Int) -> UnsafePointer<CChar>? { unsafe pointers[index].map { unsafe UnsafePointer($0) } }
}
