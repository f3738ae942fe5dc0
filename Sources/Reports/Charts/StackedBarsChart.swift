import Kernel

/// Rows of stacked bars, largest first as given: positive parts go right from zero, negative ones left.
struct StackedBarsChart {
    struct Series {
        var label: String
        /// Class of the style sheet.
        var fill: String
    }

    struct Row {
        var label: String
        /// One amount per series.
        var parts: [Amount]
        /// What stands at the end of the row.
        var figure: String
    }

    var id: String
    var title: String
    var description: String
    var series: [Series]
    var rows: [Row]
    var money: MoneyText

    /// The same chart without series that have no amount in any row.
    var withoutEmptySeries: StackedBarsChart {
        let used = series.indices.filter { index in rows.contains { $0.parts[index] != .zero } }
        var chart = self
        chart.series = used.map { series[$0] }
        chart.rows = rows.map { row in
            Row(label: row.label, parts: used.map { row.parts[$0] }, figure: row.figure)
        }
        return chart
    }

    private struct Piece {
        var series: Int
        var amount: Amount
        var start: Amount
        var end: Amount
    }

    /// Nil when every amount is zero.
    func drawings() throws(AmountOverflow) -> [HTML]? {
        var stacks: [[Piece]] = []
        for row in rows { stacks.append(try StackedBarsChart.stack(row.parts)) }
        let ends = stacks.joined().map(\.end)
        var drawings: [HTML] = []
        for shape in ChartShape.allCases {
            let layout = RowLayout(shape)
            let scale = ChartScale(holding: ends, from: layout.plotStart, to: layout.plotEnd)
            guard scale.hasExtent else { return nil }
            drawings.append(draw(layout, scale, stacks))
        }
        return drawings
    }

    private static func stack(_ parts: [Amount]) throws(AmountOverflow) -> [Piece] {
        var right = Amount.zero
        var left = Amount.zero
        var pieces: [Piece] = []
        for (series, amount) in parts.enumerated() where amount != .zero {
            var end = amount < .zero ? left : right
            let start = end
            try end.add(amount)
            if amount < .zero { left = end } else { right = end }
            pieces.append(Piece(series: series, amount: amount, start: start, end: end))
        }
        return pieces
    }

    private func draw(_ layout: RowLayout, _ scale: ChartScale, _ stacks: [[Piece]]) -> HTML {
        let height = layout.height(rows: rows.count)
        return ChartFrame.svg(id: id, shape: layout.shape, height: height, title: title, description: description) {
            for (index, row) in rows.enumerated() {
                layout.texts(index, label: row.label, figure: row.figure)
                for piece in stacks[index] {
                    ChartFrame.bar(
                        from: scale.position(piece.start), to: scale.position(piece.end), y: layout.barTop(index),
                        height: layout.barHeight, fill: series[piece.series].fill,
                        tip: "\(row.label), \(series[piece.series].label): \(money.rounded(piece.amount))")
                }
            }
            layout.vertical(x: scale.zero, rows: rows.count, style: "axis")
        }
    }
}
