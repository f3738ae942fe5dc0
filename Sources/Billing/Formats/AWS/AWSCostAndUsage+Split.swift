import Columns
import Kernel
import Model

/// Rows of split cost allocation data: pods and tasks on an EC2 instance that is billed on its own row.
extension AWSCostAndUsage {
    /// Whether the row repeats a part of its parent's cost. Rows of Fargate have split figures too, but no parent: they
    /// are billed themselves.
    func isSplitCost(_ row: borrowing some SourceRow & ~Copyable) throws(RowFinding) -> Bool {
        guard field(.splitParentResourceID, row) != nil else { return false }
        for column in [CURColumn.unblendedCost, .netUnblendedCost] {
            guard let field = field(column, row) else { continue }
            let units: Int128
            do throws(DecimalTextError) {
                units = try DecimalText.parse(field.bytes, scale: Amount.scale)
            } catch {
                throw RowFinding(error, header.name(column), field, slot: FocusColumn.billedCost.ordinal)
            }
            guard units == 0 else {
                throw RowFinding(
                    BillCode.splitCostBilled,
                    "\(header.name(column)) is \(QuotedText.of(field.text)) on a row that splits the cost of another",
                    slot: FocusColumn.billedCost.ordinal,
                    hint: "the other row is billed with all of it; such rows are 0 or empty")
            }
        }
        return true
    }

    /// Nothing is added to the bill. The split figures are in `x_OtherColumns`.
    func fillSplitCost(_ draft: inout FocusDraft, from row: borrowing some SourceRow & ~Copyable) {
        if let parent = field(.splitParentResourceID, row) { draft.note(.splitCost, .billedCost, parent) }
        for column in [FocusColumn.billedCost, .effectiveCost, .contractedCost, .listCost, .pricingQuantity] {
            draft.set(column, units: 0)
        }
        fillConsumed(&draft, from: row)
        if let unit = field(.pricingUnit, row) { CURUnits.set(&draft, .pricingUnit, unit) }
    }
}
