import Kernel
import Runner
import Testing

@testable import Payments

struct NoticeLetterTests {
    private func letter(
        _ kind: Notice.Kind, about: String, attempts: [ChargeAttempt] = [], name: String = "Harbor", at: String,
        sentOn: String? = nil
    ) throws -> NoticeLetter {
        let account = SubscriptionAccount(try Samples.subscription(), attempts: attempts)
        let notice = Notice(kind, account.subscription.id, about: about)
        let since = try Samples.instant(at)
        return try NoticeLetter(
            WaitingNotice(notice, since: since), account, name: name, try Samples.rules(),
            today: try sentOn.map { try Samples.day($0) } ?? since.day)
    }

    private func declined(_ ordinal: Int, on day: String) throws -> ChargeAttempt {
        var attempt = try Samples.attempt(ordinal, state: .failed, at: "\(day)T02:00:00Z")
        attempt.decline = Decline(.soft, "Insufficient Funds")
        return attempt
    }

    @Test func aFailedPaymentSaysHowMuchWhenAndWhatFollows() throws {
        let attempts = [try declined(1, on: "2026-03-31"), try declined(2, on: "2026-04-01")]
        let letter = try letter(
            .paymentFailed(needsOtherCard: false), about: attempts[1].reference.text, attempts: attempts,
            at: "2026-04-01T02:00:09Z")
        #expect(letter.subject == "reckon: a payment failed (harbor)")
        #expect(
            letter.text == """
                The payment of 75000.00 NGN for the period from 2026-03-31 failed on 2026-04-01.
                It is tried again in the next days: see to it that the card can pay.
                Without a payment, access is restricted on 2026-04-07. Nothing is deleted.
                To pay with another card, answer this message and ask for a page to pay on.

                This is about the tier starter, paid by the month, of "Harbor": subscription s1. Written on 2026-04-01.
                Test mode: no money moves.
                """)
    }

    @Test func theLastFailureIsNotSaidToBeTriedAgain() throws {
        let days = ["2026-03-31", "2026-04-01", "2026-04-03", "2026-04-07"]
        let attempts = try days.enumerated().map { try declined($0.offset + 1, on: $0.element) }
        for (index, attempt) in attempts.enumerated() {
            let letter = try letter(
                .paymentFailed(needsOtherCard: false), about: attempt.reference.text,
                attempts: Array(attempts.prefix(index + 1)), at: "\(days[index])T02:00:09Z")
            #expect(letter.text.contains("is not tried again") == (index == 3))
            #expect(letter.text.contains("restricted on 2026-04-07"))
        }
    }

    @Test(
        arguments: [
            (.paymentFailed(needsOtherCard: true), "another card is needed", "restricted on 2026-04-07"),
            (.restricted, "access is restricted", "\"free\" from 2026-04-14 on"),
            (.ended, "the tier is \"free\" now", "Since 2026-03-31 the tier is \"free\""),
            (.cancelled, "the subscription was cancelled", "cancelled on 2026-03-31"),
            (.cardExpires(daysBeforeDue: 7), "the card expires", "75000.00 NGN is due on 2026-03-31"),
        ] as [(Notice.Kind, String, String)])
    func eachNewsHasItsWords(kind: Notice.Kind, subject: String, words: String) throws {
        let letter = try letter(kind, about: "2026-03-31", at: "2026-03-31T02:00:00Z")
        #expect(letter.subject == "reckon: \(subject) (harbor)")
        #expect(letter.text.contains(words), "\(letter.text)")
        #expect(letter.text.contains("75000.00 NGN") == (kind != .cancelled), "\(letter.text)")
    }

    @Test(
        arguments: [
            ("https://checkout.example/3ds?x=1", true), ("http://checkout.example/", false),
            ("https://a.example/\nBcc: <b@example.org>", false),
            ("https://a.example/" + String(repeating: "a", count: 1000), false),
        ] as [(String, Bool)])
    func aPageOfTheBankIsShownWhenItIsOne(url: String, isShown: Bool) throws {
        let attempt = try Samples.attempt(1, state: .actionRequired)
        let letter = try letter(
            .actionRequired(url: url), about: attempt.reference.text, attempts: [attempt], at: "2026-03-31T02:00:00Z")
        #expect(letter.text.contains(url) == isShown)
    }

    @Test func aLetterThatIsSentLateSaysBothDaysAndPromisesNothingThatIsOver() throws {
        let attempts = [try declined(1, on: "2026-03-31"), try declined(2, on: "2026-04-01")]
        func text(_ day: String) throws -> String {
            try letter(
                .paymentFailed(needsOtherCard: false), about: attempts[0].reference.text, attempts: attempts,
                at: "2026-03-31T02:00:09Z", sentOn: day
            ).text
        }
        let late = try text("2026-04-02")
        #expect(late.contains("failed on 2026-03-31.") && late.contains("Written on 2026-03-31, sent on 2026-04-02."))
        #expect(late.contains("restricted on 2026-04-07"))
        #expect(try text("2026-04-08").contains("Without a payment now, access is restricted."))
    }

    @Test func withoutAPriceThereIsNoLetterAndAReason() throws {
        var account = SubscriptionAccount(try Samples.subscription(), attempts: [])
        account.subscription.tier = try #require(TierID("gone"))
        let since = try Samples.instant("2026-03-31T02:00:00Z")
        let error = #expect(throws: Failure.self) {
            try NoticeLetter(
                WaitingNotice(Notice(.restricted, account.subscription.id, about: "2026-03-31"), since: since), account,
                name: "Harbor", try Samples.rules(), today: since.day)
        }
        #expect(error?.diagnostics.first?.code == PaymentCode.tierUnknown)
    }

    @Test func theIntervalIsThatOfWhatIsToBePaid() throws {
        var account = SubscriptionAccount(try Samples.subscription(), attempts: [])
        let tier = account.subscription.tier
        account.subscription.nextTerms = SubscriptionTerms(tier: tier, interval: .year)
        let since = try Samples.instant("2026-03-31T02:00:00Z")
        func text(_ kind: Notice.Kind, about: String) throws -> String {
            let notice = WaitingNotice(Notice(kind, account.subscription.id, about: about), since: since)
            return try NoticeLetter(notice, account, name: "Harbor", try Samples.rules(), today: since.day).text
        }
        let due = try text(.cardExpires(daysBeforeDue: 7), about: "2026-03-31")
        #expect(due.contains("750000.00 NGN is due") && due.contains("paid by the year"))
        account.attempts = [try declined(1, on: "2026-03-31")]
        let failed = try text(.paymentFailed(needsOtherCard: false), about: account.attempts[0].reference.text)
        #expect(failed.contains("payment of 75000.00 NGN") && failed.contains("paid by the month"))
    }

    @Test func whatWasGivenUpEndsOnTheTermsThatItHas() throws {
        var account = SubscriptionAccount(try Samples.subscription(), attempts: [])
        account.subscription.nextTerms = SubscriptionTerms(tier: try #require(TierID("pro")), interval: .year)
        let since = try Samples.instant("2026-03-10T02:00:00Z")
        let notice = WaitingNotice(Notice(.cancelled, account.subscription.id, about: "2026-03-10"), since: since)
        let text = try NoticeLetter(notice, account, name: "Harbor", try Samples.rules(), today: since.day).text
        #expect(text.contains("about the tier starter, paid by the month"), "\(text)")
    }

    @Test func aHostileNameStaysInItsLine() throws {
        let letter = try letter(
            .restricted, about: "2026-03-31", name: "x\nBcc: <b@example.org>\r\n\r\n.\n", at: "2026-03-31T02:00:00Z")
        let mail = MailMessage(
            from: "pay@example.com", to: ["a@example.org\nBcc: c@example.org"],
            subject: letter.subject + "\r\nBcc: <d@example.org>", identity: "1\n\nbody",
            at: try Samples.instant(
                "2026-03-31T02:00:00Z"), text: letter.text
        ).rendered
        let lines = mail.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(!lines.contains { $0.lowercased().hasPrefix("bcc") || $0 == "." })
        let head = lines.prefix { !$0.isEmpty }
        #expect(head.count == 9 && !mail.contains("\r"))
    }

    @Test(
        arguments: [
            ("a@example.org", true), ("o'neil+x=y@mail.example", true), ("-oX@example.org", false),
            ("/tmp/x@example.org", false), ("|sh@example.org", false), ("a b@example.org", false),
            ("a@example.org, b@example.org", false), ("a@example.org\nBcc: b@x.y", false), ("a@b@c", false),
            ("<a@example.org>", false), ("ä@example.org", false), ("@example.org", false), ("a@", false), ("", false),
            ("a@example", false), ("a@example..org", false), ("a@.example.org", false), ("a@example.org.", false),
            ("a@-example.org", false), ("a@example-.org", false), (".a@example.org", false), ("a.@example.org", false),
            ("a..b@example.org", false), ("a\t@example.org", false), ("a@example.org\u{0}", false),
            ("a@example.org\r", false), (" a@example.org", false), ("\"a b\"@example.org", false),
            (String(repeating: "a", count: 65) + "@example.org", false), ("a@x-1.example.org", true),
        ] as [(String, Bool)])
    func anAddressIsOneAndNothingElse(text: String, isAddress: Bool) {
        #expect(MailMessage.isAddress(text) == isAddress)
    }
}
