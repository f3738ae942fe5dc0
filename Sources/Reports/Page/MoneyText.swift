import Kernel

/// Prints amounts of one currency: to its smallest coin, or with every digit.
struct MoneyText {
    let currency: Currency
    /// Decimals of the smallest coin.
    let places: Int

    init(_ currency: Currency) {
        self.currency = currency
        places = currency.minorUnitDigits
    }

    /// `2,308.92`: half-even, thousands apart. For reading; nothing is computed from it.
    func rounded(_ amount: Amount) -> String { MoneyText.grouped(amount.rounded(toPlaces: places)) }

    /// `2308.924000048`: every digit, at least those of the smallest coin and at least `decimals`.
    func exact(_ amount: Amount, decimals: Int = 0) -> String {
        let text = amount.description
        let present = MoneyText.decimals(of: text)
        let wanted = max(places, decimals)
        guard present < wanted else { return text }
        return text + (present == 0 ? "." : "") + String(repeating: "0", count: wanted - present)
    }

    /// Units of an amount in one coin of `places` decimals.
    static func coin(places: Int) -> Int128 {
        (places..<Amount.scale).reduce(Int128(1)) { power, _ in power * 10 }
    }

    /// The decimals that all of `amounts` need, so that points stand below one another.
    func decimals(for amounts: [Amount]) -> Int {
        amounts.reduce(places) { max($0, MoneyText.decimals(of: $1.description)) }
    }

    private static func decimals(of text: String) -> Int {
        guard let point = text.utf8.firstIndex(of: UInt8(ascii: ".")) else { return 0 }
        return text.utf8.distance(from: point, to: text.utf8.endIndex) - 1
    }

    /// Puts a comma between each three digits of the whole part of a plain number.
    static func grouped(_ number: String) -> String {
        let sign = number.hasPrefix("-") ? "-" : ""
        let unsigned = number.dropFirst(sign.count)
        let whole = unsigned.prefix { $0 != "." }
        var result = ""
        for (index, digit) in whole.enumerated() {
            if index > 0, (whole.count - index).isMultiple(of: 3) { result += "," }
            result.append(digit)
        }
        return sign + result + unsigned.dropFirst(whole.count)
    }

    static func grouped(_ count: Int) -> String { grouped(String(count)) }
}

extension Currency {
    /// Decimals of the smallest coin (ISO 4217 list one, "minor unit"): two but for those listed.
    var minorUnitDigits: Int {
        switch description {
        case "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF",
            "XOF", "XPF":
            return 0
        case "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND": return 3
        case "CLF", "UYW": return 4
        default: return 2
        }
    }
}
