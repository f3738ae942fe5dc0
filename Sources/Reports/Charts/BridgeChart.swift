import Kernel

/// How a bill is made up: one step after the other, from zero to the line where the bill ends.
struct BridgeChart {
    struct Step {
        var label: String
        var amount: Amount
        /// Class of the style sheet.
        var fill: String
    }

    var id: String
    var title: String
    var description: String
    var total: Step
    var steps: [Step]
    var money: MoneyText

    /// Nil when every amount is zero.
    func drawings() throws(AmountOverflow) -> [HTML]? {
        var ends: [Amount] = []
        var sum = Amount.zero
        for step in steps {
            try sum.add(step.amount)
            ends.append(sum)
        }
        var drawings: [HTML] = []
        for shape in ChartShape.allCases {
            let layout = RowLayout(shape)
            let scale = ChartScale(holding: ends + [total.amount], from: layout.plotStart, to: layout.plotEnd)
            guard scale.hasExtent else { return nil }
            drawings.append(draw(layout, scale, ends))
        }
        return drawings
    }

    private func draw(_ layout: RowLayout, _ scale: ChartScale, _ ends: [Amount]) -> HTML {
        let height = layout.height(rows: steps.count + 1)
        return ChartFrame.svg(id: id, shape: layout.shape, height: height, title: title, description: description) {
            layout.vertical(x: scale.zero, rows: steps.count + 1, style: "axis")
            layout.vertical(x: scale.position(total.amount), rows: steps.count + 1, style: "guide")
            row(layout, 0, total, from: scale.zero, to: scale.position(total.amount), style: "strong")
            for (index, step) in steps.enumerated() {
                let start = index == 0 ? Amount.zero : ends[index - 1]
                if index > 0, layout.shape == .wide {
                    ChartFrame.vertical(
                        x: scale.position(start), from: layout.barBottom(index), to: layout.barTop(index + 1),
                        style: "step")
                }
                row(layout, index + 1, step, from: scale.position(start), to: scale.position(ends[index]))
            }
        }
    }

    private func row(
        _ layout: RowLayout, _ row: Int, _ step: Step, from start: Double, to end: Double, style: String = ""
    ) -> HTML {
        let figure = money.rounded(step.amount)
        return HTML.group {
            layout.texts(row, label: step.label, figure: figure, style: style)
            if step.amount != .zero {
                ChartFrame.bar(
                    from: start, to: end, y: layout.barTop(row), height: layout.barHeight, fill: step.fill,
                    tip: "\(step.label): \(figure)")
            }
        }
    }
}
