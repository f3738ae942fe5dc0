import Columns
import Kernel
import Model

extension AzureCostDetails {
    mutating func fill(_ draft: inout FocusDraft, from row: borrowing some SourceRow & ~Copyable) -> RowFinding? {
        for (column, position) in columns.copied { draft.set(column, row[position]) }
        let charge = fillCharge(&draft, from: row)
        fillCosts(&draft, charge, from: row)
        if let finding = fillPeriods(&draft, from: row) { return finding }
        fillCommitment(&draft, charge, from: row)
        fillService(&draft, from: row)
        fillResource(&draft, from: row)
        return fillTags(&draft, from: row)
    }

    // MARK: What is charged

    private mutating func fillCharge(
        _ draft: inout FocusDraft, from row: borrowing some SourceRow & ~Copyable
    ) -> AzureCharge {
        var kind = AzureCharge.Kind.usage
        var commitment: AzureCharge.Commitment?
        var isKnown = true
        if let position = columns.chargeType, !row[position].isNull {
            if let known = texts.charge(row[position]) {
                (kind, commitment) = known
            } else {
                // Handed on as it stands: the row is set aside with the list of what is allowed.
                isKnown = false
                draft.set(.chargeCategory, row[position])
            }
        }
        if let position = columns.pricingModel {
            if !row[position].isNull {
                let model = texts.model(row[position])
                commitment = commitment ?? model.0
                draft.set(.pricingCategory, model.category)
            }
        } else if commitment == nil, let position = columns.reservation, !row[position].isNull {
            // Exports from before savings plans name the reservation and no pricing model.
            commitment = .reservation
        }
        let charge = AzureCharge(kind: kind, commitment: commitment)
        if isKnown { draft.set(.chargeCategory, charge.category) }
        if kind == .refund { draft.set(.chargeClass, "Correction") }
        if let position = columns.frequency, !row[position].isNull {
            if let frequency = texts.frequency(row[position]) {
                draft.set(.chargeFrequency, frequency)
            } else {
                draft.set(.chargeFrequency, row[position])
            }
        }
        return charge
    }

    // MARK: Money

    /// BilledCost is the cost but for what a commitment covers; EffectiveCost is the cost but for purchases of
    /// commitments. So each row has both as FOCUS defines them, in actual and in amortised exports; what is missing are
    /// the rows, or the worth, that only the other export has.
    private mutating func fillCosts(
        _ draft: inout FocusDraft, _ charge: AzureCharge, from row: borrowing some SourceRow & ~Copyable
    ) {
        let field = row[columns.cost]
        guard !field.isNull, let cost = AzureCostDetails.units(field, scale: Amount.scale) else {
            // Null or unreadable: found by the checks of FOCUS rows.
            return draft.set(.billedCost, field)
        }
        basis.formUnion(charge.basis(cost: cost))
        draft.set(.billedCost, units: charge.isCovered ? 0 : cost)
        draft.set(.effectiveCost, units: charge.isCommitmentPurchase ? 0 : cost)
        let quantity = columns.quantity.map { row[$0] }
        if let quantity, charge.kind != .tax {
            draft.set(.pricingQuantity, quantity)
            if charge.kind == .usage {
                draft.set(.consumedQuantity, quantity)
                if let unit = columns.unit { draft.set(.consumedUnit, row[unit]) }
            }
        }
        fillPrices(&draft, charge, cost: cost, from: row)
    }

    private func fillPrices(
        _ draft: inout FocusDraft, _ charge: AzureCharge, cost: Int128, from row: borrowing some SourceRow & ~Copyable
    ) {
        let isBillingCurrency = pricesAreInBillingCurrency(row)
        let hasCurrency = columns.pricingCurrency != nil
        if let position = columns.unitPrice {
            if hasCurrency { draft.set(.pricingCurrencyContractedUnitPrice, row[position]) }
            if isBillingCurrency { draft.set(.contractedUnitPrice, row[position]) }
        }
        if let position = columns.payGPrice {
            if hasCurrency { draft.set(.pricingCurrencyListUnitPrice, row[position]) }
            if isBillingCurrency { draft.set(.listUnitPrice, row[position]) }
        }
        var contracted = cost
        var list: Int128?
        if charge.kind == .usage {
            let unitPrice = columns.unitPrice.flatMap { AzureCostDetails.units(row[$0], scale: Amount.scale) }
            let listPrice = columns.payGPrice.flatMap { AzureCostDetails.units(row[$0], scale: Amount.scale) }
            let quantity = columns.quantity.flatMap { AzureCostDetails.units(row[$0], scale: Quantity.scale) }
            if charge.isCovered, isBillingCurrency, let unitPrice, unitPrice > 0, let quantity {
                contracted = ExactProduct.of(price: unitPrice, quantity: quantity) ?? cost
            }
            if let position = columns.payGCost { list = AzureCostDetails.units(row[position], scale: Amount.scale) }
            if list == nil, isBillingCurrency, let listPrice, listPrice > 0, listPrice != unitPrice, let quantity {
                list = ExactProduct.of(price: listPrice, quantity: quantity)
            }
        }
        draft.set(.contractedCost, units: contracted)
        draft.set(.listCost, units: list ?? contracted)
    }

    /// Under a Microsoft Customer Agreement prices may be in another currency than the bill.
    private func pricesAreInBillingCurrency(_ row: borrowing some SourceRow & ~Copyable) -> Bool {
        guard let position = columns.pricingCurrency, !row[position].isNull else { return true }
        return row[position].bytes.elementsEqual(row[columns.currency].bytes)
    }

    /// Nil for what is null, no number, or does not fit exactly.
    private static func units(_ field: CSVField, scale: Int) -> Int128? {
        guard !field.isNull else { return nil }
        do { return try DecimalText.parse(field.bytes, scale: scale) } catch { return nil }
    }

    // MARK: Time

    private mutating func fillPeriods(
        _ draft: inout FocusDraft, from row: borrowing some SourceRow & ~Copyable
    ) -> RowFinding? {
        let field = row[columns.date]
        guard let day = texts.day(field) else { return notADay("Date", field, .chargePeriodStart) }
        draft.set(.chargePeriodStart, microseconds: day.start.microseconds)
        draft.set(.chargePeriodEnd, microseconds: day.advanced(by: 1).start.microseconds)
        guard let start = columns.periodStart, let end = columns.periodEnd else {
            let month = Month(containing: day)
            draft.set(.billingPeriodStart, microseconds: month.start.microseconds)
            draft.set(.billingPeriodEnd, microseconds: month.end.microseconds)
            return nil
        }
        guard let first = texts.day(row[start]) else {
            return notADay("BillingPeriodStartDate", row[start], .billingPeriodStart)
        }
        guard let last = texts.day(row[end]) else {
            return notADay("BillingPeriodEndDate", row[end], .billingPeriodEnd)
        }
        draft.set(.billingPeriodStart, microseconds: first.start.microseconds)
        // The export names the last day of the period, FOCUS the first one behind it.
        draft.set(.billingPeriodEnd, microseconds: last.advanced(by: 1).start.microseconds)
        return nil
    }

    private func notADay(_ name: String, _ field: CSVField, _ column: FocusColumn) -> RowFinding {
        RowFinding(
            BillCode.notATime, "\(name) \(QuotedText.of(field.text)) is no day", slot: column.ordinal,
            hint: "days are written 09/30/2023, month first, or 2023-09-30")
    }
}
