import Kernel

/// Sums of one series by hour, exact: units x seconds, kept as whole units and thousandths, since times have
/// milliseconds.
struct HourSums {
    private static let millisecondsPerHour: Int64 = 3_600_000

    private var first: HourNumber = 0
    private var whole: [Int64] = []
    /// Empty as long as no sum has a fraction, which is nearly always.
    private var thousandths: [Int32] = []
    /// Milliseconds of each hour for which there was a value; 0 for hours between that have none.
    private var covered: [Int32] = []
    /// A sum did not fit; it is reported when the series is taken.
    private(set) var hasOverflown = false

    struct Hour {
        let hour: HourNumber
        let units: Int64
        let milliseconds: Int64
    }

    /// The hours that have a value, in order.
    var hours: [Hour] {
        whole.indices.compactMap { index in
            guard covered[index] > 0 else { return nil }
            return Hour(
                hour: first + HourNumber(index), units: rounded(index), milliseconds: Int64(covered[index]))
        }
    }

    /// Adds a value that held for a while; the time is parted where hours end.
    mutating func add(value: Int64, from start: Int64, to end: Int64) {
        var position = start
        while position < end {
            let hour = HourSums.hour(ofMilliseconds: position)
            let next = min(end, (Int64(hour) + 1) * HourSums.millisecondsPerHour)
            add(Int128(value) * Int128(next - position), hour, next - position)
            position = next
        }
    }

    /// Adds a growth that belongs to the hour of its start.
    mutating func add(growth: Int64, from start: Int64, to end: Int64) {
        add(Int128(growth) * 1000, HourSums.hour(ofMilliseconds: start), end - start)
    }

    static func hour(ofMilliseconds time: Int64) -> HourNumber {
        let (quotient, remainder) = time.quotientAndRemainder(dividingBy: millisecondsPerHour)
        return HourNumber(remainder < 0 ? quotient - 1 : quotient)
    }

    private mutating func add(_ added: Int128, _ hour: HourNumber, _ time: Int64) {
        let index = makeRoom(for: hour)
        covered[index] += Int32(clamping: time)
        var sum = Int128(whole[index]) * 1000 + added
        if !thousandths.isEmpty { sum += Int128(thousandths[index]) }
        let (units, rest) = sum.quotientAndRemainder(dividingBy: 1000)
        guard let fitting = Int64(exactly: units) else {
            hasOverflown = true
            return
        }
        whole[index] = fitting
        if rest != 0, thousandths.isEmpty { thousandths = Array(repeating: 0, count: whole.count) }
        if !thousandths.isEmpty { thousandths[index] = Int32(rest) }
    }

    private func rounded(_ index: Int) -> Int64 {
        guard !thousandths.isEmpty, thousandths[index] != 0 else { return whole[index] }
        let exact = Int128(whole[index]) * 1000 + Int128(thousandths[index])
        return Int64(clamping: DecimalText.roundHalfEven(exact, droppingDigits: 3))
    }

    private mutating func makeRoom(for hour: HourNumber) -> Int {
        if whole.isEmpty { first = hour }
        if hour < first {
            let missing = Int(first - hour)
            whole.insert(contentsOf: repeatElement(0, count: missing), at: 0)
            covered.insert(contentsOf: repeatElement(0, count: missing), at: 0)
            if !thousandths.isEmpty { thousandths.insert(contentsOf: repeatElement(0, count: missing), at: 0) }
            first = hour
        }
        let index = Int(hour - first)
        while whole.count <= index {
            whole.append(0)
            covered.append(0)
            if !thousandths.isEmpty { thousandths.append(0) }
        }
        return index
    }
}
