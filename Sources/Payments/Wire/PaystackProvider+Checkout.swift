import Documents
import HTTP
import Kernel

extension PaystackProvider: PaymentCheckout {
    /// Asks for the page of a first payment.
    package func initialize(_ request: CheckoutRequest) throws -> CheckoutAnswer {
        do throws(HTTPError) {
            let answer = try client.change(
                ["transaction", "initialize"], PaystackProvider.body(request), purpose: "checkout",
                reference: request.reference.text)
            return CheckoutAnswer(httpStatus: answer.status, body: answer.body, reference: request.reference)
        } catch {
            switch try LostCall(error) {
            case .notSent: return .notProcessed
            case .unknown(let text): return .unknown(text)
            }
        }
    }

    static func body(_ request: CheckoutRequest) -> JSONOut {
        [
            "email": .string(request.email.reveal()),
            "amount": .integer(Int(request.money.subunits)),
            "currency": .string(request.money.currency.description),
            "reference": .string(request.reference.text),
            // What is paid by another way cannot be charged again.
            "channels": ["card"],
            "metadata": metadata(request.subscription, request.period),
        ]
    }
}

extension CheckoutAnswer {
    init(httpStatus: Int, body: [UInt8], reference: Reference) {
        switch httpStatus {
        case 401: self = .keyRefused
        case 429: self = .notProcessed
        case 200, 201, 400:
            do {
                let envelope = try PaystackEnvelope(body, about: "checkout \(reference)")
                self = CheckoutAnswer.read(envelope, isRefused: httpStatus == 400, reference)
            } catch {
                self = .unknown(error.diagnostics[0].message)
            }
        default: self = .unknown("HTTP \(httpStatus)")
        }
    }

    private static func read(_ envelope: PaystackEnvelope, isRefused: Bool, _ reference: Reference) -> CheckoutAnswer {
        guard envelope.isGood != isRefused else { return .unknown("the status and the answer differ") }
        guard !isRefused else {
            return envelope.isDuplicate ? .duplicate : .rejected(.byRejection(envelope.message))
        }
        guard let data = envelope.data, data.text("reference") == reference.text,
            let url = data.text("authorization_url"), url.hasPrefix("https://")
        else { return .unknown("the answer has no page for this payment") }
        return .page(url: url)
    }
}
