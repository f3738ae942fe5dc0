package import Documents
package import Kernel

extension ObservedCharge {
    /// Reads a transaction as verify, list, charge and `charge.success` show it.
    ///
    /// Read strictly is what decides about money: id, status, amount, currency, domain. All else may be missing.
    ///
    /// - Throws: D601 with the place of what is missing.
    package init(paystack node: JSONNode) throws(Failure) {
        guard let id: UInt64 = node.wholeNumber("id") else { throw .unreadable("has no id", node.place) }
        guard let status = node.text("status") else { throw .unreadable("has no status of the payment", node.place) }
        guard let currency = node.text("currency").flatMap({ Currency($0.uppercased()) }) else {
            throw .unreadable("has no currency", node["currency"]?.place ?? node.place)
        }
        guard let subunits: Int64 = node.wholeNumber("amount"), subunits >= 0,
            let money = SubunitMoney(checking: subunits, currency)
        else { throw .unreadable("has no amount in whole hundredths", node["amount"]?.place ?? node.place) }
        let isTest: Bool
        switch node.text("domain") {
        case "test": isTest = true
        case "live": isTest = false
        default: throw .unreadable("does not say whether it is test or live", node["domain"]?.place ?? node.place)
        }
        let metadata = node.metadata
        self.init(
            id: id, reference: node.text("reference").flatMap { Reference($0) },
            status: ObservedCharge.status(status), money: money,
            requestedSubunits: node.wholeNumber("requested_amount"), isTest: isTest,
            bankAnswer: node.text("gateway_response", "message") ?? "",
            createdAt: node.instant("created_at", "createdAt"), paidAt: node.instant("paid_at", "paidAt"),
            actionURL: node.text("authorization_url"),
            ownSubscription: metadata?.text("subscription").flatMap { SubscriptionID($0) },
            authorization: CardAuthorization(transaction: node))
    }

    static func status(_ text: String) -> Status {
        switch text.lowercased() {
        case "success": .success
        case "failed": .failed
        case "abandoned": .abandoned
        case "reversed": .reversed
        case "ongoing", "send_otp", "send_pin", "send_phone", "send_birthday", "send_address", "open_url",
            "pay_offline":
            .ongoing
        case "pending", "processing", "queued": .pending
        default: .other(text)
        }
    }
}

extension CardAuthorization {
    /// The card of a transaction with the e-mail of its customer; nil where one of them is missing.
    init?(transaction node: JSONNode) {
        guard let card = node["authorization"], let code = card.text("authorization_code"),
            let email = node["customer"]?.text("email")
        else { return nil }
        var expiry: Month?
        if let year: Int = card.wholeNumber("exp_year"), let month: Int = card.wholeNumber("exp_month") {
            expiry = Month(year: year < 100 ? 2000 + year : year, month: month)
        }
        self.init(
            code: Secret(code), email: Secret(email), expiry: expiry, isReusable: card["reusable"]?.bool ?? false)
    }
}
