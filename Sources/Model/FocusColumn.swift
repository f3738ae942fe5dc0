/// A column of FOCUS 1.2, in the specification's alphabetical order.
package enum FocusColumn: String, Sendable, CaseIterable {
    case availabilityZone = "AvailabilityZone"
    case billedCost = "BilledCost"
    case billingAccountID = "BillingAccountId"
    case billingAccountName = "BillingAccountName"
    case billingAccountType = "BillingAccountType"
    case billingCurrency = "BillingCurrency"
    case billingPeriodEnd = "BillingPeriodEnd"
    case billingPeriodStart = "BillingPeriodStart"
    case capacityReservationID = "CapacityReservationId"
    case capacityReservationStatus = "CapacityReservationStatus"
    case chargeCategory = "ChargeCategory"
    case chargeClass = "ChargeClass"
    case chargeDescription = "ChargeDescription"
    case chargeFrequency = "ChargeFrequency"
    case chargePeriodEnd = "ChargePeriodEnd"
    case chargePeriodStart = "ChargePeriodStart"
    case commitmentDiscountCategory = "CommitmentDiscountCategory"
    case commitmentDiscountID = "CommitmentDiscountId"
    case commitmentDiscountName = "CommitmentDiscountName"
    case commitmentDiscountQuantity = "CommitmentDiscountQuantity"
    case commitmentDiscountStatus = "CommitmentDiscountStatus"
    case commitmentDiscountType = "CommitmentDiscountType"
    case commitmentDiscountUnit = "CommitmentDiscountUnit"
    case consumedQuantity = "ConsumedQuantity"
    case consumedUnit = "ConsumedUnit"
    case contractedCost = "ContractedCost"
    case contractedUnitPrice = "ContractedUnitPrice"
    case effectiveCost = "EffectiveCost"
    case invoiceID = "InvoiceId"
    case invoiceIssuerName = "InvoiceIssuerName"
    case listCost = "ListCost"
    case listUnitPrice = "ListUnitPrice"
    case pricingCategory = "PricingCategory"
    case pricingCurrency = "PricingCurrency"
    case pricingCurrencyContractedUnitPrice = "PricingCurrencyContractedUnitPrice"
    case pricingCurrencyEffectiveCost = "PricingCurrencyEffectiveCost"
    case pricingCurrencyListUnitPrice = "PricingCurrencyListUnitPrice"
    case pricingQuantity = "PricingQuantity"
    case pricingUnit = "PricingUnit"
    case providerName = "ProviderName"
    case publisherName = "PublisherName"
    case regionID = "RegionId"
    case regionName = "RegionName"
    case resourceID = "ResourceId"
    case resourceName = "ResourceName"
    case resourceType = "ResourceType"
    case serviceCategory = "ServiceCategory"
    case serviceName = "ServiceName"
    case serviceSubcategory = "ServiceSubcategory"
    case skuID = "SkuId"
    case skuMeter = "SkuMeter"
    case skuPriceDetails = "SkuPriceDetails"
    case skuPriceID = "SkuPriceId"
    case subAccountID = "SubAccountId"
    case subAccountName = "SubAccountName"
    case subAccountType = "SubAccountType"
    case tags = "Tags"

    /// How the text of the column is read and kept.
    package enum Kind: Sendable, Equatable {
        /// Exact decimal, 24 places.
        case cost
        /// Exact decimal, 24 places.
        case unitPrice
        /// Decimal, 18 places; further digits are rounded half to even.
        case quantity
        case instant
        case text
        case json
        case currency
        /// One of a closed list, compared without case.
        case enumeration([String])
    }

    package enum Version: String, Sendable, CaseIterable, Comparable {
        case v1_0 = "1.0"
        case v1_1 = "1.1"
        case v1_2 = "1.2"
        case v1_3 = "1.3"
        case v1_4 = "1.4"

        package static func < (left: Version, right: Version) -> Bool { left.rawValue < right.rawValue }
    }

    package var kind: Kind {
        switch self {
        case .billedCost, .contractedCost, .effectiveCost, .listCost, .pricingCurrencyEffectiveCost: .cost
        case .contractedUnitPrice, .listUnitPrice, .pricingCurrencyContractedUnitPrice, .pricingCurrencyListUnitPrice:
            .unitPrice
        case .commitmentDiscountQuantity, .consumedQuantity, .pricingQuantity: .quantity
        case .billingPeriodStart, .billingPeriodEnd, .chargePeriodStart, .chargePeriodEnd: .instant
        case .tags, .skuPriceDetails: .json
        case .billingCurrency: .currency
        case .chargeCategory: .enumeration(["Usage", "Purchase", "Tax", "Credit", "Adjustment"])
        case .chargeClass: .enumeration(["Correction"])
        case .chargeFrequency: .enumeration(["One-Time", "Recurring", "Usage-Based"])
        case .pricingCategory: .enumeration(["Standard", "Dynamic", "Committed", "Other"])
        case .commitmentDiscountCategory: .enumeration(["Spend", "Usage"])
        case .commitmentDiscountStatus, .capacityReservationStatus: .enumeration(["Used", "Unused"])
        case .serviceCategory: .enumeration(FocusColumn.serviceCategories)
        default: .text
        }
    }

    private static let serviceCategories = [
        "AI and Machine Learning", "Analytics", "Business Applications", "Compute", "Databases", "Developer Tools",
        "Multicloud", "Identity", "Integration", "Internet of Things", "Management and Governance", "Media",
        "Migration", "Mobile", "Networking", "Security", "Storage", "Web", "Other",
    ]

    /// The version that introduced the column.
    package var since: Version {
        switch self {
        case .billingAccountType, .invoiceID, .pricingCurrency, .pricingCurrencyContractedUnitPrice,
            .pricingCurrencyEffectiveCost, .pricingCurrencyListUnitPrice, .subAccountType:
            .v1_2
        case .capacityReservationID, .capacityReservationStatus, .commitmentDiscountQuantity, .commitmentDiscountUnit,
            .serviceSubcategory, .skuMeter, .skuPriceDetails:
            .v1_1
        default: .v1_0
        }
    }

    /// What 1.3 renamed: the name there, and the column of 1.2 that means the same.
    package static let laterNames: [String: FocusColumn] = [
        "ServiceProviderName": .providerName, "HostProviderName": .publisherName,
    ]

    /// Columns that came after 1.2. They are kept as other columns are.
    package static let laterColumns: [String: Version] = [
        "AllocatedMethodDetails": .v1_3, "AllocatedMethodId": .v1_3, "AllocatedResourceId": .v1_3,
        "AllocatedResourceName": .v1_3, "AllocatedTags": .v1_3, "ContractApplied": .v1_3, "HostProviderName": .v1_3,
        "ServiceProviderName": .v1_3, "CommitmentProgramEligibilityDetails": .v1_4, "InvoiceDetailId": .v1_4,
    ]

    /// True for columns that every FOCUS file must have (feature level "Mandatory" in 1.0 to 1.2).
    package var isMandatory: Bool {
        switch self {
        case .billedCost, .contractedCost, .effectiveCost, .listCost, .pricingQuantity, .pricingUnit,
            .billingPeriodStart, .billingPeriodEnd, .chargePeriodStart, .chargePeriodEnd, .chargeCategory,
            .chargeClass, .chargeDescription, .billingAccountID, .billingAccountName, .billingCurrency,
            .invoiceIssuerName, .providerName, .publisherName, .serviceCategory, .serviceName:
            true
        default: false
        }
    }

    /// True for columns without which a row cannot be accounted for: a row where one of them is null is quarantined.
    ///
    /// ListCost and ContractedCost may not be null either by the specification, but providers leave them out
    /// (Oracle's exports do); such a row is kept, counted as zero on that basis, and reported.
    package var isRequiredInRow: Bool {
        switch self {
        case .billedCost, .effectiveCost, .billingPeriodStart, .billingPeriodEnd, .chargePeriodStart,
            .chargePeriodEnd, .chargeCategory, .billingAccountID, .billingCurrency:
            true
        default: false
        }
    }
}
