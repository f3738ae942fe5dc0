package import Kernel

/// All lists of one window, as far as they came.
package struct ProviderLists: Sendable {
    /// What is listed. Refunds and disputes are listed by when they were made, and decided much later: from further
    /// back.
    package struct Window: Sendable, Hashable {
        package let from: Instant
        package let refundsFrom: Instant
        package let to: Instant

        /// - Parameters:
        ///   - mark: up to where the lists were read before, or the first attempt was sent; nil when there is neither.
        ///   - to: the payments after it are still under way.
        package init(mark: Instant?, to: Instant) {
            let start = min(mark ?? to, to)
            from = start.advanced(bySeconds: -PaymentWatermarks.overlapSeconds)
            refundsFrom = start.advanced(bySeconds: -PaymentWatermarks.refundOverlapSeconds)
            self.to = to
        }
    }

    package let charges: Listed<ObservedCharge>
    package let refunds: Listed<ObservedRefund>
    package let disputes: Listed<ObservedDispute>
    package let settlements: Listed<ReconciliationInput.Settlement>

    package init(_ provider: some PaymentListing, _ window: Window) throws {
        charges = try provider.transactions(from: window.from, to: window.to)
        // A key that is refused once is refused always: the other lists are not asked for.
        guard charges.end != .keyRefused else {
            refunds = Listed([], end: .keyRefused)
            disputes = Listed([], end: .keyRefused)
            settlements = Listed([], end: .keyRefused)
            return
        }
        refunds = try provider.refunds(from: window.refundsFrom, to: window.to)
        disputes = try provider.disputes(from: window.refundsFrom, to: window.to)
        settlements = try provider.settlements(from: window.from, to: window.to)
    }

    private var ends: [(name: String, end: ListEnd)] {
        [
            ("transactions", charges.end), ("refunds", refunds.end), ("disputes", disputes.end),
            ("settlements", settlements.end),
        ]
    }

    package var isComplete: Bool { ends.allSatisfy { $0.end == .complete } }
    package var keyWasRefused: Bool { ends.contains { $0.end == .keyRefused } }

    /// Which lists broke off and why, in words for the log.
    package var troubles: [String] {
        ends.compactMap { name, end in
            if case .brokeOff(let why) = end { "the list of \(name) broke off: \(why)" } else { nil }
        }
    }
}
