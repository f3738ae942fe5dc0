import Crypto
import Kernel
import Payments

/// The secret key of the payment provider, from the environment or from a file, and from nowhere else.
enum ProviderKeys {
    static let variable = "PAYSTACK_SECRET_KEY"
    /// The key before the present one, while webhooks that it signed may still come.
    static let previousVariable = "PAYSTACK_PREVIOUS_SECRET_KEY"

    /// - Throws: J647 when there is none.
    static func present() throws(Failure) -> Secret {
        if let secret = try secret(variable) { return secret }
        throw Failure(
            .configuration, PaymentCode.secretMissing, "there is no secret key of the payment provider",
            hint: "set \(variable), or \(variable)_FILE to a file that only its owner may read")
    }

    static func previous() throws(Failure) -> Secret? { try secret(previousVariable) }

    private static func secret(_ name: String) throws(Failure) -> Secret? {
        if let text = Environment.value(name) { return Secret(text) }
        guard let path = Environment.value("\(name)_FILE") else { return nil }
        do {
            let text = String(decoding: try KeyFile.read(path), as: UTF8.self)
            return Secret(String(text.prefix { !$0.isNewline }))
        } catch {
            throw Failure(
                .configuration, PaymentCode.secretMissing,
                "the file that \(name)_FILE names holds no key that can be read",
                hint: "a plain file of the account that runs reckon, mode 0400 or 0600")
        }
    }
}

/// What webhooks are signed with.
struct WebhookKeys {
    let keys: [Secret]

    init() throws(Failure) {
        let previous = try ProviderKeys.previous()
        keys = [try ProviderKeys.present()] + (previous.map { [$0] } ?? [])
    }

    var signatures: WebhookIntake.Signing {
        { [keys] body in keys.map { HMACSHA512(of: body, key: $0) } }
    }
}
