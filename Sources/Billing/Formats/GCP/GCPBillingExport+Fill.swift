import Columns
import Kernel
import Model

extension GCPBillingExport {
    mutating func fill(_ draft: inout FocusDraft, from row: borrowing some SourceRow & ~Copyable) -> RowFinding? {
        for (column, position) in columns.copied { draft.set(column, row[position]) }
        if let finding = fillCosts(&draft, from: row) { return finding }
        let monthField = row[columns.invoiceMonth]
        guard let month = texts.month(monthField) else {
            return RowFinding(
                BillCode.notATime, "invoice.month \(QuotedText.of(monthField.text)) is no month",
                slot: FocusColumn.billingPeriodStart.ordinal, hint: "months are written 202405")
        }
        draft.set(.billingPeriodStart, microseconds: month.start.microseconds)
        draft.set(.billingPeriodEnd, microseconds: month.end.microseconds)
        fillCharge(&draft, from: row)
        fillNames(&draft, from: row)
        guard let position = columns.labels, !row[position].isNull else { return nil }
        switch texts.labels(row[position]) {
        case .success(let tags): if !tags.isEmpty { draft.set(.tags, copying: tags) }
        case .failure(let reason): return JSONCell.finding("labels", reason, slot: FocusColumn.tags.ordinal)
        }
        return nil
    }

    /// What the invoice adds up to is cost and credits, so that BilledCost is their sum. Google invoices commitments
    /// month by month, and the export does not spread their fees over usage: EffectiveCost is the same sum.
    private mutating func fillCosts(
        _ draft: inout FocusDraft, from row: borrowing some SourceRow & ~Copyable
    ) -> RowFinding? {
        let costField = row[columns.cost]
        draft.set(.contractedCost, costField)
        draft.set(.listCost, costField)
        if let position = columns.costAtList, !row[position].isNull { draft.set(.listCost, row[position]) }
        var credits = GCPCredits.none
        let creditsField = row[columns.credits]
        if !creditsField.isNull {
            switch texts.credits(creditsField) {
            case .success(let read): credits = read
            case .failure(let reason):
                return JSONCell.finding("credits", reason, slot: FocusColumn.effectiveCost.ordinal)
            }
        }
        if credits.hasCommitment { draft.set(.pricingCategory, "Committed") }
        guard !costField.isNull, var net = GCPBillingExport.amount(costField) else {
            // Null or unreadable: found by the checks of FOCUS rows.
            draft.set(.billedCost, costField)
            return nil
        }
        do { try net.add(credits.sum) } catch { return GCPBillingExport.tooLarge }
        guard net.units.magnitude < GCPBillingExport.unitLimit else { return GCPBillingExport.tooLarge }
        draft.set(.billedCost, units: net.units)
        draft.set(.effectiveCost, units: net.units)
        return nil
    }

    private mutating func fillCharge(_ draft: inout FocusDraft, from row: borrowing some SourceRow & ~Copyable) {
        var isUsage = true
        var isTax = false
        if let position = columns.costType, !row[position].isNull {
            switch row[position].text.lowercased() {
            case "regular": draft.set(.chargeCategory, "Usage")
            case "tax":
                draft.set(.chargeCategory, "Tax")
                isTax = true
                isUsage = false
            case "adjustment", "rounding_error":
                draft.set(.chargeCategory, "Adjustment")
                isUsage = false
            default:
                // Handed on as it stands: the row is set aside with the list of what is allowed.
                draft.set(.chargeCategory, row[position])
            }
        } else {
            draft.set(.chargeCategory, "Usage")
        }
        // A manual adjustment is a charge of its own; the other modes correct what was invoiced before.
        if let position = columns.adjustmentMode, !row[position].isNull,
            row[position].text.uppercased() != "MANUAL_ADJUSTMENT"
        {
            draft.set(.chargeClass, "Correction")
        }
        if isUsage {
            draft.set(.chargeFrequency, "Usage-Based")
            if let position = columns.usageAmount { draft.set(.consumedQuantity, row[position]) }
            if let position = columns.usageUnit { draft.set(.consumedUnit, row[position]) }
        }
        if !isTax {
            if let position = columns.pricingAmount { draft.set(.pricingQuantity, row[position]) }
            if let position = columns.pricingUnit { draft.set(.pricingUnit, row[position]) }
        }
    }

    private mutating func fillNames(_ draft: inout FocusDraft, from row: borrowing some SourceRow & ~Copyable) {
        let service = texts.service(row[columns.service])
        if service.category == nil { unplaced.count(service.name) }
        draft.set(.serviceCategory, service.category ?? ServiceTable.other)
        draft.set(.providerName, "Google Cloud")
        draft.set(.invoiceIssuerName, "Google Cloud")
        draft.set(.publisherName, "Google Cloud")
        if let position = columns.seller, !row[position].isNull { draft.set(.publisherName, row[position]) }
        draft.set(.subAccountType, "Project")
        let ids = [columns.globalName, columns.resource].compactMap { $0 }
        if let id = ids.first(where: { !row[$0].isNull }) { draft.set(.resourceID, row[id]) }
    }

    private static func amount(_ field: CSVField) -> Amount? {
        do { return try Amount(utf8: field.bytes) } catch { return nil }
    }

    /// What a single amount may have: 38 digits.
    private static let unitLimit: UInt128 = 100_000_000_000_000_000_000_000_000_000_000_000_000

    private static let tooLarge = RowFinding(
        BillCode.amountTooLarge, "cost and credits add up to too large an amount", slot: FocusColumn.billedCost.ordinal,
        hint: "amounts are below 10^14; this looks like a damaged value")
}
