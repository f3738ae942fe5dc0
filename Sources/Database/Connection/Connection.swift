internal import CLibPQ
internal import Glibc
import Kernel

/// One connection to the server. Blocking; used by one thread at a time.
///
/// It starts `refused`: until a scope is entered nothing can be sent on it (`Connection+Statements.swift`).
@safe final class Connection {
    /// Nil after `close`.
    private(set) var handle: OpaquePointer?
    private let notices = NoticeBox()
    let security: any SecurityEventSink
    /// Who may send. Only the scopes of `Database` and the migrator change it.
    var context: TenantContext = .refused
    /// Counts scopes, so that a session kept beyond its scope is recognised.
    var scope = 0

    /// Connects and puts the session in order.
    init(_ settings: ConnectionSettings, security: any SecurityEventSink) throws(DatabaseError) {
        self.security = security
        let handle = try unsafe Connection.establish(settings)
        unsafe self.handle = handle
        unsafe notices.attach(to: handle)
        try requireKnownServer()
        context = .system
        defer { context = .refused }
        _ = try run(settings.sessionSetup)
    }

    deinit { close() }

    func close() {
        guard let handle = unsafe handle else { return }
        unsafe PQfinish(handle)
        unsafe self.handle = nil
        context = .refused
    }

    /// False when the connection broke, or was left inside a transaction.
    var isReusable: Bool {
        guard let handle = unsafe handle else { return false }
        return unsafe PQstatus(handle) == CONNECTION_OK && PQtransactionStatus(handle) == PQTRANS_IDLE
    }

    var isBroken: Bool {
        guard let handle = unsafe handle else { return true }
        return unsafe PQstatus(handle) != CONNECTION_OK
    }

    var isInTransaction: Bool {
        guard let handle = unsafe handle else { return false }
        return unsafe PQtransactionStatus(handle) == PQTRANS_INTRANS
    }

    var serverVersion: Int32 { unsafe handle.map { unsafe PQserverVersion($0) } ?? 0 }
    var backendProcess: Int32 { unsafe handle.map { unsafe PQbackendPID($0) } ?? 0 }

    func takeNotices() -> [Notice] { notices.take() }

    func cancelHandle() throws(DatabaseError) -> CancelHandle {
        guard let handle = unsafe handle, let cancel = unsafe CancelHandle(handle) else {
            throw DatabaseError(.connectionLost)
        }
        return cancel
    }

    /// Row security is what keeps tenants apart, so a server that merely speaks the protocol is not enough.
    private func requireKnownServer() throws(DatabaseError) {
        let version = serverVersion
        guard let handle = unsafe handle, version >= 150_000,
            unsafe PQparameterStatus(handle, "crdb_version") == nil
        else {
            security.record(SecurityEvent(.unknownServer, tenant: nil))
            close()
            throw DatabaseError(.unsupportedServer, detail: "server version \(version)")
        }
    }

    /// Connects without blocking in libpq, so that the time limit covers every step (libpq's own applies per address),
    /// and with verbose messages, so that the SQLSTATE of a refusal is known.
    private static func establish(_ settings: ConnectionSettings) throws(DatabaseError) -> OpaquePointer {
        let parameters = settings.parameters
        let started = unsafe withCStrings(parameters.map(\.keyword)) { keywords in
            unsafe withCStrings(parameters.map(\.value)) { values in
                unsafe PQconnectStartParams(keywords, values, 1)
            }
        }
        guard let handle = unsafe started else { throw DatabaseError(.cannotConnect, detail: "out of memory") }
        _ = unsafe PQsetErrorVerbosity(handle, PQERRORS_VERBOSE)
        do {
            try unsafe finish(handle, deadline: MonotonicTime.now + .seconds(settings.connectTimeoutSeconds))
        } catch {
            unsafe PQfinish(handle)
            throw error
        }
        return unsafe handle
    }

    private static func finish(_ handle: OpaquePointer, deadline: MonotonicTime) throws(DatabaseError) {
        var wanted = Int16(POLLOUT)
        if unsafe PQstatus(handle) == CONNECTION_BAD { throw unsafe connectFailure(handle) }
        while true {
            let left = deadline.millisecondsFromNow
            guard left > 0 else { throw DatabaseError(.cannotConnect, detail: "connecting took too long") }
            var descriptor = unsafe pollfd(fd: PQsocket(handle), events: wanted, revents: 0)
            let ready = unsafe poll(&descriptor, 1, Int32(clamping: left))
            if ready == 0 || (ready < 0 && errno == EINTR) { continue }
            switch unsafe PQconnectPoll(handle) {
            case PGRES_POLLING_OK: return
            case PGRES_POLLING_READING: wanted = Int16(POLLIN)
            case PGRES_POLLING_WRITING: wanted = Int16(POLLOUT)
            default: throw unsafe connectFailure(handle)
            }
        }
    }

    private static func connectFailure(_ handle: OpaquePointer) -> DatabaseError {
        let message = unsafe String(cString: PQerrorMessage(handle))
        let state = sqlState(inVerbose: message)
        let code = state.map { StoreCode.forSQLState($0, message: message) } ?? .cannotConnect
        return DatabaseError(code, sqlState: state, detail: message)
    }

    /// `... FATAL:  28P01: password authentication failed` -> `28P01`.
    static func sqlState(inVerbose message: String) -> String? {
        let bytes = Array(message.utf8)
        guard bytes.count > 9 else { return nil }
        for start in 0..<bytes.count - 8
        where bytes[start] == 0x3A && bytes[start + 1] == 0x20 && bytes[start + 2] == 0x20 && bytes[start + 8] == 0x3A {
            let state = bytes[start + 3..<start + 8]
            if state.allSatisfy({ (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) }) {
                return String(decoding: state, as: UTF8.self)
            }
        }
        return nil
    }
}
