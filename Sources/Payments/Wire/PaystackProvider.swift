import Documents
import HTTP
import Kernel

/// Paystack over HTTPS.
///
/// It decides nothing about money: it sends what it is told to send, and says what came back. An error is thrown only
/// for what concerns every call alike, such as a certificate that is not to be trusted: nothing was sent then.
package struct PaystackProvider: PaymentProvider {
    let client: PaystackClient

    package init(_ client: PaystackClient) { self.client = client }

    /// Charges a saved card, once.
    package func charge(_ request: ChargeRequest) throws -> ChargeAnswer {
        do throws(HTTPError) {
            let answer = try client.move(
                ["transaction", "charge_authorization"], PaystackProvider.body(request), purpose: "charge",
                reference: request.reference.text)
            return ChargeAnswer(httpStatus: answer.status, body: answer.body, reference: request.reference)
        } catch {
            switch try LostCall(error) {
            case .notSent: return .notProcessed
            case .unknown(let text): return .unknown(text)
            }
        }
    }

    package func verify(_ reference: Reference) throws -> VerifyAnswer {
        do throws(HTTPError) {
            let answer = try client.get(
                ["transaction", "verify", reference.text], purpose: "verify", reference: reference.text)
            return VerifyAnswer(httpStatus: answer.status, body: answer.body, reference: reference)
        } catch {
            return .unknown(try LostCall(error).text)
        }
    }

    /// Never a `plan`: Paystack would bill it by itself, and its amount would count instead of this one.
    static func body(_ request: ChargeRequest) -> JSONOut {
        [
            "email": .string(request.card.email.reveal()),
            "amount": .integer(Int(request.money.subunits)),
            "currency": .string(request.money.currency.description),
            "authorization_code": .string(request.card.code.reveal()),
            "reference": .string(request.reference.text),
            // Text that holds an object: the one call that wants it so.
            "metadata": .string(
                String(decoding: PrettyJSON.line(metadata(request.subscription, request.period)), as: UTF8.self)),
        ]
    }

    static func metadata(_ subscription: SubscriptionID, _ period: BillingPeriod) -> JSONOut {
        ["subscription": .string(subscription.text), "period": .string(period.description)]
    }
}
