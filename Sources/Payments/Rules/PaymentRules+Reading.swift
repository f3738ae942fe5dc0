import Documents
package import Kernel
import Runner

extension PaymentRules {
    /// Reads Config/payments.json.
    ///
    /// - Parameter file: the name that findings carry.
    /// - Throws: all findings together, exit 78.
    package init(_ bytes: [UInt8], file: String, settings: CheckoutSettings) throws(Failure) {
        let node = try JSONText.parse(bytes, file: file, as: PaymentRules.shape)
        var reader = RulesReader(settings: settings)
        let rules = reader.read(node)
        try reader.findings.throwIfErrors(.configuration)
        self = rules
    }
}

/// Reads a document that has the shape, and gathers what contradicts itself.
private struct RulesReader {
    let settings: CheckoutSettings
    var findings = DiagnosticCollector()

    mutating func read(_ node: JSONNode) -> PaymentRules {
        let currencies = readCurrencies(node)
        let defaultCurrency = readDefault(node, currencies)
        let rate = readRate(node)
        let enforcesLimits = node["enforceLimits"]?.bool ?? false
        var tiers: [TierID: PaymentRules.Tier] = [:]
        for member in node["tiers"]?.members ?? [] {
            guard let id = TierID(member.key) else { continue }
            tiers[id] = readTier(member, id: id, currencies: currencies, hasRate: rate != nil)
            if enforcesLimits { checkLimits(member, id: id) }
        }
        if tiers[.free] == nil {
            findings.add(
                .error(
                    PaymentCode.freeMissing, "there is no tier \"free\"", at: node["tiers"]?.place,
                    hint: "add \"free\": {}"))
        }
        guard let prefix = node["referencePrefix"]?.string.flatMap(ReferencePrefix.init),
            let mode = node["mode"]?.string.flatMap(PaymentRules.Mode.init(rawValue:))
        else { preconditionFailure("the shape admits prefixes and modes only") }
        return PaymentRules(
            mode: mode, referencePrefix: prefix, currencies: currencies, defaultCurrency: defaultCurrency,
            tiers: tiers, dunning: readDunning(node), nairaRate: rate,
            notices: node["notices"].map { NoticeSettings($0) }, enforcesLimits: enforcesLimits)
    }

    /// Limits that count are stated for every tier: one that was forgotten would allow everything.
    private mutating func checkLimits(_ member: JSONMember, id: TierID) {
        guard member.value["limits"] == nil else { return }
        findings.add(
            .error(
                PaymentCode.limitsMissing, "\"enforceLimits\" is true, and the tier \"\(id)\" states no limits",
                at: member.keyPlace, hint: "write \"limits\": {} for a tier that has none"))
    }

    private static func limits(_ node: JSONNode?) -> TierLimits {
        let accounts = node?["accounts"]?.members?.map { ($0.key, $0.value.int ?? 0) }
        return TierLimits(
            accounts: accounts.map { Dictionary($0) { $1 } }, backfillDays: node?["backfillDays"]?.int,
            retentionDays: node?["retentionDays"]?.int,
            features: Set((node?["features"]?.array ?? []).compactMap(\.string)))
    }

    private mutating func readCurrencies(_ node: JSONNode) -> [Currency: PaymentRules.CurrencyRule] {
        var rules: [Currency: PaymentRules.CurrencyRule] = [:]
        for member in node["currencies"]?.members ?? [] {
            guard let currency = Currency(member.key), let minimum = member.value["minimumSubunits"]?.int else {
                continue
            }
            let stated = member.value["enabled"]?.bool
            var isEnabled = stated ?? (currency != .dollar)
            if currency == .dollar, let wanted = settings.isDollarEnabled {
                if let stated, stated != wanted {
                    addConflict(
                        CheckoutSettings.dollarVariable, "\(wanted)", "\"enabled\": \(stated) for USD",
                        at: member.value["enabled"]?.place)
                }
                isEnabled = stated ?? wanted
            }
            rules[currency] = .init(isEnabled: isEnabled, minimumSubunits: Int64(minimum))
        }
        if settings.isDollarEnabled == true, rules[.dollar] == nil {
            addConflict(
                CheckoutSettings.dollarVariable, "true", "nothing of USD under \"currencies\"",
                at: node["currencies"]?.place)
        }
        return rules
    }

    private mutating func readDefault(
        _ node: JSONNode, _ currencies: [Currency: PaymentRules.CurrencyRule]
    ) -> Currency {
        let place = node["defaultCurrency"]?.place ?? node["currencies"]?.place
        let stated = node["defaultCurrency"]?.string.flatMap { Currency($0) }
        if let stated, let wanted = settings.defaultCurrency, stated != wanted {
            addConflict(CheckoutSettings.currencyVariable, "\(wanted)", "\"defaultCurrency\": \"\(stated)\"", at: place)
        }
        let chosen = stated ?? settings.defaultCurrency ?? .naira
        if currencies[chosen]?.isEnabled != true {
            findings.add(
                .error(
                    PaymentCode.defaultCurrencyClosed, "the default currency \(chosen) is not enabled", at: place,
                    hint: "enable it under \"currencies\", or choose another default"))
        }
        return chosen
    }

    private mutating func addConflict(_ variable: String, _ value: String, _ stated: String, at place: Place?) {
        findings.add(
            .error(
                PaymentCode.settingConflict, "\(variable) says \(value), the file says \(stated)", at: place,
                hint: "make them agree, or leave one of them out"))
    }

    private func readRate(_ node: JSONNode) -> NairaRate? {
        guard let rate = node["nairaRate"], let perDollar = rate["perDollar"]?.quantity,
            let day = rate["day"]?.string.flatMap({ Instant("\($0)T00:00:00Z")?.day }),
            let source = rate["source"]?.string, let age = rate["maximumAgeDays"]?.int
        else { return nil }
        return NairaRate(perDollar: perDollar, day: day, source: source, maximumAgeDays: age)
    }

    private mutating func readDunning(_ node: JSONNode) -> DunningRules {
        let dunning = node["dunning"]
        let days = dunning?["retryDays"]?.array?.compactMap(\.int) ?? []
        if days.first != 0 || zip(days, days.dropFirst()).contains(where: { $0 >= $1 }) {
            findings.add(
                .error(
                    PaymentCode.retryDaysOutOfOrder,
                    "\"retryDays\" are \(days.map(String.init).joined(separator: ", "))",
                    at: dunning?["retryDays"]?.place,
                    hint: "begin with 0, and let each day be later than the one before"))
        }
        guard let grace = dunning?["graceDays"]?.int, let restricted = dunning?["restrictedDays"]?.int else {
            preconditionFailure("the shape fills in the days")
        }
        return DunningRules(retryDays: days, graceDays: grace, restrictedDays: restricted)
    }

    private mutating func readTier(
        _ member: JSONMember, id: TierID, currencies: [Currency: PaymentRules.CurrencyRule], hasRate: Bool
    ) -> PaymentRules.Tier {
        let node = member.value
        checkEnds(node, id)
        checkOwnKey(node, id)
        let isByQuote = node["byQuote"]?.bool ?? false
        var prices: [BillingInterval: [Currency: Int64]] = [:]
        for entry in node["prices"]?.members ?? [] {
            guard let interval = BillingInterval(rawValue: entry.key) else { continue }
            prices[interval] = readPrices(entry, id, currencies)
            if id != .free {
                checkComplete(prices[interval] ?? [:], entry, id, currencies: currencies, hasRate: hasRate)
            }
        }
        if id == .free, let stated = node["prices"] ?? node["byQuote"], node["prices"] != nil || isByQuote {
            findings.add(
                .error(
                    PaymentCode.freeHasPrice, "the tier \"free\" has a price", at: stated.place,
                    hint: "leave it out; it costs nothing for good"))
        } else if isByQuote, let stated = node["prices"] {
            findings.add(
                .error(
                    PaymentCode.quoteWithPrice, "the tier \"\(id)\" is sold by quote and has prices", at: stated.place,
                    hint: "leave out \"prices\" or \"byQuote\""))
        } else if id != .free, !isByQuote, node["prices"] == nil {
            findings.add(
                .error(
                    PaymentCode.priceMissing, "the tier \"\(id)\" has no prices", at: member.keyPlace,
                    hint: "add \"prices\", or \"byQuote\": true"))
        }
        return PaymentRules.Tier(
            isByQuote: isByQuote, prices: prices, limits: RulesReader.limits(node["limits"]))
    }

    private mutating func readPrices(
        _ entry: JSONMember, _ id: TierID, _ currencies: [Currency: PaymentRules.CurrencyRule]
    ) -> [Currency: Int64] {
        var prices: [Currency: Int64] = [:]
        for price in entry.value.members ?? [] {
            guard let currency = Currency(price.key), let subunits = price.value.int else { continue }
            prices[currency] = Int64(subunits)
            guard let rule = currencies[currency] else {
                findings.add(
                    .error(
                        PaymentCode.currencyUnknown, "the tier \"\(id)\" has a price in \(currency)",
                        at: price.keyPlace,
                        hint: "add \(currency) under \"currencies\", or leave the price out"))
                continue
            }
            if Int64(subunits) < rule.minimumSubunits {
                let minimum = SubunitMoney(rule.minimumSubunits, currency)
                findings.add(
                    .error(
                        PaymentCode.priceBelowMinimum,
                        "\(SubunitMoney(Int64(subunits), currency)) is below the smallest charge of \(minimum)",
                        at: price.value.place, hint: "prices are in hundredths: 4900 is 49.00"))
            }
        }
        return prices
    }

    private mutating func checkComplete(
        _ prices: [Currency: Int64], _ entry: JSONMember, _ id: TierID,
        currencies: [Currency: PaymentRules.CurrencyRule], hasRate: Bool
    ) {
        for (currency, rule) in currencies.sorted(by: { $0.key < $1.key }) where rule.isEnabled {
            let isConverted = currency == .naira && hasRate && prices[.dollar] != nil
            guard prices[currency] == nil, !isConverted else { continue }
            findings.add(
                .error(
                    PaymentCode.priceMissing, "the tier \"\(id)\" has no price in \(currency) by the \(entry.key)",
                    at: entry.keyPlace, hint: "add it; nothing is converted without a \"nairaRate\""))
        }
    }

    private mutating func checkEnds(_ node: JSONNode, _ id: TierID) {
        for key in ["trialDays", "expiresOn"] {
            guard let place = node.member(key)?.keyPlace else { continue }
            findings.add(
                .error(
                    PaymentCode.tierEnds, "the tier \"\(id)\" has \"\(key)\"", at: place,
                    hint: "leave it out; no tier has a trial or an end"))
        }
    }

    private mutating func checkOwnKey(_ node: JSONNode, _ id: TierID) {
        if let included = node["byok"]?["included"], included.bool == false {
            findings.add(
                .error(
                    PaymentCode.keyNotIncluded, "the tier \"\(id)\" leaves out the tenant's own key",
                    at: included.place, hint: "every tier includes it"))
        }
        if let discount = node["byok"]?["discountPercent"], discount.quantity != .zero {
            findings.add(
                .error(
                    PaymentCode.keyDiscount, "the tier \"\(id)\" costs less with the tenant's own key",
                    at: discount.place, hint: "it costs the same with it"))
        }
    }
}
