import Columns
import Kernel
import Model

/// What kind of charge a line is, its quantities and its commitment.
extension AWSCostAndUsage {
    func kind(of row: borrowing some SourceRow & ~Copyable) -> ChargeKind {
        guard let type else { return .unknown }
        switch type {
        case .usage: return isSpot(row) ? .spot : .usage
        case .savingsPlanCoveredUsage, .discountedUsage: return .committed
        case .savingsPlanNegation: return .negation
        case .savingsPlanRecurringFee, .reservationFee: return .instalment
        case .savingsPlanUpfrontFee: return .purchase
        case .fee: return isPurchase(row) ? .purchase : .monthlyFee
        case .tax: return .tax
        case .credit: return .credit
        case .refund: return .refund
        case .enterpriseDiscount, .privateRateDiscount, .bundledDiscount, .reservationVolumeDiscount, .partnerDiscount,
            .distributorDiscount, .discount:
            return .discount
        }
    }

    /// A fee that is paid upfront, or on a bill that AWS makes for a purchase; other fees come every month.
    private func isPurchase(_ row: borrowing some SourceRow & ~Copyable) -> Bool {
        if field(.reservationARN, row) != nil { return true }
        return field(.billType, row)?.equals("Purchase") ?? false
    }

    /// Usage types are `[REGION-]KIND[:DETAIL]`, such as `EUC1-SpotUsage:m6i.large`.
    private func isSpot(_ row: borrowing some SourceRow & ~Copyable) -> Bool {
        if field(.pricingTerm, row)?.equals("Spot") ?? false { return true }
        guard let usageType = field(.usageType, row) else { return false }
        let head = usageType.bytes.prefix { $0 != UInt8(ascii: ":") }
        let kind = head.lastIndex(of: UInt8(ascii: "-")).map { $0 + 1 } ?? 0
        return usageType.part(kind..<head.endIndex).equals("SpotUsage")
    }

    // MARK: Quantities

    func fillQuantities(_ draft: inout FocusDraft, from row: borrowing some SourceRow & ~Copyable) {
        switch type {
        case .usage, .savingsPlanCoveredUsage, .discountedUsage:
            fillConsumed(&draft, from: row)
            fillPriced(&draft, from: row)
            if let price = field(.publicOnDemandRate, row) { draft.set(.listUnitPrice, price) }
            if let price = contractedUnitPrice(row) { draft.set(.contractedUnitPrice, price) }
        case .savingsPlanRecurringFee, .savingsPlanUpfrontFee, .reservationFee, .fee: fillPriced(&draft, from: row)
        default: break
        }
    }

    func fillConsumed(_ draft: inout FocusDraft, from row: borrowing some SourceRow & ~Copyable) {
        if let amount = field(.usageAmount, row) { draft.set(.consumedQuantity, amount) }
        if let unit = field(.pricingUnit, row) { CURUnits.set(&draft, .consumedUnit, unit) }
    }

    private func fillPriced(_ draft: inout FocusDraft, from row: borrowing some SourceRow & ~Copyable) {
        if let amount = field(.usageAmount, row) { draft.set(.pricingQuantity, amount) }
        if let unit = field(.pricingUnit, row) { CURUnits.set(&draft, .pricingUnit, unit) }
    }

    /// The price that ContractedCost is made with.
    private func contractedUnitPrice(_ row: borrowing some SourceRow & ~Copyable) -> CSVField? {
        if type == .discountedUsage { return field(.publicOnDemandRate, row) }
        return field(.netUnblendedRate, row) ?? field(.unblendedRate, row)
    }

    // MARK: Commitments

    mutating func fillCommitment(
        _ draft: inout FocusDraft, from row: borrowing some SourceRow & ~Copyable
    ) throws(RowFinding) {
        let isUpfrontFee = type == .fee && field(.reservationARN, row) != nil
        guard let commitment = isUpfrontFee ? .reservation : type?.commitment,
            fillCommitment(&draft, commitment, from: row)
        else { return }
        if let type, type.isCovered { draft.setConstant(.commitmentDiscountStatus, "Used") }
        switch type {
        case .savingsPlanCoveredUsage:
            guard case .text(let spent) = draft.value(FocusColumn.effectiveCost.ordinal) else { return }
            draft.set(.commitmentDiscountQuantity, spent)
            fillCurrencyUnit(&draft, from: row)
        case .savingsPlanRecurringFee:
            guard let total = field(.totalCommitment, row) else { return }
            draft.set(.commitmentDiscountQuantity, total)
            fillCurrencyUnit(&draft, from: row)
        case .discountedUsage:
            guard let amount = field(.usageAmount, row) else { return }
            draft.set(.commitmentDiscountQuantity, amount)
            if let unit = field(.pricingUnit, row) { CURUnits.set(&draft, .commitmentDiscountUnit, unit) }
        default: break
        }
    }

    /// The second row of a fee: what nobody used of the commitment.
    func fillUnused(
        _ draft: inout FocusDraft, _ unused: UnusedCommitment, from row: borrowing some SourceRow & ~Copyable
    ) {
        for column in [FocusColumn.billedCost, .contractedCost, .listCost, .pricingQuantity] {
            draft.set(column, units: 0)
        }
        draft.set(.effectiveCost, units: unused.units)
        if let unit = field(.pricingUnit, row) { CURUnits.set(&draft, .pricingUnit, unit) }
        let hasID = fillCommitment(&draft, unused.commitment, from: row)
        if hasID { draft.setConstant(.commitmentDiscountStatus, "Unused") }
        switch unused.commitment {
        case .savingsPlan:
            draft.setConstant(.chargeDescription, "Unused part of the savings plan commitment")
            guard hasID else { return }
            let places = Amount.scale - Quantity.scale
            draft.set(
                .commitmentDiscountQuantity, units: DecimalText.roundHalfEven(unused.units, droppingDigits: places))
            fillCurrencyUnit(&draft, from: row)
        case .reservation:
            draft.setConstant(.chargeDescription, "Unused part of the reservation")
            guard hasID, let quantity = field(.unusedQuantity, row) else { return }
            draft.set(.commitmentDiscountQuantity, quantity)
            if let unit = field(.pricingUnit, row) { CURUnits.set(&draft, .commitmentDiscountUnit, unit) }
        }
    }

    /// False when the row does not say which one.
    private func fillCommitment(
        _ draft: inout FocusDraft, _ commitment: LineItemType.Commitment,
        from row: borrowing some SourceRow & ~Copyable
    ) -> Bool {
        let isPlan = commitment == .savingsPlan
        guard let id = field(isPlan ? .savingsPlanARN : .reservationARN, row) else { return false }
        draft.set(.commitmentDiscountID, id)
        draft.setConstant(.commitmentDiscountCategory, isPlan ? "Spend" : "Usage")
        draft.setConstant(.commitmentDiscountType, isPlan ? "Savings Plan" : "Reserved Instance")
        return true
    }

    /// A savings plan is counted in money.
    private func fillCurrencyUnit(_ draft: inout FocusDraft, from row: borrowing some SourceRow & ~Copyable) {
        if let currency = field(.currencyCode, row) { draft.set(.commitmentDiscountUnit, currency) }
    }
}
