import Documents
package import Kernel

/// What a webhook says. Events that are not known are kept, and are no error.
package struct WebhookEvent: Sendable, Hashable {
    package enum Content: Sendable, Hashable {
        case charge(ObservedCharge)
        case refund(ObservedRefund)
        case dispute(ObservedDispute)
        /// Kept, and nothing follows.
        case other
    }

    package let name: String
    package let content: Content
    /// The same for a repetition that has other bytes: event, payment, refund or dispute, and its status.
    package let meaning: String

    /// Reads a body whose signature was found good.
    ///
    /// - Throws: D602.
    package init(_ body: [UInt8]) throws(Failure) {
        let node: JSONNode
        do {
            node = try JSONText.parse(body, file: "webhook", limits: .answer, exitStatus: .badInput)
        } catch {
            throw Failure(
                .badInput, PaymentCode.webhookUnreadable, "a webhook is not JSON", hint: "it is kept",
                detail: "\(error)")
        }
        guard let name = node.text("event"), let data = node["data"] else {
            throw Failure(
                .badInput, PaymentCode.webhookUnreadable, "a webhook names no event or holds none", at: node.place,
                hint: "it is kept")
        }
        self.name = name
        do {
            content = try WebhookEvent.content(name, data)
        } catch {
            throw Failure(
                .badInput, PaymentCode.webhookUnreadable,
                "a webhook \(QuotedText.of(name)) cannot be read: \(error.diagnostics[0].message)",
                at: error.diagnostics[0].place, hint: "it is kept")
        }
        let subject =
            data.text("reference", "transaction_reference") ?? data["transaction"]?.text("reference")
            ?? data.wholeNumber("id").map { (id: UInt64) in "\(id)" } ?? ""
        meaning = "\(name)|\(subject)|\(data.text("status") ?? "")\(WebhookEvent.own(content, data))"
    }

    /// What tells two refunds or two disputes of one payment apart.
    private static func own(_ content: Content, _ data: JSONNode) -> String {
        switch content {
        case .refund(let refund): (refund.id.map { "\($0)" } ?? data.text("refund_reference")).map { "|\($0)" } ?? ""
        case .dispute(let dispute): "|\(dispute.id)"
        case .charge, .other: ""
        }
    }

    private static func content(_ name: String, _ data: JSONNode) throws(Failure) -> Content {
        if name.hasPrefix("charge.dispute.") { return .dispute(try ObservedDispute(paystack: data)) }
        if name == "charge.success" { return .charge(try ObservedCharge(paystack: data)) }
        if name.hasPrefix("refund.") { return .refund(try ObservedRefund(paystack: data)) }
        return .other
    }
}
