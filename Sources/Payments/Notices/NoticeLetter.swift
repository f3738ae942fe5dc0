import Kernel

/// A notice in plain English: what happened, how much, when, and what to do.
struct NoticeLetter: Sendable, Hashable {
    let subject: String
    let text: String

    /// - Parameters:
    ///   - name: the tenant's, as people write it.
    ///   - account: needs no card.
    ///   - today: when it is handed on, which may be days after what it tells of.
    /// - Throws: what `PaymentRules.price` throws, where no attempt has fixed the price.
    init(
        _ waiting: WaitingNotice, _ account: SubscriptionAccount, name: String, _ rules: PaymentRules,
        today: CalendarDay
    ) throws(Failure) {
        let facts = Facts(waiting, account, rules, today)
        let (subject, body) = try facts.words(waiting.notice.kind)
        let subscription = account.subscription
        self.subject = "reckon: \(subject) (\(subscription.tenant))"
        var lines = [body, ""]
        let sent = today == facts.day ? "" : ", sent on \(today)"
        lines.append(
            "This is about the tier \(facts.terms.tier), paid by the \(facts.terms.interval.rawValue), of "
                + "\(QuotedText.of(name, limit: 200)): subscription \(subscription.id). Written on \(facts.day)\(sent)."
        )
        if rules.mode == .test { lines.append("Test mode: no money moves.") }
        text = lines.joined(separator: "\n")
    }
}

/// What a letter is made of.
private struct Facts {
    let account: SubscriptionAccount
    let rules: PaymentRules
    /// When it was written.
    let day: CalendarDay
    let today: CalendarDay
    /// The attempt that it tells of, and all of its period.
    let attempt: ChargeAttempt?
    let attempts: [ChargeAttempt]
    let period: CalendarDay
    let terms: SubscriptionTerms

    private static let again = "It is tried again in the next days: see to it that the card can pay."
    private static let notAgain = "It is not tried again by itself."
    private static let otherCard = "To pay with another card, answer this message and ask for a page to pay on."

    init(_ waiting: WaitingNotice, _ account: SubscriptionAccount, _ rules: PaymentRules, _ today: CalendarDay) {
        self.account = account
        self.rules = rules
        self.today = today
        let about = waiting.notice.about
        day = waiting.since.day
        attempt = account.attempts.first { $0.reference.text == about }
        let period = attempt?.period.start ?? Instant("\(about)T00:00:00Z")?.day ?? account.subscription.nextDue
        self.period = period
        let isUpgrade = attempt?.upgrade != nil
        attempts = account.attempts.filter { $0.period.start == period && ($0.upgrade != nil) == isUpgrade }
        // What was given up ends on the terms that it has: the next ones never come.
        terms =
            waiting.notice.kind == .cancelled
            ? account.subscription.terms : (attempt ?? attempts.last)?.terms ?? account.subscription.dueTerms
    }

    /// With its currency.
    private func amount() throws(Failure) -> SubunitMoney {
        if let fixed = (attempt ?? attempts.last)?.price.money { return fixed }
        let subscription = account.subscription
        return try rules.price(of: terms.tier, every: terms.interval, in: subscription.currency, on: day).money
    }

    /// When access is restricted unless a payment comes.
    private var restriction: String {
        let end = account.graceEnd(rules.dunning)
        return end >= today
            ? "Without a payment, access is restricted on \(end). Nothing is deleted."
            : "Without a payment now, access is restricted. Nothing is deleted."
    }

    private var isTriedAgain: Bool {
        attempts.count(where: \.isDeclined) < rules.dunning.retryDays.count && !account.isPresentCardRefused
    }

    func words(_ kind: Notice.Kind) throws(Failure) -> (subject: String, body: String) {
        switch kind {
        case .paymentFailed(let needsOtherCard): try failure(needsOtherCard)
        case .actionRequired(let url): try confirmation(url)
        case .restricted: try restricted()
        case .ended: try ended()
        case .cardExpires:
            (
                "the card expires",
                """
                \(try amount()) is due on \(period), and the card that pays will have expired by then.
                To give another card, answer this message and ask for a page to pay on.
                """
            )
        case .cancelled: cancelled()
        }
    }

    private func failure(_ needsOtherCard: Bool) throws(Failure) -> (subject: String, body: String) {
        let happened = attempt?.calledAt.day ?? day
        guard !needsOtherCard else {
            return (
                "another card is needed",
                """
                \(try amount()) for the period from \(period) could not be charged on \(happened): there is no card \
                that can pay.
                \(restriction)
                \(Facts.otherCard)
                """
            )
        }
        return (
            "a payment failed",
            """
            The payment of \(try amount()) for the period from \(period) failed on \(happened).
            \(isTriedAgain ? Facts.again : Facts.notAgain)
            \(restriction)
            \(Facts.otherCard)
            """
        )
    }

    private func restricted() throws(Failure) -> (subject: String, body: String) {
        let since = account.subscription.restrictedSince ?? day
        return (
            "access is restricted",
            """
            No payment of \(try amount()) came for the period from \(period). Access is restricted since \(since).
            Without a payment, the tier is "free" from \(since.advanced(by: rules.dunning.restrictedDays)) on. Nothing is \
            deleted.
            \(Facts.otherCard)
            """
        )
    }

    private func ended() throws(Failure) -> (subject: String, body: String) {
        (
            "the tier is \"free\" now",
            """
            No payment of \(try amount()) came for the period from \(period). Since \(day) the tier is "free".
            Nothing was deleted, and nothing is charged any more.
            To have the tier \(terms.tier) again, answer this message and ask for a page to pay on.
            """
        )
    }

    private func cancelled() -> (subject: String, body: String) {
        let end = account.subscription.nextDue
        let stays =
            end > today
            ? "What is paid lasts until \(end): from then on the tier is \"free\"." : "The tier is \"free\" now."
        return (
            "the subscription was cancelled",
            """
            The subscription was cancelled on \(day). Nothing is charged any more, and nothing is deleted.
            \(stays)
            If this was not meant, answer this message.
            """
        )
    }

    /// The address comes from the provider: what could not be clicked on, or is longer than a line of a mail may be, is
    /// left out.
    private func confirmation(_ url: String) throws(Failure) -> (subject: String, body: String) {
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
            The bank asks for a confirmation before \(try amount()) is paid for the period from \(period).
            \(wayThere)
            """
        )
    }
}
