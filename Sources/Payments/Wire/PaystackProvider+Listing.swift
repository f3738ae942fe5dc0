import Documents
import HTTP
package import Kernel

extension PaystackProvider: PaymentListing {
    /// By cursor, since rows that arrive meanwhile move what page numbers mean.
    package func transactions(from: Instant, to: Instant) throws -> Listed<ObservedCharge> {
        try list(
            ["transaction"], query: PaystackProvider.window(from, to), purpose: "transactions", usesCursor: true
        ) { node throws(Failure) in try ObservedCharge(paystack: node) }
    }

    package func refunds(from: Instant, to: Instant) throws -> Listed<ObservedRefund> {
        try list(["refund"], query: PaystackProvider.window(from, to), purpose: "refunds") { node throws(Failure) in
            try ObservedRefund(paystack: node)
        }
    }

    package func disputes(from: Instant, to: Instant) throws -> Listed<ObservedDispute> {
        try list(["dispute"], query: PaystackProvider.window(from, to), purpose: "disputes") { node throws(Failure) in
            try ObservedDispute(paystack: node)
        }
    }

    /// One whose payments did not all come is left out: its gap would be of our own making.
    package func settlements(from: Instant, to: Instant) throws -> Listed<ReconciliationInput.Settlement> {
        let heads = try list(["settlement"], query: PaystackProvider.window(from, to), purpose: "settlements") {
            node throws(Failure) in try SettlementHead(paystack: node)
        }
        var settlements: [ReconciliationInput.Settlement] = []
        // The document knows no dates in this list: what lies outside is dropped here.
        for head in heads.items where head.isPaidOut && head.madeAt.map({ from <= $0 && $0 <= to }) ?? true {
            let lines = try list(
                ["settlement", "\(head.id)", "transactions"], query: [], purpose: "payments of a settlement"
            ) { node throws(Failure) in try ReconciliationInput.Settlement.Line(paystack: node) }
            guard lines.end == .complete else { return lines.ending(settlements) }
            settlements.append(
                ReconciliationInput.Settlement(
                    id: head.id, paidOut: head.paidOut, lines: lines.items, deductedSubunits: head.deductedSubunits))
        }
        return heads.ending(settlements)
    }

    private static func window(_ from: Instant, _ to: Instant) -> [(name: String, value: String)] {
        [(name: "from", value: from.paystackText), (name: "to", value: to.paystackText)]
    }
}

extension Listed {
    /// Other items, and the same end.
    func ending<Other>(_ items: [Other]) -> Listed<Other> {
        switch end {
        case .complete: Listed<Other>(items, end: .complete)
        case .brokeOff(let text): Listed<Other>(items, end: .brokeOff(text))
        case .keyRefused: Listed<Other>(items, end: .keyRefused)
        }
    }
}
