import Documents
import Kernel

/// The credits of a row: what is taken off its cost.
struct GCPCredits: Equatable {
    static let none = GCPCredits(sum: .zero, hasCommitment: false)

    /// Of the amounts, which are negative.
    let sum: Amount
    /// One of them stems from a committed use discount.
    let hasCommitment: Bool

    private init(sum: Amount, hasCommitment: Bool) {
        self.sum = sum
        self.hasCommitment = hasCommitment
    }

    /// Reads `[{"name":"...","amount":-0.5,"type":"SUSTAINED_USAGE_DISCOUNT"},...]`; `null` and `[]` are no credits.
    init(_ text: UnsafeBufferPointer<UInt8>) throws(JSONCell.Broken) {
        let node = try JSONCell.parse(Array(text))
        if node.isNull {
            self = .none
            return
        }
        guard let credits = node.array else { throw JSONCell.Broken(reason: "it is no JSON array") }
        var sum = Amount.zero
        var hasCommitment = false
        for (index, credit) in credits.enumerated() {
            guard credit.members != nil else { throw JSONCell.Broken(reason: "credit \(index + 1) is no object") }
            guard let text = credit["amount"]?.numberText else {
                throw JSONCell.Broken(reason: "credit \(index + 1) has no amount that is a number")
            }
            do {
                try sum.add(try Amount(text))
            } catch {
                throw JSONCell.Broken(
                    reason: "the amount \(QuotedText.number(text)) of credit \(index + 1) does not fit 24 decimals"
                        + " below 10^14")
            }
            if credit["type"]?.string?.hasPrefix("COMMITTED_USAGE_DISCOUNT") == true { hasCommitment = true }
        }
        self.sum = sum
        self.hasCommitment = hasCommitment
    }
}
