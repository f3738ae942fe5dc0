import Columns
import Kernel
import Model

/// The columns that do not depend on the type of the line.
extension AWSCostAndUsage {
    /// FOCUS columns that have the value of one column as it stands, or of the first of two that has one.
    private static let carried: [(FocusColumn, CURColumn, CURColumn?)] = [
        (.billingAccountID, .payerAccountID, nil), (.billingAccountName, .payerAccountName, nil),
        (.subAccountID, .usageAccountID, nil), (.subAccountName, .usageAccountName, nil),
        (.billingCurrency, .currencyCode, nil), (.billingPeriodStart, .billingPeriodStart, nil),
        (.billingPeriodEnd, .billingPeriodEnd, nil), (.invoiceID, .invoiceID, nil),
        (.chargePeriodStart, .usageStart, nil), (.chargePeriodEnd, .usageEnd, nil),
        (.availabilityZone, .availabilityZone, nil), (.chargeDescription, .lineItemDescription, nil),
        (.resourceID, .resourceID, nil), (.regionID, .regionCode, .region), (.skuID, .sku, nil),
        (.skuPriceID, .rateCode, nil), (.skuMeter, .productFamily, nil),
        (.invoiceIssuerName, .invoicingEntity, .legalEntity),
    ]

    mutating func fillDimensions(_ draft: inout FocusDraft, from row: borrowing some SourceRow & ~Copyable) {
        for (made, column, other) in AWSCostAndUsage.carried {
            if let field = field(column, row) ?? other.flatMap({ field($0, row) }) { draft.set(made, field) }
        }
        if field(.usageStart, row) == nil || field(.usageEnd, row) == nil { fillInterval(&draft, from: row) }
        if let kind = field(.locationType, row), kind.equals("AWS Region"), let name = field(.location, row) {
            draft.set(.regionName, name)
        }
        draft.setConstant(.providerName, "AWS")
        fillPublisher(&draft, from: row)
        fillService(&draft, from: row)
    }

    /// `2026-04-01T00:00:00Z/2026-04-01T01:00:00Z`
    private func fillInterval(_ draft: inout FocusDraft, from row: borrowing some SourceRow & ~Copyable) {
        guard let interval = field(.timeInterval, row) else { return }
        let slash = interval.bytes.firstIndex(of: UInt8(ascii: "/")) ?? interval.bytes.count
        let end = min(slash + 1, interval.bytes.count)
        draft.set(.chargePeriodStart, interval.part(0..<slash))
        draft.set(.chargePeriodEnd, interval.part(end..<interval.bytes.count))
    }

    /// On the marketplace others sell; the legal entity is who.
    private func fillPublisher(_ draft: inout FocusDraft, from row: borrowing some SourceRow & ~Copyable) {
        if let entity = field(.billingEntity, row), entity.equals("AWS Marketplace"),
            let seller = field(.legalEntity, row)
        {
            draft.set(.publisherName, seller)
        } else {
            draft.setConstant(.publisherName, "AWS")
        }
    }

    private mutating func fillService(_ draft: inout FocusDraft, from row: borrowing some SourceRow & ~Copyable) {
        let code = field(.productCode, row)
        var service: AWSServices.Service?
        if let code { service = services.service(code: code.bytes) }
        if let code, AWSServices.isBlockStore(code, family: field(.productFamily, row)) {
            draft.setConstant(.serviceName, AWSServices.blockStore.name)
            draft.setConstant(.serviceCategory, AWSServices.blockStore.category)
            return
        }
        if let name = field(.productName, row) {
            draft.set(.serviceName, name)
        } else if let map = field(.productMap, row), let name = productNames?.name(in: map) {
            draft.set(.serviceName, copying: name)
        } else if let service {
            draft.setConstant(.serviceName, service.name)
        } else if let code {
            draft.set(.serviceName, code)
        }
        draft.setConstant(.serviceCategory, service?.category ?? "Other")
        if service == nil, let code { unplaced.count(code.text) }
    }

    // MARK: The file as a whole

    static func fills(_ header: CURHeader) -> Set<FocusColumn> {
        var fills: Set<FocusColumn> = [
            .billedCost, .effectiveCost, .listCost, .contractedCost, .chargeCategory, .chargeClass, .chargeFrequency,
            .pricingCategory, .chargePeriodStart, .chargePeriodEnd, .commitmentDiscountCategory, .commitmentDiscountID,
            .commitmentDiscountQuantity, .commitmentDiscountStatus, .commitmentDiscountType, .commitmentDiscountUnit,
            .consumedQuantity, .consumedUnit, .pricingQuantity, .pricingUnit, .listUnitPrice, .contractedUnitPrice,
            .chargeDescription, .providerName, .publisherName, .serviceName, .serviceCategory, .regionName,
        ]
        for (made, column, other) in carried where header.has(column) || other.map(header.has) ?? false {
            fills.insert(made)
        }
        if header.tags != nil { fills.insert(.tags) }
        return fills
    }

    static func warnings(_ header: CURHeader, file: String) -> [Diagnostic] {
        guard !header.has(.publicOnDemandCost) else { return [] }
        return [
            .warning(
                BillCode.noListCost, "the file has no column \(header.name(.publicOnDemandCost))",
                at: Place(file: file, line: 1),
                hint: "ListCost is then the unblended cost, so that no saving shows; export the report with it")
        ]
    }

    func position(of column: FocusColumn) -> Int? {
        if let carried = AWSCostAndUsage.carried.first(where: { $0.0 == column }) {
            return place(of: carried.1) ?? carried.2.flatMap(place(of:))
        }
        return switch column {
        case .billedCost, .contractedCost: place(of: .netUnblendedCost) ?? place(of: .unblendedCost)
        case .effectiveCost: place(of: effectiveSource ?? .netUnblendedCost) ?? place(of: .unblendedCost)
        case .listCost: place(of: .publicOnDemandCost) ?? place(of: .unblendedCost)
        case .chargeCategory, .chargeClass, .chargeFrequency, .pricingCategory: place(of: .lineItemType)
        case .commitmentDiscountID: place(of: .savingsPlanARN) ?? place(of: .reservationARN)
        case .commitmentDiscountQuantity, .consumedQuantity, .pricingQuantity: place(of: .usageAmount)
        case .consumedUnit, .pricingUnit, .commitmentDiscountUnit: place(of: .pricingUnit)
        case .listUnitPrice: place(of: .publicOnDemandRate)
        case .contractedUnitPrice: place(of: .unblendedRate)
        case .serviceName, .serviceCategory: place(of: .productCode)
        case .publisherName: place(of: .legalEntity)
        case .regionName: place(of: .location)
        case .tags: header.tags?.positions.first
        default: nil
        }
    }

    private func place(of column: CURColumn) -> Int? { header.has(column) ? header[column] : nil }
}
