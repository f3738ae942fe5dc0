import Kernel

/// Compares our attempts with the provider's lists, and names each difference by exactly one class.
package struct Reconciliation: Sendable {
    private let input: ReconciliationInput
    private let attempts: [Reference: ChargeAttempt]
    private let charges: [Reference: ObservedCharge]
    /// Good payments of one period beyond the first.
    private let surplus: Set<Reference>

    /// How long webhooks may be under way: the provider repeats them for 72 hours.
    package static let webhookSeconds: Int64 = 72 * 3600

    package init(_ input: ReconciliationInput) {
        self.input = input
        attempts = Dictionary(input.attempts.map { ($0.reference, $0) }) { first, _ in first }
        charges = Dictionary(
            input.charges.compactMap { charge in charge.reference.map { ($0, charge) } }
        ) { first, _ in first }
        surplus = Reconciliation.surplus(attempts, charges)
    }

    /// All differences, in an order that does not depend on that of the lists.
    package func findings() -> [ReconciliationFinding] {
        var found = input.charges.flatMap(findings(about:)) + refundFindings() + disputeFindings()
        found += attemptFindings() + wrongMoneyFindings() + webhookFindings() + input.settlements.compactMap(gap)
        if !input.isComplete {
            found.append(.init(.incompleteListing, nil, nil, "a list broke off"))
        }
        return found.sorted {
            ($0.kind.rawValue, $0.reference?.text ?? "", $0.detail)
                < ($1.kind.rawValue, $1.reference?.text ?? "", $1.detail)
        }
    }

    private func findings(about charge: ObservedCharge) -> [ReconciliationFinding] {
        guard charge.isTest == (input.mode == .test) else {
            let what = charge.isTest ? "test money" : "live money"
            return [.init(.otherMode, charge.reference, charge.money, "payment \(charge.id) is \(what)")]
        }
        guard let reference = charge.reference, let attempt = attempts[reference] else { return stranger(charge) }
        switch charge.status {
        case .success: return success(charge, attempt, reference) + missingWebhook(charge, reference)
        case .reversed: return reversed(charge, attempt, reference)
        case .failed where attempt.state == .paid:
            return [.init(.statusMismatch, reference, charge.money, "we hold it for paid, the provider for failed")]
        case .failed, .abandoned, .ongoing, .pending, .other: return []
        }
    }

    private func stranger(_ charge: ObservedCharge) -> [ReconciliationFinding] {
        guard charge.status == .success || charge.status == .reversed else { return [] }
        let isOurs = charge.reference?.parts?.prefix == input.prefix || charge.ownSubscription != nil
        return [
            isOurs
                ? .init(.unknownReference, charge.reference, charge.money, "payment \(charge.id) looks like ours")
                : .init(
                    .foreignPayment, charge.reference, charge.money, needsPerson: false,
                    "payment \(charge.id) is of another application")
        ]
    }

    private func success(
        _ charge: ObservedCharge, _ attempt: ChargeAttempt, _ reference: Reference
    ) -> [ReconciliationFinding] {
        if let mismatch = attempt.mismatch(with: charge) {
            return input.taken.contains(reference) ? [] : [mismatchFinding(mismatch, attempt)]
        }
        if surplus.contains(reference) || attempt.state == .surplus || isTooLate(attempt) {
            return [.init(.doublePaid, reference, charge.money, "the period \(attempt.period) is paid")]
        }
        if attempt.state == .failed || attempt.state == .rejected {
            return [.init(.lateSuccess, reference, charge.money, "it had been given up as \(attempt.state.rawValue)")]
        }
        return []
    }

    /// Its period is paid without it, such as by a grant. What is held for paid already is the first of them.
    private func isTooLate(_ attempt: ChargeAttempt) -> Bool {
        attempt.state != .paid && input.paidOtherwise.contains(attempt.reference)
    }

    private func mismatchFinding(_ mismatch: Mismatch, _ attempt: ChargeAttempt) -> ReconciliationFinding {
        let detail = "asked for \(attempt.price.money)"
        return switch mismatch {
        case .currency(let paid): .init(.currencyMismatch, attempt.reference, paid, detail)
        case .amount(let paid): .init(.amountMismatch, attempt.reference, paid, detail)
        }
    }

    private func missingWebhook(_ charge: ObservedCharge, _ reference: Reference) -> [ReconciliationFinding] {
        guard input.expectsWebhooks else { return [] }
        let isTold = input.webhooks.contains {
            $0.reference == reference && $0.event == "charge.success" && $0.verdict != .badSignature
        }
        guard !isTold else { return [] }
        let paidAt = charge.paidAt ?? charge.createdAt ?? input.from
        let isLate = paidAt.advanced(bySeconds: Reconciliation.webhookSeconds) < input.to
        return [
            .init(
                .missingWebhook, reference, charge.money, needsPerson: isLate,
                isLate ? "more than 72 hours ago" : "it may still come")
        ]
    }

    /// Refunds and disputes say more about a reversal; this is for one that neither explains.
    private func reversed(
        _ charge: ObservedCharge, _ attempt: ChargeAttempt, _ reference: Reference
    ) -> [ReconciliationFinding] {
        let isExplained =
            input.refunds.contains { $0.reference == reference && $0.status == .processed }
            || input.disputes.contains { $0.reference == reference }
        return isExplained ? [] : [.init(.refunded, reference, charge.money, "reversed without a refund on the list")]
    }

    private func refundFindings() -> [ReconciliationFinding] { returnFindings() + stuckRefundFindings() }

    /// Told when one of a payment's refunds is news, with the sum of all.
    private func returnFindings() -> [ReconciliationFinding] {
        var sums: [Reference: Int64] = [:]
        var told: Set<Reference> = []
        for refund in input.refunds where refund.status == .processed {
            guard let reference = refund.reference, let attempt = attempts[reference],
                paid(attempt).currency == refund.money.currency
            else { continue }
            sums[reference, default: 0] += refund.money.subunits
            if !isKnown(refund) { told.insert(reference) }
        }
        return sums.compactMap { reference, sum in
            guard told.contains(reference), let attempt = attempts[reference] else { return nil }
            let paid = paid(attempt)
            let money = SubunitMoney(checking: sum, paid.currency)
            return sum < paid.subunits
                ? .init(.partiallyRefunded, reference, money, "of \(paid)")
                : .init(.refunded, reference, money, "of \(paid)")
        }
    }

    /// What came, which need not be what was asked for.
    private func paid(_ attempt: ChargeAttempt) -> SubunitMoney {
        charges[attempt.reference]?.money ?? attempt.paidMoney
    }

    private func isKnown(_ refund: ObservedRefund) -> Bool {
        refund.news.map(input.knownRefunds.contains) ?? false
    }

    /// Refunds that gave nothing back.
    private func stuckRefundFindings() -> [ReconciliationFinding] {
        input.refunds.compactMap { refund in
            guard let reference = refund.reference, attempts[reference] != nil else { return nil }
            let name = refund.id.map { "refund \($0)" } ?? "a refund"
            return switch refund.status {
            case .failed where !isKnown(refund):
                .init(.refundFailed, reference, refund.money, "\(name) gave nothing back")
            case .needsAttention:
                .init(.refundNeedsAttention, reference, refund.money, "\(name) waits for an answer")
            case .failed, .pending, .processing, .processed, .other: nil
            }
        }
    }

    private func disputeFindings() -> [ReconciliationFinding] {
        input.disputes.filter(\.isOpen).compactMap { dispute in
            guard let reference = dispute.reference, let attempt = attempts[reference] else { return nil }
            let due = dispute.dueAt.map { "answer before \($0)" } ?? "the provider names no due date"
            return .init(.disputed, reference, dispute.money ?? attempt.price.money, "dispute \(dispute.id): \(due)")
        }
    }

    /// What should be on the list and is not.
    private func attemptFindings() -> [ReconciliationFinding] {
        guard input.isComplete else { return [] }
        return input.attempts.compactMap { attempt in
            guard charges[attempt.reference] == nil, input.shouldList(attempt) else { return nil }
            switch attempt.state {
            case .sent, .unknown, .pending, .actionRequired:
                return .init(
                    .missingAtProvider, attempt.reference, attempt.price.money, needsPerson: false,
                    "sent at \(attempt.sentAt)")
            case .paid, .mismatched:
                return .init(
                    .statusMismatch, attempt.reference, attempt.price.money, "the provider does not list it")
            case .planned, .failed, .rejected, .reversed, .surplus: return nil
            }
        }
    }

    /// What is too much or wrong stays so until it went back or was taken for its period, whether it is on this list or
    /// not.
    private func wrongMoneyFindings() -> [ReconciliationFinding] {
        input.attempts.compactMap { attempt in
            guard charges[attempt.reference] == nil, !input.taken.contains(attempt.reference) else { return nil }
            if attempt.state == .mismatched, let mismatch = attempt.mismatch {
                return mismatchFinding(mismatch, attempt)
            }
            guard attempt.state == .surplus else { return nil }
            return .init(.doublePaid, attempt.reference, attempt.price.money, "the period \(attempt.period) is paid")
        }
    }

    private func webhookFindings() -> [ReconciliationFinding] {
        input.webhooks.compactMap { webhook in
            switch webhook.verdict {
            case .accepted: nil
            case .repeated: .init(.duplicateWebhook, webhook.reference, nil, needsPerson: false, webhook.event)
            case .outOfOrder: .init(.outOfOrder, webhook.reference, nil, needsPerson: false, webhook.event)
            // Nothing that it says is believed, its reference neither.
            case .badSignature: .init(.badSignature, nil, nil, needsPerson: false, "kept, not processed")
            }
        }
    }

    private func gap(_ settlement: ReconciliationInput.Settlement) -> ReconciliationFinding? {
        let expected =
            settlement.lines.reduce(Int128(0)) { $0 + Int128($1.subunits) - Int128($1.feeSubunits) }
            - Int128(settlement.deductedSubunits)
        let difference = Int128(settlement.paidOut.subunits) - expected
        guard difference != 0 else { return nil }
        let money = Int64(exactly: difference).flatMap {
            SubunitMoney(checking: $0, settlement.paidOut.currency)
        }
        return .init(.settlementGap, nil, money, "settlement \(settlement.id) of \(settlement.paidOut)")
    }

    /// The first good payment stands: the one that we hold for paid, else the earliest. The others are too many.
    private static func surplus(
        _ attempts: [Reference: ChargeAttempt], _ charges: [Reference: ObservedCharge]
    ) -> Set<Reference> {
        struct Key: Hashable {
            let subscription: SubscriptionID
            let slot: PaymentSlot
        }
        var good: [Key: [ChargeAttempt]] = [:]
        for attempt in attempts.values {
            guard let charge = charges[attempt.reference], charge.status == .success,
                attempt.mismatch(with: charge) == nil
            else { continue }
            let key = Key(subscription: attempt.subscription, slot: attempt.slot)
            good[key, default: []].append(attempt)
        }
        return Set(
            good.values.flatMap { paid in
                paid.sorted { left, right in
                    let (first, second) = (left.state == .paid, right.state == .paid)
                    if first != second { return first }
                    let (one, other) = (charges[left.reference]?.paidAt, charges[right.reference]?.paidAt)
                    if let one, let other, one != other { return one < other }
                    return left.ordinal < right.ordinal
                }.dropFirst().map(\.reference)
            })
    }
}
