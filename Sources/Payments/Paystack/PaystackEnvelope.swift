package import Documents
package import Kernel

/// What Paystack wraps every answer in.
package struct PaystackEnvelope: Sendable {
    package let isGood: Bool
    package let message: String
    package let data: JSONNode?
    package let meta: JSONNode?

    /// - Throws: D601 when the bytes are not JSON with a status.
    package init(_ body: [UInt8], about: String) throws(Failure) {
        let node: JSONNode
        do {
            node = try JSONText.parse(body, file: about, limits: .answer, exitStatus: .badInput)
        } catch {
            throw .unreadable("is not JSON", Place(file: about), detail: "\(error)")
        }
        guard let isGood = node["status"]?.bool else { throw .unreadable("has no status", node.place) }
        self.isGood = isGood
        message = node["message"]?.string ?? ""
        data = node["data"]
        meta = node["meta"]
    }

    /// The reference is used: there is a transaction, and only verify tells how it stands.
    var isDuplicate: Bool { !isGood && message.lowercased().contains("duplicate transaction reference") }
}

extension Failure {
    static func unreadable(_ what: String, _ place: Place, detail: String? = nil) -> Failure {
        Failure(
            .badInput, PaymentCode.unreadableAnswer, "the payment provider's answer \(what)", at: place,
            hint: "nothing is taken for granted; run again later", detail: detail)
    }
}
