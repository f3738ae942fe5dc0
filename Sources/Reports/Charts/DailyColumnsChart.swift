import Kernel

/// A column for each day, stacked by series: what is positive stands on the zero line, what is negative hangs from it.
struct DailyColumnsChart {
    struct Series {
        var label: String
        /// Class of the style sheet.
        var fill: String
        /// One amount per day.
        var amounts: [Amount]
    }

    var id: String
    var title: String
    var description: String
    var days: [CalendarDay]
    var series: [Series]
    var money: MoneyText

    private static let top = 14.0
    private static let bottom = 254.0
    private static let height = 280.0

    /// Nil when there is no day or every amount is zero.
    func drawings() throws(AmountOverflow) -> [HTML]? {
        guard !days.isEmpty else { return nil }
        var stacks: [[Piece]] = []
        var low = Amount.zero
        var high = Amount.zero
        for day in days.indices {
            var up = Amount.zero
            var down = Amount.zero
            var pieces: [Piece] = []
            for entry in series {
                let amount = entry.amounts[day]
                let start = amount < .zero ? down : up
                if amount < .zero { try down.add(amount) } else { try up.add(amount) }
                pieces.append(Piece(start: start, end: amount < .zero ? down : up))
            }
            low = min(low, down)
            high = max(high, up)
            stacks.append(pieces)
        }
        guard low < high else { return nil }
        let axis = MoneyAxis(low: low, high: high)
        let scale = ChartScale(holding: axis.ticks, from: Self.bottom, to: Self.top)
        return ChartShape.allCases.map { draw($0, stacks, axis, scale) }
    }

    private struct Piece {
        var start: Amount
        var end: Amount
    }

    /// Percent across: where the columns begin and end.
    private struct Plot {
        let start: Double
        let end: Double
        let step: Double
        let width: Double

        init(_ shape: ChartShape, days: Int) {
            start = shape == .wide ? 6 : 12
            end = shape == .wide ? 78 : 100
            // A single day does not become a wall.
            step = min((end - start) / Double(days), 8)
            width = step * 0.78
        }

        func left(_ day: Int) -> Double { start + step * Double(day) + (step - width) / 2 }
    }

    private func draw(_ shape: ChartShape, _ stacks: [[Piece]], _ axis: MoneyAxis, _ scale: ChartScale) -> HTML {
        let plot = Plot(shape, days: days.count)
        return ChartFrame.svg(id: id, shape: shape, height: Self.height, title: title, description: description) {
            for tick in axis.ticks {
                let y = scale.position(tick)
                ChartFrame.line(
                    x1: plot.start, y1: y, x2: plot.end, y2: y, style: tick == .zero ? "axis" : "grid")
                ChartFrame.label(MoneyAxis.label(tick), x: plot.start - 0.8, y: y + 4, style: "tick end")
            }
            for day in days.indices {
                columns(day, stacks[day], plot, scale)
                if isLabelled(day) {
                    ChartFrame.label(
                        String(days[day].civil.day), x: plot.left(day) + plot.width / 2, y: Self.height - 8,
                        style: "tick middle")
                }
            }
            if shape == .wide, let last = stacks.last { labels(last, plot, scale) }
        }
    }

    private func columns(_ day: Int, _ pieces: [Piece], _ plot: Plot, _ scale: ChartScale) -> HTML {
        HTML.group {
            for (index, piece) in pieces.enumerated() where piece.start != piece.end {
                let from = scale.position(piece.start)
                let to = scale.position(piece.end)
                ChartFrame.box(
                    x: plot.left(day), y: min(from, to), width: plot.width, height: abs(to - from),
                    fill: series[index].fill,
                    tip: "\(days[day]), \(series[index].label): \(money.rounded(series[index].amounts[day]))")
            }
        }
    }

    /// The first day and every seventh after it: five labels for a month.
    private func isLabelled(_ day: Int) -> Bool { day.isMultiple(of: 7) }

    /// Names beside the last column, at the height of their part, moved apart where they would touch.
    private func labels(_ pieces: [Piece], _ plot: Plot, _ scale: ChartScale) -> HTML {
        let right = plot.left(days.count - 1) + plot.width
        let anchors = pieces.enumerated().map { index, piece in
            (index: index, y: (scale.position(piece.start) + scale.position(piece.end)) / 2)
        }
        .sorted { $0.y != $1.y ? $0.y > $1.y : $0.index < $1.index }
        let placed = DailyColumnsChart.spread(anchors.map(\.y), gap: 17, within: Self.top + 2, Self.bottom)
        return HTML.group {
            for (anchor, y) in zip(anchors, placed) {
                ChartFrame.line(x1: right + 0.3, y1: anchor.y, x2: right + 1.7, y2: y, style: "leader")
                ChartFrame.label(
                    DisplayWidth.middleTruncated(series[anchor.index].label, to: 18), x: right + 2.1, y: y + 4,
                    style: "name", tip: series[anchor.index].label)
            }
        }
    }

    /// Heights from bottom to top, at least `gap` apart, as near to the wanted ones as one pass each way brings them.
    static func spread(_ wanted: [Double], gap: Double, within top: Double, _ bottom: Double) -> [Double] {
        var placed = wanted
        var floor = bottom
        for index in placed.indices {
            placed[index] = min(placed[index], floor)
            floor = placed[index] - gap
        }
        var ceiling = top
        for index in placed.indices.reversed() {
            placed[index] = max(placed[index], ceiling)
            ceiling = placed[index] + gap
        }
        return placed
    }
}
