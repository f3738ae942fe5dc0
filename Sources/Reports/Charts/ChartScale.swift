import Kernel

/// Places amounts on an axis. The only spot where money becomes floating point: what comes out is a position, never a
/// figure that somebody reads.
struct ChartScale {
    private let low: Double
    private let high: Double
    let start: Double
    let end: Double

    /// An axis from `start` to `end` (percent or pixels) that holds zero and all of `amounts`.
    init(holding amounts: [Amount], from start: Double, to end: Double) {
        low = Double(min(amounts.min()?.units ?? 0, 0))
        high = Double(max(amounts.max()?.units ?? 0, 0))
        self.start = start
        self.end = end
    }

    /// False when every amount is zero: then there is nothing to draw.
    var hasExtent: Bool { high > low }

    func position(_ amount: Amount) -> Double {
        guard hasExtent else { return start }
        return start + (end - start) * ((Double(amount.units) - low) / (high - low))
    }

    var zero: Double { position(.zero) }
}

/// Numbers of a drawing: at most three decimals, and the same text for the same number everywhere.
enum Coordinate {
    static func text(_ value: Double) -> String {
        DecimalText.print(Int128((value * 1000).rounded()), scale: 3)
    }

    static func percent(_ value: Double) -> String { text(value) + "%" }
}

/// The two drawings of a chart: for a desk or a sheet of paper, and for a phone. The style sheet shows one of them.
enum ChartShape: String, CaseIterable, Sendable {
    case wide
    case narrow
}
