import Kernel

/// Who moves the money.
///
/// What can be answered is a value, not an error: an error thrown here means that no call was made, or that the process
/// is going down; either way nothing is known, and the next run asks.
package protocol PaymentProvider {
    func charge(_ request: ChargeRequest) throws -> ChargeAnswer
    func verify(_ reference: Reference) throws -> VerifyAnswer
}

/// What came of a call that moves money.
package enum ChargeAnswer: Sendable, Hashable {
    case observed(ObservedCharge)
    case actionRequired(url: String)
    case rejected(Decline)
    case duplicate
    /// 429, or no connection: nothing was processed.
    case notProcessed
    /// 401: the key is not accepted. Nothing was processed, and nothing will be.
    case keyRefused
    /// Anything else, in a few words for the log.
    case unknown(String)

    var event: AttemptEvent {
        switch self {
        case .observed(let charge): .observed(charge)
        case .actionRequired(let url): .actionNeeded(url: url)
        case .rejected(let decline): .rejected(decline)
        case .duplicate: .duplicate
        case .notProcessed, .keyRefused: .notProcessed
        case .unknown: .lost
        }
    }
}

package enum VerifyAnswer: Sendable, Hashable {
    case observed(ObservedCharge)
    case notFound
    case keyRefused
    case unknown(String)
}
