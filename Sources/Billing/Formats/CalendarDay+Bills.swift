import Kernel

extension CalendarDay {
    /// The day of `09/30/2023` (month first), `2023-09-30`, or of a UTC time such as `2023-09-30T00:00:00Z`.
    ///
    /// Nil for anything else. Day and month are never exchanged: `30/09/2023` is no date.
    init?(billed text: UnsafeBufferPointer<UInt8>) {
        func digits(_ range: Range<Int>) -> Int? {
            var value = 0
            for byte in text[range] {
                guard byte &- 0x30 <= 9 else { return nil }
                value = value * 10 + Int(byte &- 0x30)
            }
            return value
        }
        guard text.count >= 10 else { return nil }
        if text.count == 10, text[2] == UInt8(ascii: "/"), text[5] == UInt8(ascii: "/") {
            guard let month = digits(0..<2), let day = digits(3..<5), let year = digits(6..<10) else { return nil }
            self.init(year: year, month: month, day: day)
        } else if text.count == 10, text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-") {
            guard let year = digits(0..<4), let month = digits(5..<7), let day = digits(8..<10) else { return nil }
            self.init(year: year, month: month, day: day)
        } else {
            guard let instant = Instant(billed: text) else { return nil }
            self = instant.day
        }
    }
}

extension Instant {
    /// What `Instant` reads, and times without seconds: `2023-09-30T00:00Z`.
    init?(billed text: UnsafeBufferPointer<UInt8>) {
        guard text.count == 17, text[16] == UInt8(ascii: "Z") else {
            self.init(utf8: text)
            return
        }
        var whole = Array(text[..<16])
        whole += [UInt8(ascii: ":"), UInt8(ascii: "0"), UInt8(ascii: "0"), UInt8(ascii: "Z")]
        let instant = whole.withUnsafeBufferPointer { Instant(utf8: $0) }
        guard let instant else { return nil }
        self = instant
    }
}
