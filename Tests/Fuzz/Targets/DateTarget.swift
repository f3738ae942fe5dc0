import Kernel

/// Times and months: what is read is what a plain reading finds, and what is printed reads as the same.
enum DateTarget {
    static func check(_ input: [UInt8]) throws(FuzzFinding) {
        let bytes = Array(input.prefix(256))
        let text = String(decoding: bytes, as: UTF8.self)
        let found = instant(bytes)
        let expected = plainInstant(bytes)
        try FuzzFinding.require(
            found?.microseconds == expected,
            "\(text.debugDescription): \(found.map(\.description) ?? "nil"), not \(expected.map(String.init) ?? "nil")")
        if let found {
            try FuzzFinding.require(Instant(found.description) == found, "'\(found)' is read as another time")
            try FuzzFinding.require(found.day.start <= found, "'\(found)' begins before its day")
            try FuzzFinding.require(found < found.day.advanced(by: 1).start, "'\(found)' ends after its day")
            try FuzzFinding.require(found.month.start <= found && found < found.month.end, "'\(found)': month")
        }
        if let month = Month(text) {
            try FuzzFinding.require(month.description == text, "'\(text)' is read as the month \(month)")
            try FuzzFinding.require((28...31).contains(month.dayCount), "'\(month)' has \(month.dayCount) days")
        }
    }

    private static func instant(_ bytes: [UInt8]) -> Instant? {
        let exact = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
        defer { exact.deallocate() }
        _ = exact.initialize(from: bytes)
        return Instant(utf8: UnsafeBufferPointer(exact))
    }

    private static let zones = ["", "Z", " UTC", "+00:00", "+0000", " +0000", " +0000 UTC", "+00"]

    /// Microseconds since 1970, counted year by year and month by month.
    private static func plainInstant(_ text: [UInt8]) -> Int64? {
        let shape = Array("dddd-dd-dd?dd:dd:dd".utf8)
        var bytes = text
        // Seconds may be left out; a fraction is one of seconds.
        if text.count >= 16, text.count == 16 || ![UInt8(ascii: ":"), UInt8(ascii: ".")].contains(text[16]) {
            bytes.insert(contentsOf: Array(":00".utf8), at: 16)
        }
        guard bytes.count >= shape.count else { return nil }
        for (byte, wanted) in zip(bytes, shape) {
            switch wanted {
            case UInt8(ascii: "d"): guard isDigit(byte) else { return nil }
            case UInt8(ascii: "?"): guard byte == UInt8(ascii: "T") || byte == UInt8(ascii: " ") else { return nil }
            default: guard byte == wanted else { return nil }
            }
        }
        var rest = bytes[shape.count...]
        var fraction = 0
        if rest.first == UInt8(ascii: ".") {
            let digits = rest.dropFirst().prefix(while: isDigit)
            guard (1...9).contains(digits.count) else { return nil }
            fraction = number(Array((digits + Array("000000".utf8)).prefix(6)))
            rest = rest.dropFirst(1 + digits.count)
        }
        guard zones.contains(where: { rest.elementsEqual($0.utf8) }) else { return nil }
        let parts = [0..<4, 5..<7, 8..<10, 11..<13, 14..<16, 17..<19].map { number(Array(bytes[$0])) }
        guard let days = plainDays(year: parts[0], month: parts[1], day: parts[2]), parts[3] < 24, parts[4] < 60,
            parts[5] < 60
        else { return nil }
        return Int64(((days * 24 + parts[3]) * 60 + parts[4]) * 60 + parts[5]) * 1_000_000 + Int64(fraction)
    }

    private static func plainDays(year: Int, month: Int, day: Int) -> Int? {
        func isLeap(_ year: Int) -> Bool { year % 400 == 0 || year % 4 == 0 && year % 100 != 0 }
        guard year >= 1, (1...12).contains(month) else { return nil }
        let lengths = [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard day >= 1, day <= lengths[month - 1] else { return nil }
        var days = day - 1 + lengths[..<(month - 1)].reduce(0, +)
        if year >= 1970 {
            for other in 1970..<year { days += isLeap(other) ? 366 : 365 }
        } else {
            for other in year..<1970 { days -= isLeap(other) ? 366 : 365 }
        }
        return days
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    private static func number(_ digits: [UInt8]) -> Int { digits.reduce(0) { $0 * 10 + Int($1 - 0x30) } }
}
