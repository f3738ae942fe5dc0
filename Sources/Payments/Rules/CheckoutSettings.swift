package import Kernel

/// The two settings that the environment may hold as well as Config/payments.json. Where both speak, they must agree.
package struct CheckoutSettings: Sendable {
    package static let currencyVariable = "PAYSTACK_DEFAULT_CHECKOUT_CURRENCY"
    package static let dollarVariable = "PAYSTACK_ENABLE_USD_CHECKOUT"

    let defaultCurrency: Currency?
    let isDollarEnabled: Bool?

    package static let none = CheckoutSettings(defaultCurrency: nil, isDollarEnabled: nil)

    private init(defaultCurrency: Currency?, isDollarEnabled: Bool?) {
        self.defaultCurrency = defaultCurrency
        self.isDollarEnabled = isDollarEnabled
    }

    /// - Parameter variables: values by name; other names are not looked at.
    /// - Throws: J609 for each value that cannot be read.
    package init(_ variables: [String: String]) throws(Failure) {
        var findings = DiagnosticCollector()
        var currency: Currency?
        var isEnabled: Bool?
        if let text = variables[CheckoutSettings.currencyVariable] {
            currency = Currency(text.trimmed.uppercased())
            if currency.map({ Currency.ofPaystack.contains($0) }) != true {
                findings.add(
                    .error(
                        PaymentCode.settingUnreadable,
                        "\(CheckoutSettings.currencyVariable) holds \(QuotedText.of(text)), which is no currency to pay in",
                        hint: "allowed: \(QuotedText.list(Currency.ofPaystack.map(\.description)))"))
            }
        }
        if let text = variables[CheckoutSettings.dollarVariable] {
            isEnabled = CheckoutSettings.flags[text.trimmed.lowercased()]
            if isEnabled == nil {
                findings.add(
                    .error(
                        PaymentCode.settingUnreadable,
                        "\(CheckoutSettings.dollarVariable) holds \(QuotedText.of(text)), which is neither yes nor no",
                        hint: "write true or false"))
            }
        }
        try findings.throwIfErrors(.configuration)
        self.init(defaultCurrency: currency, isDollarEnabled: isEnabled)
    }

    private static let flags = ["true": true, "1": true, "yes": true, "false": false, "0": false, "no": false]
}
