import Columns
import Kernel
import Model

/// What nobody used of a commitment in the period of its fee.
struct UnusedCommitment {
    let commitment: LineItemType.Commitment
    /// At the scale of amounts.
    let units: Int128
}

/// The four costs, by the type of the line.
extension AWSCostAndUsage {
    mutating func fillCosts(
        _ draft: inout FocusDraft, from row: borrowing some SourceRow & ~Copyable
    ) throws(RowFinding) {
        try fillBilledCost(&draft, from: row)
        let billed = draft.value(FocusColumn.billedCost.ordinal)
        switch type {
        case .usage:
            draft.set(.effectiveCost, billed)
            draft.set(.contractedCost, billed)
            fillListCost(&draft, billed, from: row)
        case .savingsPlanCoveredUsage:
            let effective = try effectiveCost(.netSavingsPlanEffectiveCost, .savingsPlanEffectiveCost, row)
            draft.set(.effectiveCost, effective)
            draft.set(.contractedCost, billed)
            fillListCost(&draft, billed, from: row)
        case .discountedUsage:
            let effective = try effectiveCost(.netReservationEffectiveCost, .reservationEffectiveCost, row)
            draft.set(.effectiveCost, effective)
            draft.set(.contractedCost, field(.publicOnDemandCost, row) ?? effective)
            draft.set(.listCost, field(.publicOnDemandCost, row) ?? effective)
        case .savingsPlanNegation:
            for column in [FocusColumn.effectiveCost, .contractedCost, .listCost] { draft.set(column, units: 0) }
        case .savingsPlanRecurringFee, .savingsPlanUpfrontFee, .reservationFee:
            fillPurchase(&draft, billed)
            unused = try unusedCommitment(row)
        case .fee where field(.reservationARN, row) != nil:
            fillPurchase(&draft, billed)
        case .some(let type) where type.isDiscount:
            draft.set(.effectiveCost, billed)
            draft.set(.contractedCost, billed)
            draft.set(.listCost, units: 0)
        default:
            for column in [FocusColumn.effectiveCost, .contractedCost, .listCost] { draft.set(column, billed) }
        }
    }

    /// What the public price list asks; where there is no public price, what was asked before discounts.
    private func fillListCost(
        _ draft: inout FocusDraft, _ billed: FocusValue, from row: borrowing some SourceRow & ~Copyable
    ) {
        if let list = field(.publicOnDemandCost, row) ?? field(.unblendedCost, row) {
            draft.set(.listCost, list)
        } else {
            draft.set(.listCost, billed)
        }
    }

    /// The commitment is paid for; its worth is in the usage that it covers and in what nobody uses.
    private func fillPurchase(_ draft: inout FocusDraft, _ billed: FocusValue) {
        draft.set(.effectiveCost, units: 0)
        draft.set(.contractedCost, billed)
        draft.set(.listCost, billed)
    }

    private func fillBilledCost(
        _ draft: inout FocusDraft, from row: borrowing some SourceRow & ~Copyable
    ) throws(RowFinding) {
        if let net = field(.netUnblendedCost, row) {
            return draft.set(.billedCost, net)
        }
        if let type, type.isDiscount, header.has(.netUnblendedCost) {
            throw RowFinding(
                BillCode.nullRequired,
                "\(header.name(.netUnblendedCost)) is null on a row of type \(type.rawValue)",
                slot: FocusColumn.billedCost.ordinal,
                hint: "rows with a net cost have their discount already; whether this one is in them cannot be told")
        }
        if let unblended = field(.unblendedCost, row) {
            draft.set(.billedCost, unblended)
        } else if type == .discountedUsage {
            // Nothing is billed for it, and some reports leave the field empty.
            draft.set(.billedCost, units: 0)
        }
    }

    private mutating func effectiveCost(
        _ net: CURColumn, _ column: CURColumn, _ row: borrowing some SourceRow & ~Copyable
    ) throws(RowFinding) -> CSVField {
        effectiveSource = net
        if let field = field(net, row) { return field }
        effectiveSource = column
        guard let field = field(column, row) else { throw isNull(column, .effectiveCost) }
        return field
    }

    /// Nil when all of it was used.
    private mutating func unusedCommitment(
        _ row: borrowing some SourceRow & ~Copyable
    ) throws(RowFinding) -> UnusedCommitment? {
        let units: Int128
        let commitment: LineItemType.Commitment
        switch type {
        case .savingsPlanRecurringFee:
            commitment = .savingsPlan
            let used = try amount(.usedCommitment, row)
            units = try sum(try amount(.totalCommitment, row), -used)
        case .reservationFee:
            commitment = .reservation
            units = try unusedFees(row)
        default: return nil
        }
        return units == 0 ? nil : UnusedCommitment(commitment: commitment, units: units)
    }

    /// A reservation without an upfront or without a monthly part may leave that one out, but not both.
    private mutating func unusedFees(_ row: borrowing some SourceRow & ~Copyable) throws(RowFinding) -> Int128 {
        let upfront = [CURColumn.netUnusedUpfrontFee, .unusedUpfrontFee].first { field($0, row) != nil }
        let recurring = [CURColumn.netUnusedRecurringFee, .unusedRecurringFee].first { field($0, row) != nil }
        switch (upfront, recurring) {
        case (let upfront?, let recurring?): return try sum(try amount(upfront, row), try amount(recurring, row))
        case (let only?, nil), (nil, let only?): return try amount(only, row)
        case (nil, nil): throw isNull(.unusedRecurringFee, .effectiveCost)
        }
    }

    // MARK: Amounts

    /// A needed amount that is reckoned with, at the scale of amounts.
    mutating func amount(
        _ column: CURColumn, _ row: borrowing some SourceRow & ~Copyable
    ) throws(RowFinding) -> Int128 {
        effectiveSource = column
        guard let field = field(column, row) else { throw isNull(column, .effectiveCost) }
        do throws(DecimalTextError) {
            return try DecimalText.parse(field.bytes, scale: Amount.scale)
        } catch {
            throw RowFinding(error, header.name(column), field, slot: FocusColumn.effectiveCost.ordinal)
        }
    }

    private func sum(_ left: Int128, _ right: Int128) throws(RowFinding) -> Int128 {
        // Each is below 10^38, and their sum must be too.
        let (sum, overflow) = left.addingReportingOverflow(right)
        guard !overflow, sum.magnitude < AWSCostAndUsage.limit else {
            throw RowFinding(
                BillCode.amountTooLarge, "the unused part of the commitment is too large",
                slot: FocusColumn.effectiveCost.ordinal,
                hint: "amounts are below 10^14; this looks like a damaged value")
        }
        return sum
    }

    private static let limit = (0..<38).reduce(UInt128(1)) { power, _ in power * 10 }

    func isNull(_ column: CURColumn, _ made: FocusColumn) -> RowFinding {
        let name = header.name(column)
        let kind = type.map { " on a row of type \($0.rawValue)" } ?? ""
        guard header.has(column) else {
            return RowFinding(
                BillCode.nullRequired, "the file has no column \(name), which is needed\(kind)", slot: made.ordinal,
                hint: "export the report with all columns of reservations and savings plans")
        }
        return RowFinding(BillCode.nullRequired, "\(name) is null\(kind)", slot: made.ordinal)
    }
}
