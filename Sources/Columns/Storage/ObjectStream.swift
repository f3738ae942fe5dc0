import CArrow

/// A file of a store being read from its start.
@safe final class ObjectStream {
    private let stream: OpaquePointer
    /// Arrow's stream must not outlive its store.
    private let store: StoreHandle

    init(_ stream: OpaquePointer, of store: StoreHandle) {
        unsafe self.stream = stream
        self.store = store
    }

    deinit { unsafe carrow_stream_free(stream) }

    /// Bytes read, 0 at the end only.
    func read(into target: UnsafeMutableRawBufferPointer) throws(StoreError) -> Int {
        guard let start = target.baseAddress else { preconditionFailure("a read without room") }
        var error = CArrowError()
        let count = unsafe carrow_stream_read(stream, start, Int64(target.count), &error)
        guard count >= 0 else { throw StoreError(error) }
        return Int(count)
    }
}
