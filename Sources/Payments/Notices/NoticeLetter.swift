import Kernel

/// A notice in plain English: what happened, how much, when, and what to do.
struct NoticeLetter: Sendable, Hashable {
    let subject: String
    let text: String

    /// - Parameters:
    ///   - name: the tenant's, as people write it.
    ///   - account: needs no card.
    init(_ waiting: WaitingNotice, _ account: SubscriptionAccount, name: String, _ rules: PaymentRules) {
        let facts = Facts(waiting, account, rules)
        let (subject, body) = facts.words(waiting.notice.kind)
        let subscription = account.subscription
        self.subject = "reckon: \(subject) (\(subscription.tenant))"
        var lines = [body, ""]
        lines.append(
            "This is about the tier \(facts.tier), paid by the \(subscription.interval.rawValue), of "
                + "\(QuotedText.of(name, limit: 200)): subscription \(subscription.id). Written on \(facts.day).")
        if rules.mode == .test { lines.append("Test mode: no money moves.") }
        text = lines.joined(separator: "\n")
    }
}

/// What a letter is made of.
private struct Facts {
    let day: CalendarDay
    let tier: TierID
    /// With its currency.
    let amount: String
    let period: CalendarDay
    /// When access is restricted unless a payment comes.
    let graceEnd: CalendarDay
    let restrictionEnd: CalendarDay
    let isTriedAgain: Bool

    private static let again = "It is tried again in the next days: see to it that the card can pay."
    private static let notAgain = "It is not tried again by itself."
    private static let otherCard = "To pay with another card, answer this message and ask for a page to pay on."

    init(_ waiting: WaitingNotice, _ account: SubscriptionAccount, _ rules: PaymentRules) {
        let about = waiting.notice.about
        day = waiting.since.day
        let attempt = account.attempts.first { $0.reference.text == about }
        let period = attempt?.period.start ?? Instant("\(about)T00:00:00Z")?.day ?? account.subscription.nextDue
        let attempts = account.attempts.filter { $0.period.start == period }
        let tier = (attempt ?? attempts.last)?.tier ?? account.subscription.tier
        self.period = period
        self.tier = tier
        var money = (attempt ?? attempts.last)?.price.money
        if money == nil {
            // Without a price the letter does without an amount; that there is none is told by `renew`.
            money = try? rules.price(
                of: tier, every: account.subscription.interval, in: account.subscription.currency, on: day
            ).money
        }
        amount = money.map(\.description) ?? "the price"
        let declined = attempts.filter { attempt in
            guard let decline = attempt.decline else { return false }
            return decline.kind != .setup && decline.kind != .withdrawn
        }
        let first = declined.map(\.calledAt.day).min() ?? period
        graceEnd = first.advanced(by: rules.dunning.graceDays)
        restrictionEnd = day.advanced(by: rules.dunning.restrictedDays)
        let earlier = declined.filter { $0.ordinal <= attempt?.ordinal ?? .max }
        isTriedAgain = earlier.count < rules.dunning.retryDays.count
    }

    func words(_ kind: Notice.Kind) -> (subject: String, body: String) {
        switch kind {
        case .paymentFailed(false):
            (
                "a payment failed",
                """
                The payment of \(amount) for the period from \(period) failed on \(day).
                \(isTriedAgain ? Facts.again : Facts.notAgain)
                Without a payment, access is restricted on \(graceEnd). Nothing is deleted.
                \(Facts.otherCard)
                """
            )
        case .paymentFailed(true):
            (
                "another card is needed",
                """
                \(amount) for the period from \(period) could not be charged on \(day): there is no card that can pay.
                Without a payment, access is restricted on \(graceEnd). Nothing is deleted.
                \(Facts.otherCard)
                """
            )
        case .actionRequired(let url): confirmation(url)
        case .restricted:
            (
                "access is restricted",
                """
                No payment of \(amount) came for the period from \(period). Access is restricted since \(day).
                Without a payment, the tier is "free" from \(restrictionEnd) on. Nothing is deleted.
                \(Facts.otherCard)
                """
            )
        case .ended:
            (
                "the tier is \"free\" now",
                """
                No payment of \(amount) came for the period from \(period). Since \(day) the tier is "free".
                Nothing was deleted, and nothing is charged any more.
                To have the tier \(tier) again, answer this message and ask for a page to pay on.
                """
            )
        case .cardExpires:
            (
                "the card expires",
                """
                \(amount) is due on \(period), and the card that pays will have expired by then.
                To give another card, answer this message and ask for a page to pay on.
                """
            )
        }
    }

    /// The address comes from the provider: what could not be clicked on, or is longer than a line of a mail may be, is
    /// left out.
    private func confirmation(_ url: String) -> (subject: String, body: String) {
        let isPlain =
            url.hasPrefix("https://") && url.utf8.count <= 900
            && url.utf8.allSatisfy { (0x21..<0x7F).contains($0) && !"<>\"".utf8.contains($0) }
        let wayThere =
            isPlain
            ? "Open this page, which is good for this one payment:\n\(url)"
            : "Answer this message and ask for the page."
        return (
            "a payment has to be confirmed",
            """
            The bank asks for a confirmation before \(amount) is paid for the period from \(period).
            \(wayThere)
            """
        )
    }
}
