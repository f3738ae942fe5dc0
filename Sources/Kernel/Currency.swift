/// An ISO 4217 currency code.
package struct Currency: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The three letters, first letter in the highest byte.
    package let packed: UInt32

    /// A currency that was packed before.
    package init(packed: UInt32) { self.packed = packed }

    /// Nil unless `text` is an upper-case code of the ISO 4217 list.
    package init?(_ text: String) {
        var copy = text
        let parsed = copy.withUTF8 { Currency(utf8: $0) }
        guard let parsed else { return nil }
        self = parsed
    }

    package init?(utf8 text: UnsafeBufferPointer<UInt8>) {
        guard text.count == 3 else { return nil }
        let packed = UInt32(text[0]) << 16 | UInt32(text[1]) << 8 | UInt32(text[2])
        guard Currency.known.contains(packed) else { return nil }
        self.packed = packed
    }

    package var description: String {
        String(decoding: [UInt8(packed >> 16 & 0xFF), UInt8(packed >> 8 & 0xFF), UInt8(packed & 0xFF)], as: UTF8.self)
    }

    package static func < (left: Currency, right: Currency) -> Bool { left.packed < right.packed }

    /// ISO 4217 list one, active codes, without test and precious-metal codes.
    private static let known: Set<UInt32> = {
        let codes = """
            AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD \
            CDF CHE CHF CHW CLF CLP CNY COP COU CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS \
            GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD \
            KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK \
            NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP \
            STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED VES VND VUV WST \
            XAF XCD XOF XPF YER ZAR ZMW ZWG
            """
        return Set(codes.split(separator: " ").map { $0.utf8.reduce(0) { $0 << 8 | UInt32($1) } })
    }()
}
