import Documents
import Kernel
import Runner
import Testing

@testable import Payments

struct RulesTests {
    @Test func theShapeHasNoMistakes() { #expect(ShapeAudit.findings(PaymentRules.shape) == []) }

    @Test func aGoodFileIsRead() throws {
        let rules = try Samples.rules()
        #expect(rules.mode == .test && rules.defaultCurrency == .naira && rules.isOpen(.dollar))
        #expect(rules.dunning == DunningRules(retryDays: [0, 1, 3, 7], graceDays: 7, restrictedDays: 14))
        let price = try rules.price(of: TierID("pro")!, every: .month, in: .dollar, on: Samples.day("2026-04-01"))
        #expect(price.money == SubunitMoney(29_900, .dollar) && price.rate == nil)
    }

    @Test func noticesHaveAFolderBelowTheHomeAndPerhapsASender() throws {
        func notices(_ text: String) throws -> NoticeSettings? {
            try Samples.rules(
                Samples.rulesText.replacing(#""defaultCurrency": "NGN","#, with: #""defaultCurrency": "NGN",\#(text)"#)
            ).notices
        }
        #expect(try notices("") == nil)
        #expect(try notices(#""notices": {},"#) == NoticeSettings(files: "billing/notices"))
        #expect(
            try notices(#""notices": {"files": "told", "sendmail": {"from": "pay@example.com"}},"#)
                == NoticeSettings(
                    files: "told", mail: .init(program: "/usr/sbin/sendmail", from: "pay@example.com")))
        for wrong in [
            #"{"files": "/tmp"}"#, #"{"files": "../told"}"#, #"{"files": "told/.."}"#, #"{"files": ""}"#,
            #"{"sendmail": {}}"#, #"{"sendmail": {"from": "a@b.c\nBcc: d@e.f"}}"#, #"{"to": "a@b.c"}"#,
            #"{"sendmail": {"program": "sendmail", "from": "a@b.c"}}"#,
            #"{"sendmail": {"program": "bin/sendmail", "from": "a@b.c"}}"#,
            #"{"sendmail": {"program": "/", "from": "a@b.c"}}"#,
        ] {
            let failure = try #require(throws: Failure.self) { try notices(#""notices": \#(wrong),"#) }
            #expect(failure.diagnostics.allSatisfy { $0.place?.line != nil } && failure.exitStatus == .configuration)
        }
    }

    @Test func theProjectsOwnFileIsGood() throws {
        let rules = try Self.projectRules()
        #expect(rules.defaultCurrency == .naira && !rules.isOpen(.dollar))
        #expect(rules.tiers.keys.map(\.text).sorted() == ["enterprise", "free", "growth", "pro", "starter"])
    }

    private static func projectRules() throws -> PaymentRules {
        let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
        return try PaymentRules(
            try FileSystem.read(root + "/Config/payments.json"), file: "Config/payments.json", settings: .none)
    }

    /// The split of discovery: the first stage is everybody's, the second is for "pro" and above, not for "growth".
    @Test func discoveryIsSplitByTier() throws {
        let rules = try Self.projectRules()
        func having(_ feature: String) -> [String] {
            rules.tiers.filter { $0.value.limits.features.contains(feature) }.map(\.key.text).sorted()
        }
        #expect(having("domain-discovery") == ["enterprise", "free", "growth", "pro", "starter"])
        #expect(having("identity-discovery") == ["enterprise", "pro"])
    }

    @Test(
        arguments: [
            ("free", 0, 30, ["aws": 1]), ("starter", 0, 90, ["aws": 5]),
            ("growth", 180, 365, ["aws": 20, "azure": 10, "gcp": 15]),
            ("pro", 730, 730, ["aws": 25, "azure": 25, "gcp": 25]), ("enterprise", nil, nil, nil),
        ] as [(String, Int?, Int?, [String: Int]?)])
    func theProjectsTiersHaveTheirLimits(tier: String, backfill: Int?, retention: Int?, accounts: [String: Int]?) throws
    {
        let limits = try Self.projectRules().tiers[TierID(tier)!]?.limits
        #expect(limits?.backfillDays == backfill && limits?.retentionDays == retention && limits?.accounts == accounts)
    }

    @Test(
        arguments: [
            ("starter", false, "starter", nil), ("gone", false, "free", nil), ("pro", true, "free", "pro"),
            ("free", false, "free", nil),
        ] as [(String, Bool, String, String?)])
    func whoOwesOrHasATierThatIsGoneHasTheLimitsOfFree(
        tier: String, isRestricted: Bool, counts: String, owed: String?
    ) throws {
        var rules = try Self.projectRules()
        let entitlement = Entitlement(tier: TierID(tier)!, isRestricted: isRestricted, paidUntil: nil)
        #expect(rules.allowance(entitlement, accounts: []) == nil, "nothing is limited before it is said")
        rules.enforcesLimits = true
        let allowance = try #require(rules.allowance(entitlement, accounts: []))
        #expect(allowance.tier.name == counts && allowance.owedTier == owed)
        #expect(allowance.tiers.map(\.name) == ["free", "starter", "growth", "pro", "enterprise"])
    }

    @Test func limitsThatCountAreStatedForEveryTier() throws {
        let text = Samples.rulesText.replacing(#""tiers""#, with: #""enforceLimits": true, "tiers""#)
        let failure = try #require(throws: Failure.self) { try Samples.rules(text) }
        #expect(failure.diagnostics.map(\.code.description) == ["J619", "J619", "J619", "J619"])
        #expect(failure.diagnostics.allSatisfy { $0.place?.line != nil && $0.hint != nil })
    }

    struct Wrong: Sendable, CustomStringConvertible {
        var code: String
        var old: String
        var new: String
        var description: String { "\(code) for \(new)" }
    }

    @Test(arguments: [
        Wrong(code: "J601", old: #""USD": {"enabled": true"#, new: #""USD": {"enabled": false"#),
        Wrong(code: "J602", old: #""month": {"NGN": 45000000, "USD": 29900}"#, new: #""month": {"NGN": 45000000}"#),
        Wrong(code: "J602", old: #""enterprise": {"byQuote": true}"#, new: #""enterprise": {}"#),
        Wrong(code: "J603", old: #""USD": 29900"#, new: #""USD": 199"#),
        Wrong(code: "J604", old: #""free": {}"#, new: #""free": {"prices": {"month": {"NGN": 7500000}}}"#),
        Wrong(code: "J605", old: #""free": {}"#, new: #""free": {"trialDays": 14}"#),
        Wrong(code: "J605", old: #""free": {}"#, new: #""free": {"expiresOn": "2026-12-31"}"#),
        Wrong(
            code: "J606", old: #"{"byQuote": true}"#, new: #"{"byQuote": true, "byok": {"included": false}}"#),
        Wrong(
            code: "J607", old: #"{"byQuote": true}"#, new: #"{"byQuote": true, "byok": {"discountPercent": 2.5}}"#),
        Wrong(code: "J610", old: #"{"NGN": 45000000,"#, new: #"{"NGN": 45000000, "KES": 900000,"#),
        Wrong(code: "J616", old: #""tiers""#, new: #""dunning": {"retryDays": [0, 3, 1]}, "tiers""#),
        Wrong(code: "J616", old: #""tiers""#, new: #""dunning": {"retryDays": [1, 3]}, "tiers""#),
        Wrong(code: "J617", old: #""free": {},"#, new: ""),
        Wrong(
            code: "J618", old: #"{"byQuote": true}"#,
            new: #"{"byQuote": true, "prices": {"month": {"NGN": 7500000, "USD": 4900}}}"#),
        Wrong(code: "J101", old: #""tiers""#, new: #""coupon": 1, "tiers""#),
        Wrong(code: "J105", old: #""defaultCurrency": "NGN""#, new: #""defaultCurrency": "EUR""#),
    ])
    func eachContradictionHasItsCodeAndPlace(wrong: Wrong) throws {
        var text = Samples.rulesText
        if wrong.code == "J601" {
            text = text.replacing(#""defaultCurrency": "NGN""#, with: #""defaultCurrency": "USD""#)
        }
        #expect(text.contains(wrong.old))
        text = text.replacing(wrong.old, with: wrong.new)
        let failure = try #require(throws: Failure.self) { try Samples.rules(text) }
        #expect(failure.diagnostics.map(\.code.description) == [wrong.code])
        #expect(failure.diagnostics.allSatisfy { $0.place?.line != nil && $0.hint != nil })
        #expect(failure.exitStatus == .configuration)
    }

    @Test func allContradictionsAreReportedTogether() throws {
        let text = Samples.rulesText.replacing(#""free": {}"#, with: #""free": {"trialDays": 14}"#)
            .replacing(#""USD": 29900"#, with: #""USD": 1"#)
        let failure = try #require(throws: Failure.self) { try Samples.rules(text) }
        #expect(Set(failure.diagnostics.map(\.code.description)) == ["J603", "J605"])
    }

    /// Both switches and both currencies.
    @Test(
        arguments: [
            ("NGN", "false", nil), ("NGN", "true", nil), ("USD", "true", nil), ("USD", "false", "J601"),
        ] as [(String, String, String?)])
    func theEnvironmentSpeaksWhereTheFileIsSilent(currency: String, flag: String, code: String?) throws {
        let text = Samples.rulesText.replacing(#""enabled": true, "#, with: "")
            .replacing(#""defaultCurrency": "NGN","#, with: "")
        let variables = [
            CheckoutSettings.currencyVariable: " \(currency.lowercased()) ", CheckoutSettings.dollarVariable: flag,
        ]
        if let code {
            let failure = try #require(throws: Failure.self) { try Samples.rules(text, variables) }
            #expect(failure.diagnostics.map(\.code.description) == [code])
        } else {
            let rules = try Samples.rules(text, variables)
            #expect(rules.defaultCurrency.description == currency)
            #expect(rules.isOpen(.dollar) == (flag == "true"))
        }
    }

    @Test func silenceMeansNairaAndNoDollars() throws {
        let text = Samples.rulesText.replacing(#""enabled": true, "#, with: "")
            .replacing(#""defaultCurrency": "NGN","#, with: "")
        let rules = try Samples.rules(text)
        #expect(rules.defaultCurrency == .naira && !rules.isOpen(.dollar) && rules.isOpen(.naira))
    }

    @Test(arguments: [
        [CheckoutSettings.currencyVariable: "USD"], [CheckoutSettings.dollarVariable: "false"],
    ])
    func environmentAndFileMustAgree(variables: [String: String]) throws {
        let failure = try #require(throws: Failure.self) { try Samples.rules(Samples.rulesText, variables) }
        #expect(failure.diagnostics.map(\.code.description) == ["J608"])
        _ = try Samples.rules(
            Samples.rulesText, [CheckoutSettings.currencyVariable: "NGN", CheckoutSettings.dollarVariable: "1"])
    }

    @Test func unreadableSettingsAreRefused() throws {
        let failure = try #require(throws: Failure.self) {
            try CheckoutSettings([CheckoutSettings.currencyVariable: "EUR", CheckoutSettings.dollarVariable: "maybe"])
        }
        #expect(failure.diagnostics.map(\.code.description) == ["J609", "J609"])
    }

    @Test(
        arguments: [
            (nil, "NGN", nil), (" ngn ", "NGN", nil), ("usd", "USD", nil), ("EUR", nil, "J610"), ("", nil, "J610"),
            ("KES", nil, "J610"), ("N G N", nil, "J610"),
        ] as [(String?, String?, String?)])
    func checkoutCurrencyIsAskedForElseTheDefault(asked: String?, currency: String?, code: String?) throws {
        let rules = try Samples.rules()
        if let code {
            let failure = try #require(throws: Failure.self) { try rules.checkoutCurrency(asked: asked) }
            #expect(failure.diagnostics.map(\.code.description) == [code])
        } else {
            #expect(try rules.checkoutCurrency(asked: asked).description == currency)
        }
    }

    @Test func aClosedGateRefusesACheckout() throws {
        var rules = try Samples.rules()
        rules.currencies[.dollar]?.isEnabled = false
        let failure = try #require(throws: Failure.self) { try rules.checkoutCurrency(asked: "USD") }
        #expect(failure.diagnostics.map(\.code.description) == ["J611"])
    }

    @Test(arguments: [
        ("free", BillingInterval.month, "J612"), ("gold", .month, "J613"), ("pro", .year, "J613"),
        ("enterprise", .month, "J614"),
    ])
    func whatIsNotSoldHasNoPrice(tier: String, interval: BillingInterval, code: String) throws {
        let rules = try Samples.rules()
        let failure = try #require(throws: Failure.self) {
            try rules.price(of: TierID(tier)!, every: interval, in: .naira, on: Samples.day("2026-04-01"))
        }
        #expect(failure.diagnostics.map(\.code.description) == [code])
        #expect(failure.diagnostics.allSatisfy { $0.hint != nil })
    }

    @Test func aMissingNairaPriceComesFromADatedRateOnly() throws {
        let text = Samples.rulesText.replacing(#""NGN": 45000000, "#, with: "")
            .replacing(
                #""tiers""#,
                with: #""nairaRate": {"perDollar": 1530.25, "day": "2026-04-01", "source": "a bank"}, "tiers""#)
        let rules = try Samples.rules(text)
        let pro = TierID("pro")!
        let price = try rules.price(of: pro, every: .month, in: .naira, on: Samples.day("2026-04-03"))
        #expect(price.money == SubunitMoney(45_754_475, .naira))
        #expect(price.rate?.day == (try Samples.day("2026-04-01")))
        let failure = try #require(throws: Failure.self) {
            try rules.price(of: pro, every: .month, in: .naira, on: Samples.day("2026-04-04"))
        }
        #expect(failure.diagnostics.map(\.code.description) == ["J615"])
    }
}
