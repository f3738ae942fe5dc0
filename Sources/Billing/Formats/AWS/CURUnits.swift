import Columns
import Model

/// Units as FOCUS writes them; what is not here stays as AWS writes it.
enum CURUnits {
    private static let known = Spellings(["Hrs", "Hr", "GB-Mo", "GB-month", "IOPS-Mo", "Mo", "LCU-Hrs", "vCPU-Hrs"])
    private static let names: [StaticString] = [
        "Hours", "Hours", "GB-Months", "GB-Months", "IOPS-Months", "Months", "LCU-Hours", "vCPU-Hours",
    ]

    static func set(_ draft: inout FocusDraft, _ column: FocusColumn, _ unit: CSVField) {
        let index = known.index(of: unit.bytes)
        if index >= 0 { draft.setConstant(column, names[index]) } else { draft.set(column, unit) }
    }
}
