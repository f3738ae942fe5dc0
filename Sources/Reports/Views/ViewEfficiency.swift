import Columns
import Documents
import Kernel

/// Use and efficiency of a view's lines, as its formats show them.
struct ViewEfficiency {
    /// Decimals for programs.
    private static let places = 6

    private let basis: ResourceBasis

    /// Nil when the view was not asked for it.
    init?(_ view: AllocationView) {
        guard let basis = view.efficiencyBasis else { return nil }
        self.basis = basis
    }

    private var hasTotal: Bool { basis != .blend }

    var columns: [TextTable.Column] {
        (["cpu eff.", "memory eff."] + (hasTotal ? ["total eff."] : [])).map { .number($0) }
    }

    /// In percent, nothing where no pod was seen.
    func cells(_ use: ResourceUse?, _ direct: Amount) -> [String] {
        guard let use else { return columns.map { _ in "" } }
        let efficiency = Efficiency(use, isFree: direct == .zero, basis: basis, places: 3)
        let ratios: [Int128?] = [efficiency.cpu, efficiency.memory, efficiency.total]
        return ratios.compactMap { $0 }.map { "\($0 / 10).\($0 % 10) %" }
    }

    static let csvColumns =
        [
            "CpuUsageCoreSeconds", "CpuRequestCoreSeconds", "MemoryUsageByteSeconds", "MemoryRequestByteSeconds",
            "CpuEfficiency", "MemoryEfficiency", "TotalEfficiency",
        ].map { CSVColumn($0, .number) }

    struct Figure {
        let units: Int128
        let scale: Int
    }

    /// The figures of the columns.
    func figures(_ use: ResourceUse?, _ direct: Amount) -> [Figure?] {
        guard let use else { return ViewEfficiency.csvColumns.map { _ in nil } }
        let efficiency = Efficiency(use, isFree: direct == .zero, basis: basis, places: ViewEfficiency.places)
        let sums = [
            Figure(units: Int128(use.cpuUsage), scale: 9), Figure(units: Int128(use.cpuRequest), scale: 9),
            Figure(units: Int128(use.memoryUsage), scale: 0), Figure(units: Int128(use.memoryRequest), scale: 0),
        ]
        let ratios: [Int128?] = [efficiency.cpu, efficiency.memory, efficiency.total]
        return sums + ratios.map { ratio in ratio.map { Figure(units: $0, scale: ViewEfficiency.places) } }
    }

    /// Members of the same names and figures.
    func members(_ use: ResourceUse?, _ direct: Amount) -> [JSONOut.Member] {
        zip(ViewEfficiency.csvColumns, figures(use, direct)).map { column, figure in
            let name = column.name.prefix(1).lowercased() + column.name.dropFirst()
            return .init(name, .optional(figure.map { DecimalText.print($0.units, scale: $0.scale) }))
        }
    }
}
