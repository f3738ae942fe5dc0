import Documents
import HTTP
import Kernel

extension PaystackProvider: PaymentRefunds {
    /// Found by the payment's reference or by its number; the provider has no list for one payment.
    package func refunds(of reference: Reference) throws -> Listed<ObservedRefund> {
        switch try verify(reference) {
        case .observed(let charge):
            return try refunds(of: charge, reference)
        case .notFound: return Listed([], end: .complete)
        case .keyRefused: return Listed([], end: .keyRefused)
        case .unknown(let text): return Listed([], end: .brokeOff(text))
        }
    }

    /// Gives money back, unless a refund with the same note is there already: that one is returned then.
    ///
    /// After an answer that was lost, the call must not be repeated: the first may be under way, and only a refund that
    /// the list shows can be known again. `RefundApproval` looks for it, and gives it up after an hour.
    package func refund(_ request: RefundRequest) throws -> RefundAnswer {
        let charge: ObservedCharge
        switch try verify(request.reference) {
        case .observed(let found): charge = found
        case .notFound: return .rejected("there is no such payment")
        case .keyRefused: return .keyRefused
        // Nothing has been sent that could give money back.
        case .unknown: return .notProcessed
        }
        let rows = try refunds(of: charge, request.reference)
        switch rows.end {
        case .complete: break
        case .keyRefused: return .keyRefused
        case .brokeOff: return .notProcessed
        }
        if let made = rows.items.first(where: { $0.note == request.note }) { return .observed(made) }
        if let objection = PaystackProvider.objection(request, charge, rows.items) { return .rejected(objection) }
        return try send(request)
    }

    private func send(_ request: RefundRequest) throws -> RefundAnswer {
        do throws(HTTPError) {
            let answer = try client.move(
                ["refund"],
                [
                    "transaction": .string(request.reference.text),
                    "amount": .integer(Int(request.money.subunits)),
                    "currency": .string(request.money.currency.description),
                    "merchant_note": .string(request.note),
                ], purpose: "refund", reference: request.reference.text)
            return RefundAnswer(httpStatus: answer.status, body: answer.body, reference: request.reference)
        } catch {
            switch try LostCall(error) {
            case .notSent: return .notProcessed
            case .unknown(let text): return .unknown(text)
            }
        }
    }

    private func refunds(of charge: ObservedCharge, _ reference: Reference) throws -> Listed<ObservedRefund> {
        // A refund is made after its payment. A day more allows for clocks.
        let from = charge.createdAt.map { [(name: "from", value: $0.advanced(bySeconds: -86_400).paystackText)] } ?? []
        var rows = try list(["refund"], query: from, purpose: "refunds") { node throws(Failure) in
            try ObservedRefund(paystack: node)
        }
        rows.items.removeAll { $0.reference != reference && $0.transaction != charge.id }
        return rows
    }

    /// Why the refund would be wrong; nil when it would not.
    private static func objection(
        _ request: RefundRequest, _ charge: ObservedCharge, _ rows: [ObservedRefund]
    ) -> String? {
        guard charge.status == .success else { return "the payment is not one that holds money" }
        guard charge.money.currency == request.money.currency else { return "the payment is in another currency" }
        guard request.money.subunits > 0 else { return "there is nothing to give back" }
        let standing = rows.filter { $0.status != .failed }
        let ours = "\(request.reference)-r"
        if standing.compactMap(\.note).contains(where: {
            $0.hasPrefix(ours) && !request.acceptedNotes.contains($0)
        }) {
            return "an earlier refund arrived after all; reconcile first"
        }
        let given = standing.reduce(Int128(0)) { $0 + Int128($1.money.subunits) }
        guard given + Int128(request.money.subunits) <= Int128(charge.money.subunits) else {
            return "more than what is left of the payment"
        }
        return nil
    }
}

extension RefundAnswer {
    init(httpStatus: Int, body: [UInt8], reference: Reference) {
        do throws(Failure) {
            switch httpStatus {
            case 401: self = .keyRefused
            case 429: self = .notProcessed
            case 200, 201:
                let envelope = try PaystackEnvelope(body, about: "refund of \(reference)")
                guard envelope.isGood, let data = envelope.data else {
                    self = .unknown("HTTP \(httpStatus) without a refund")
                    return
                }
                let refund = try ObservedRefund(paystack: data)
                self = refund.reference == reference ? .observed(refund) : .unknown("the refund of another payment")
            case 400, 404:
                let envelope = try PaystackEnvelope(body, about: "refund of \(reference)")
                self =
                    envelope.isGood
                    ? .unknown("HTTP \(httpStatus) with a good status")
                    : .rejected(String(envelope.message.prefix(120)))
            default: self = .unknown("HTTP \(httpStatus)")
            }
        } catch {
            self = .unknown(error.diagnostics[0].message)
        }
    }
}
