import Documents
import HTTP
import Kernel

/// What came of asking to forget a card.
package enum CardRemoval: Sendable, Hashable {
    case done
    case rejected(String)
    case keyRefused
    case unknown(String)
}

extension PaystackProvider {
    /// Makes a saved card unusable at the provider. Asking twice does no harm.
    package func deactivate(_ card: CardAuthorization) throws -> CardRemoval {
        do throws(HTTPError) {
            let answer = try client.change(
                ["customer", "authorization", "deactivate"],
                ["authorization_code": .string(card.code.reveal())], purpose: "card removal", mayBeRepeated: true)
            return CardRemoval(httpStatus: answer.status, body: answer.body)
        } catch {
            return .unknown(try LostCall(error).text)
        }
    }
}

extension CardRemoval {
    init(httpStatus: Int, body: [UInt8]) {
        guard [200, 201, 400, 404].contains(httpStatus) else {
            self = httpStatus == 401 ? .keyRefused : .unknown("HTTP \(httpStatus)")
            return
        }
        do throws(Failure) {
            let envelope = try PaystackEnvelope(body, about: "card removal")
            switch (envelope.isGood, httpStatus < 300) {
            case (true, true): self = .done
            case (false, false): self = .rejected(String(envelope.message.prefix(120)))
            default: self = .unknown("the status and the answer differ")
            }
        } catch {
            self = .unknown(error.diagnostics[0].message)
        }
    }
}
