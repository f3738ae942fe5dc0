internal import CLibPQ
import Kernel

/// Cancels the statement that a connection is running. Usable from any thread while the connection lives.
///
/// Unchecked: libpq documents PQcancel as safe to call from another thread or a signal handler, and the pointer is
/// never changed after `init`.
@safe package final class CancelHandle: @unchecked Sendable {
    private let handle: OpaquePointer

    init?(_ connection: OpaquePointer) {
        guard let handle = unsafe PQgetCancel(connection) else { return nil }
        unsafe self.handle = handle
    }

    deinit { unsafe PQfreeCancel(handle) }

    /// Asks the server to cancel; the statement then fails with `StoreCode.cancelled`, or ends before that.
    package func cancel() throws(DatabaseError) {
        var buffer = [CChar](repeating: 0, count: 256)
        let size = Int32(buffer.count)
        guard unsafe PQcancel(handle, &buffer, size) == 1 else {
            let reason = String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            throw DatabaseError(.connectionLost, detail: reason)
        }
    }
}
