import Crypto
import Documents
import HTTP
import Kernel
import Payments

#if canImport(Glibc)
    import Glibc
#endif

/// The provider as the environment says it is reached, with a record of every call.
enum PaystackConnection {
    /// A stand-in on this machine, for tests with test keys: its address, and the PEM file of who vouches for it.
    private static let standInVariable = "RECKON_PAYSTACK_STAND_IN"
    private static let authorityVariable = "RECKON_PAYSTACK_STAND_IN_CA"

    static func open(_ desk: BillingDesk) throws -> PaystackProvider {
        let key = try PaystackKey(try ProviderKeys.present(), mode: desk.rules.mode)
        var server = PaystackServer.paystack
        if let address = Environment.value(standInVariable) {
            server = try PaystackServer(standIn: address, authority: Environment.value(authorityVariable) ?? "")
        }
        let path = "\(desk.folder)/calls.jsonl"
        return PaystackProvider(
            try PaystackClient(
                server: server, key: key, userAgent: "reckon/\(Reckon.version)", seed: .random(in: .min ... .max),
                throttle: server.throttle(desk.rules.mode), waiting: .sleeping(clock: .system)
            ) { call in
                record(call, in: path)
                desk.store.keep(call)
            })
    }

    /// One line a call: digests of what was sent and answered, and no word of either.
    private static func record(_ call: PaystackCall, in path: String) {
        let line = PrettyJSON.line(
            .object([.init("at", .string(WallClock.system.now().description)), .init("call", call.digests)]))
        let descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            return Terminal.printError("a call to the payment provider could not be recorded in '\(path)'\n")
        }
        defer { close(descriptor) }
        let text = line + [UInt8(ascii: "\n")]
        if text.withUnsafeBytes({ write(descriptor, $0.baseAddress, $0.count) }) != text.count {
            Terminal.printError("a call to the payment provider could not be recorded in '\(path)'\n")
        }
    }
}
