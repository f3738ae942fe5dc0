import Kernel

/// Round amounts for the lines across a chart: 1, 2 or 5 times a power of ten apart.
struct MoneyAxis {
    let ticks: [Amount]

    /// Three to six lines that hold `low...high` and zero.
    init(low: Amount, high: Amount) {
        let bottom = min(low.units, 0)
        let top = max(high.units, 0)
        let wanted = max(1, (top - bottom) / 4)
        let step = MoneyAxis.niceStep(atLeast: wanted)
        var ticks: [Amount] = []
        var tick = bottom / step * step
        if tick > bottom { tick -= step }
        while tick < top {
            ticks.append(Amount(units: tick))
            tick += step
        }
        ticks.append(Amount(units: tick))
        self.ticks = ticks
    }

    private static func niceStep(atLeast wanted: Int128) -> Int128 {
        var power: Int128 = 1
        while true {
            for factor: Int128 in [1, 2, 5] where power * factor >= wanted { return power * factor }
            power *= 10
        }
    }

    /// `250`, `2.5k`, `40M`, `0.05`: exact, because a tick has one or two digits that count.
    static func label(_ tick: Amount) -> String {
        for (suffix, digits) in [("bn", 9), ("M", 6), ("k", 3)] where tick.units.magnitude >= magnitude(digits) {
            return DecimalText.print(tick.units, scale: Amount.scale + digits) + suffix
        }
        return tick.description
    }

    private static func magnitude(_ digits: Int) -> UInt128 {
        var result: UInt128 = 1
        for _ in 0..<(Amount.scale + digits) { result *= 10 }
        return result
    }
}
