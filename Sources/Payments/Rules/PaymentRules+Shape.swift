package import Documents
import Kernel
import Runner

extension PaymentRules {
    /// What Config/payments.json holds.
    package static let shape = ObjectShape.document(
        "payments", "what tenants pay, in which currency, and what happens when they do not",
        [
            .required(
                "mode",
                .oneOf(["test": "test money; the key begins with sk_test_", "live": "real money; sk_live_"]),
                "which of the provider's two worlds is meant; key and answers must be of the same"),
            .optional(
                "referencePrefix", .string(.named(ReferencePrefix.rule)), default: "rk",
                "first part of all payment references; tells our payments from others of the account"),
            .required(
                "currencies", .map(of: .object(currency), keys: .oneOf(currencyNames), count: 1...6),
                "currencies that prices may be in"),
            .optional(
                "defaultCurrency", .oneOf(Currency.ofPaystack.map(\.description)),
                "currency of a checkout that names none; left out: what PAYSTACK_DEFAULT_CHECKOUT_CURRENCY says, else NGN"
            ),
            .optional(
                "enforceLimits", .boolean, default: false,
                "whether jobs that ask for more than their tenant's tier allows are refused; left out: no"),
            .required("tiers", .map(of: .object(tier), count: 1...50), "what is sold; \"free\" must be among them"),
            .optional("dunning", .object(dunning), default: [:], "what follows a payment that fails"),
            .optional(
                "notices", .object(NoticeSettings.shape),
                "how tenants are told of what follows; left out, notices wait in the store"),
            .optional(
                "nairaRate", .object(nairaRate),
                "used for tiers that have a price in USD and none in NGN; left out: nothing is converted"),
        ])

    private static let currencyNames = Currency.ofPaystack.map { EnumeratedText($0.description) }
    private static let subunits = ValueShape.integer(1...Int(SubunitMoney.limit))

    private static let currency = ObjectShape(
        "payment currency", "one currency and its gate",
        [
            .optional(
                "enabled", .boolean,
                "whether anything is charged in it; left out: yes, but USD as PAYSTACK_ENABLE_USD_CHECKOUT says, else no"
            ),
            .required("minimumSubunits", subunits, "the smallest charge, in hundredths"),
        ])

    private static let tier = ObjectShape(
        "tier", "something that is sold, or \"free\"",
        [
            .optional("byQuote", .boolean, default: false, "true: has no price list and cannot be checked out"),
            .optional(
                "prices",
                .map(
                    of: .map(of: subunits, keys: .oneOf(currencyNames), count: 1...6),
                    keys: .oneOf(BillingInterval.allCases.map { EnumeratedText($0.rawValue) }), count: 1...2),
                "hundredths by interval and currency; left out for \"free\" and by quote"),
            .optional("limits", .object(limits), "what jobs of the tier's tenants may do; left out: everything"),
            .optional("byok", .object(byok), default: [:], "the tenant's own encryption key"),
            .optional("trialDays", .integer(0...3650), "refused: no tier has a trial"),
            .optional("expiresOn", .day, "refused: no tier ends"),
        ])

    private static let providers = StageAccount.providers.map { EnumeratedText($0) }

    private static let limits = ObjectShape(
        "limits of a tier", "what jobs of its tenants may do; what is left out is not limited",
        [
            .optional(
                "accounts", .map(of: .integer(0...1_000_000), keys: .oneOf(providers), count: 0...5),
                "how many accounts' bills are read, by provider; one that is not named has none"),
            .optional(
                "backfillDays", .integer(0...36_500),
                "how many days ago a period may have ended that was never published"),
            .optional(
                "retentionDays", .integer(0...36_500),
                "how many days ago a period may have ended that is run again; nothing is deleted"),
            .optional(
                "features", .array(of: .identifier, count: 0...100, unique: .value), default: [],
                "what the tier has that others may lack"),
        ])

    private static let byok = ObjectShape(
        "own key", "the tenant's own encryption key: part of every tier, at no other price",
        [
            .optional("included", .boolean, default: true, "must be true"),
            .optional("discountPercent", .decimal("0", "100"), default: 0, "must be 0"),
        ])

    private static let dunning = ObjectShape(
        "dunning", "what follows a payment that fails; days count from the first attempt",
        [
            .optional(
                "retryDays", .array(of: .integer(0...60), count: 1...10), default: [0, 1, 3, 7],
                "days of the attempts, the first is 0; at most one a day"),
            .optional("graceDays", .integer(0...60), default: 7, "days of full access after the first attempt"),
            .optional("restrictedDays", .integer(0...365), default: 14, "days of restricted access before \"free\""),
        ])

    private static let nairaRate = ObjectShape(
        "naira rate", "a dated exchange rate, kept with every price it makes",
        [
            .required("perDollar", .decimal("0.000001", "1000000"), "naira for one dollar"),
            .required("day", .day, "the day the rate is of"),
            .required("source", .text(length: 1...200), "who published it"),
            .optional("maximumAgeDays", .integer(0...31), default: 2, "how old it may be when it is used"),
        ])
}
