/// Where the parts of a chart of rows stand: beside one another on a wide page, label above bar on a phone.
struct RowLayout {
    let shape: ChartShape
    let plotStart: Double
    let plotEnd: Double
    let rowHeight: Double
    let barHeight: Double
    let barOffset: Double
    let baseline: Double
    /// Columns that a label may take before its middle is cut.
    let labelColumns: Int

    init(_ shape: ChartShape) {
        self.shape = shape
        switch shape {
        case .wide:
            (plotStart, plotEnd, rowHeight, barHeight, barOffset, baseline) = (25, 86, 28, 16, 6, 18.5)
            labelColumns = 24
        case .narrow:
            (plotStart, plotEnd, rowHeight, barHeight, barOffset, baseline) = (0, 100, 44, 12, 20, 14)
            labelColumns = 28
        }
    }

    func top(_ row: Int) -> Double { Double(row) * rowHeight }
    func barTop(_ row: Int) -> Double { top(row) + barOffset }
    func barBottom(_ row: Int) -> Double { barTop(row) + barHeight }
    func height(rows: Int) -> Double { Double(rows) * rowHeight + 4 }

    /// A line down all rows; on a phone only beside the bars, because labels stand between them.
    func vertical(x: Double, rows: Int, style: String) -> HTML {
        if shape == .narrow, x <= plotStart { return .empty }
        return switch shape {
        case .wide: ChartFrame.vertical(x: x, from: barTop(0) - 3, to: height(rows: rows), style: style)
        case .narrow:
            HTML.group {
                for row in 0..<rows {
                    ChartFrame.vertical(x: x, from: barTop(row) - 2, to: barBottom(row) + 2, style: style)
                }
            }
        }
    }

    /// Label and figure of a row.
    func texts(_ row: Int, label: String, figure: String, style: String = "") -> HTML {
        let extra = style.isEmpty ? "" : " " + style
        return HTML.group {
            ChartFrame.label(
                DisplayWidth.middleTruncated(label, to: labelColumns), x: 0, y: top(row) + baseline,
                style: "name" + extra, tip: label)
            ChartFrame.label(figure, x: 100, y: top(row) + baseline, style: "figure" + extra)
        }
    }
}
