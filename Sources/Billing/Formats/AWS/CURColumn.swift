/// The columns of a Cost and Usage Report that FOCUS columns are made from, in the order of the report's sections.
enum CURColumn: Int, CaseIterable {
    case timeInterval
    case billType, billingEntity, billingPeriodEnd, billingPeriodStart, invoiceID, invoicingEntity, payerAccountID,
        payerAccountName
    case availabilityZone, currencyCode, legalEntity, lineItemDescription, lineItemType, netUnblendedCost,
        netUnblendedRate, productCode, resourceID, unblendedCost, unblendedRate, usageAccountID, usageAccountName,
        usageAmount, usageEnd, usageStart, usageType
    case publicOnDemandCost, publicOnDemandRate, pricingTerm, pricingUnit, rateCode
    case location, locationType, productFamily, productName, region, regionCode, sku
    case netReservationEffectiveCost, netUnusedUpfrontFee, netUnusedRecurringFee, reservationARN,
        reservationEffectiveCost, unusedQuantity, unusedRecurringFee, unusedUpfrontFee
    case netSavingsPlanEffectiveCost, savingsPlanARN, savingsPlanEffectiveCost, totalCommitment, usedCommitment
    case splitParentResourceID
    case productMap, resourceTagsMap, tagsMap

    /// As the legacy report spells it.
    var slashName: String {
        switch self {
        case .timeInterval: "identity/TimeInterval"
        case .billType: "bill/BillType"
        case .billingEntity: "bill/BillingEntity"
        case .billingPeriodEnd: "bill/BillingPeriodEndDate"
        case .billingPeriodStart: "bill/BillingPeriodStartDate"
        case .invoiceID: "bill/InvoiceId"
        case .invoicingEntity: "bill/InvoicingEntity"
        case .payerAccountID: "bill/PayerAccountId"
        case .payerAccountName: "bill/PayerAccountName"
        case .availabilityZone: "lineItem/AvailabilityZone"
        case .currencyCode: "lineItem/CurrencyCode"
        case .legalEntity: "lineItem/LegalEntity"
        case .lineItemDescription: "lineItem/LineItemDescription"
        case .lineItemType: "lineItem/LineItemType"
        case .netUnblendedCost: "lineItem/NetUnblendedCost"
        case .netUnblendedRate: "lineItem/NetUnblendedRate"
        case .productCode: "lineItem/ProductCode"
        case .resourceID: "lineItem/ResourceId"
        case .unblendedCost: "lineItem/UnblendedCost"
        case .unblendedRate: "lineItem/UnblendedRate"
        case .usageAccountID: "lineItem/UsageAccountId"
        case .usageAccountName: "lineItem/UsageAccountName"
        case .usageAmount: "lineItem/UsageAmount"
        case .usageEnd: "lineItem/UsageEndDate"
        case .usageStart: "lineItem/UsageStartDate"
        case .usageType: "lineItem/UsageType"
        case .publicOnDemandCost: "pricing/publicOnDemandCost"
        case .publicOnDemandRate: "pricing/publicOnDemandRate"
        case .pricingTerm: "pricing/term"
        case .pricingUnit: "pricing/unit"
        case .rateCode: "pricing/RateCode"
        case .location: "product/location"
        case .locationType: "product/locationType"
        case .productFamily: "product/productFamily"
        case .productName: "product/ProductName"
        case .region: "product/region"
        case .regionCode: "product/regionCode"
        case .sku: "product/sku"
        case .netReservationEffectiveCost: "reservation/NetEffectiveCost"
        case .netUnusedUpfrontFee: "reservation/NetUnusedAmortizedUpfrontFeeForBillingPeriod"
        case .netUnusedRecurringFee: "reservation/NetUnusedRecurringFee"
        case .reservationARN: "reservation/ReservationARN"
        case .reservationEffectiveCost: "reservation/EffectiveCost"
        case .unusedQuantity: "reservation/UnusedQuantity"
        case .unusedRecurringFee: "reservation/UnusedRecurringFee"
        case .unusedUpfrontFee: "reservation/UnusedAmortizedUpfrontFeeForBillingPeriod"
        case .netSavingsPlanEffectiveCost: "savingsPlan/NetSavingsPlanEffectiveCost"
        case .savingsPlanARN: "savingsPlan/SavingsPlanARN"
        case .savingsPlanEffectiveCost: "savingsPlan/SavingsPlanEffectiveCost"
        case .totalCommitment: "savingsPlan/TotalCommitmentToDate"
        case .usedCommitment: "savingsPlan/UsedCommitment"
        case .splitParentResourceID: "splitLineItem/ParentResourceId"
        case .productMap: "product"
        case .resourceTagsMap: "resourceTags"
        case .tagsMap: "tags"
        }
    }

    /// As CUR 2.0 and Athena spell it: every capital letter becomes an underscore and a small one.
    var snakeName: String {
        var name = ""
        for character in slashName {
            if character == "/" {
                name += "_"
            } else if character.isUppercase {
                name += (name.isEmpty || name.last == "_" ? "" : "_") + character.lowercased()
            } else {
                name.append(character)
            }
        }
        return name
    }

    /// What all spellings of a name have in common: its letters and digits.
    static func folded(_ name: String) -> String {
        name.lowercased().filter { $0.isLetter || $0.isNumber }
    }

    /// Whether one FOCUS column has the value of every row as it stands. What is made of other columns depends on the
    /// row, and so they stay in `x_OtherColumns`.
    var isCarriedWhole: Bool {
        switch self {
        case .billingPeriodEnd, .billingPeriodStart, .invoiceID, .payerAccountID, .payerAccountName, .availabilityZone,
            .currencyCode, .lineItemDescription, .resourceID, .usageAccountID, .usageAccountName, .usageEnd,
            .usageStart, .rateCode, .productFamily, .sku:
            true
        default: false
        }
    }
}
