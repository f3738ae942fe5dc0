import Kernel
import Model
import Testing

@testable import Billing

/// Each type of line with the four costs that it must have, worked out by hand.
struct LineItemTypeTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        let line: @Sendable () -> CURLine
        /// Category, frequency, pricing category; `-` is null.
        let kind: String
        /// Billed, effective, list, contracted.
        let costs: [String?]
        var unused: String?

        var testDescription: String { name }

        init(
            _ name: String, _ line: @autoclosure @escaping @Sendable () -> CURLine, _ kind: String, _ costs: String,
            unused: String? = nil
        ) {
            self.name = name
            self.line = line
            self.kind = kind
            self.costs = costs.split(separator: " ").map(String.init)
            self.unused = unused
        }
    }

    private static let plan = "arn:aws:savingsplans::444455556666:savingsplan/91be64f0"
    private static let reservation = "arn:aws:ec2:eu-central-1:444455556666:reserved-instances/7d21c0aa"

    static let plain: [Case] = [
        Case("usage", CURLine("Usage"), "Usage Usage-Based Standard", "1.25 1.25 1.5 1.25"),
        Case(
            "usage without a public price", CURLine("Usage", ["pricing/publicOnDemandCost": ""]),
            "Usage Usage-Based Standard", "1.25 1.25 1.25 1.25"),
        Case(
            "usage with a net cost", CURLine("Usage", ["lineItem/NetUnblendedCost": "1.1"]),
            "Usage Usage-Based Standard", "1.1 1.1 1.5 1.1"),
        Case(
            "usage of a report with net costs that has none", CURLine("Usage", ["lineItem/NetUnblendedCost": ""]),
            "Usage Usage-Based Standard", "1.25 1.25 1.5 1.25"),
        Case(
            "spot usage", CURLine("Usage", ["lineItem/UsageType": "EUC1-SpotUsage:m6i.large"]),
            "Usage Usage-Based Dynamic", "1.25 1.25 1.5 1.25"),
        Case(
            "a disk that is named after spot", CURLine("Usage", ["lineItem/UsageType": "EUC1-EBS:SpotUsage"]),
            "Usage Usage-Based Standard", "1.25 1.25 1.5 1.25"),
        Case("tax", CURLine("Tax"), "Tax One-Time -", "1.25 1.25 1.25 1.25"),
        Case(
            "a credit", CURLine("Credit", ["lineItem/UnblendedCost": "-18.40"]), "Credit One-Time -",
            "-18.40 -18.40 -18.40 -18.40"),
        Case(
            "a refund", CURLine("Refund", ["lineItem/UnblendedCost": "-7.30"]), "Usage One-Time -",
            "-7.30 -7.30 -7.30 -7.30"),
        Case("a monthly fee", CURLine("Fee"), "Usage Recurring Standard", "1.25 1.25 1.25 1.25"),
        Case(
            "a fee of a purchase", CURLine("Fee", ["bill/BillType": "Purchase"]), "Purchase One-Time Standard",
            "1.25 1.25 1.25 1.25"),
        Case(
            "a discount of a contract", CURLine("EdpDiscount", ["lineItem/UnblendedCost": "-0.1"]),
            "Adjustment Usage-Based -", "-0.1 -0.1 0 -0.1"),
        Case(
            "a discount beside net costs",
            CURLine("PrivateRateDiscount", ["lineItem/UnblendedCost": "-0.1", "lineItem/NetUnblendedCost": "0"]),
            "Adjustment Usage-Based -", "0 0 0 0"),
        Case(
            "a bundled discount", CURLine("BundledDiscount", ["lineItem/UnblendedCost": "-0.1"]),
            "Adjustment Usage-Based -", "-0.1 -0.1 0 -0.1"),
    ]

    static let commitments: [Case] = [
        Case(
            "usage under a savings plan",
            CURLine(
                "SavingsPlanCoveredUsage",
                ["savingsPlan/SavingsPlanEffectiveCost": "0.9", "savingsPlan/SavingsPlanARN": plan]),
            "Usage Usage-Based Committed", "1.25 0.9 1.5 1.25"),
        Case(
            "usage under a savings plan, net",
            CURLine(
                "SavingsPlanCoveredUsage",
                [
                    "savingsPlan/SavingsPlanEffectiveCost": "0.9", "savingsPlan/NetSavingsPlanEffectiveCost": "0.8",
                    "savingsPlan/SavingsPlanARN": plan,
                ]),
            "Usage Usage-Based Committed", "1.25 0.8 1.5 1.25"),
        Case(
            "the negation of it",
            CURLine(
                "SavingsPlanNegation", ["lineItem/UnblendedCost": "-1.25", "savingsPlan/SavingsPlanARN": plan]),
            "Adjustment Usage-Based Committed", "-1.25 0 0 0"),
        Case(
            "the fee of a savings plan",
            CURLine(
                "SavingsPlanRecurringFee",
                [
                    "lineItem/UnblendedCost": "0.6", "savingsPlan/TotalCommitmentToDate": "0.6",
                    "savingsPlan/UsedCommitment": "0.5028", "savingsPlan/SavingsPlanARN": plan,
                ]),
            "Purchase Recurring Standard", "0.6 0 0.6 0.6", unused: "0.0972"),
        Case(
            "the fee of a savings plan that is used up",
            CURLine(
                "SavingsPlanRecurringFee",
                [
                    "lineItem/UnblendedCost": "0.6", "savingsPlan/TotalCommitmentToDate": "0.6",
                    "savingsPlan/UsedCommitment": "0.600", "savingsPlan/SavingsPlanARN": plan,
                ]),
            "Purchase Recurring Standard", "0.6 0 0.6 0.6"),
        Case(
            "the upfront fee of a savings plan",
            CURLine("SavingsPlanUpfrontFee", ["savingsPlan/SavingsPlanARN": plan]), "Purchase One-Time Standard",
            "1.25 0 1.25 1.25"),
        Case(
            "usage under a reservation",
            CURLine(
                "DiscountedUsage",
                [
                    "lineItem/UnblendedCost": "0", "reservation/EffectiveCost": "0.1897",
                    "reservation/ReservationARN": reservation,
                ]),
            "Usage Usage-Based Committed", "0 0.1897 1.5 1.5"),
        Case(
            "usage under a reservation without public price and cost",
            CURLine(
                "DiscountedUsage",
                [
                    "lineItem/UnblendedCost": "", "pricing/publicOnDemandCost": "",
                    "reservation/EffectiveCost": "0.1897", "reservation/ReservationARN": reservation,
                ]),
            "Usage Usage-Based Committed", "0 0.1897 0.1897 0.1897"),
        Case(
            "usage under a reservation, net",
            CURLine(
                "DiscountedUsage",
                [
                    "lineItem/UnblendedCost": "0", "lineItem/NetUnblendedCost": "0",
                    "reservation/EffectiveCost": "0.1897", "reservation/NetEffectiveCost": "0.17",
                ]),
            "Usage Usage-Based Committed", "0 0.17 1.5 1.5"),
        Case(
            "the fee of a reservation",
            CURLine(
                "RIFee",
                [
                    "lineItem/UnblendedCost": "85.8",
                    "reservation/UnusedAmortizedUpfrontFeeForBillingPeriod": "4.782",
                    "reservation/UnusedRecurringFee": "6.60", "reservation/ReservationARN": reservation,
                ]),
            "Purchase Recurring Standard", "85.8 0 85.8 85.8", unused: "11.382"),
        Case(
            "the fee of a reservation, net",
            CURLine(
                "RIFee",
                [
                    "lineItem/UnblendedCost": "85.8", "lineItem/NetUnblendedCost": "80",
                    "reservation/UnusedAmortizedUpfrontFeeForBillingPeriod": "4.782",
                    "reservation/NetUnusedAmortizedUpfrontFeeForBillingPeriod": "4",
                    "reservation/UnusedRecurringFee": "6.60", "reservation/NetUnusedRecurringFee": "6",
                    "reservation/ReservationARN": reservation,
                ]),
            "Purchase Recurring Standard", "80 0 80 80", unused: "10"),
        Case(
            "the fee of a reservation without upfront",
            CURLine("RIFee", ["reservation/UnusedRecurringFee": "2e-06", "reservation/ReservationARN": reservation]),
            "Purchase Recurring Standard", "1.25 0 1.25 1.25", unused: "0.000002"),
        Case(
            "the upfront fee of a reservation", CURLine("Fee", ["reservation/ReservationARN": reservation]),
            "Purchase One-Time Standard", "1.25 0 1.25 1.25"),
    ]

    @Test(arguments: plain + commitments) func fourCostsAreThoseOfTheType(wanted: Case) throws {
        let made = try wanted.line().made()
        #expect(made.finding == nil)
        #expect(made.notes.isEmpty)
        #expect(made.first.costs == wanted.costs)
        let kind = [FocusColumn.chargeCategory, .chargeFrequency, .pricingCategory].map { made.first[$0] ?? "-" }
        #expect(kind.joined(separator: " ") == wanted.kind)
        let unused: [String?]? = wanted.unused.map { ["0", $0, "0", "0"] }
        #expect(made.second?.costs == unused)
    }

    /// What both say of the commitment, and that the second says no more than what is its own.
    @Test func unusedPartIsUsageOfTheCommitment() throws {
        let made = try CURLine(
            "SavingsPlanRecurringFee",
            [
                "lineItem/UnblendedCost": "0.6", "savingsPlan/TotalCommitmentToDate": "0.6",
                "savingsPlan/UsedCommitment": "0.5028", "savingsPlan/SavingsPlanARN": LineItemTypeTests.plan,
            ]
        ).made()
        let second = try #require(made.second)
        #expect(second[.chargeCategory] == "Usage")
        #expect(second[.pricingCategory] == "Committed")
        #expect(second[.commitmentDiscountStatus] == "Unused")
        #expect(second[.commitmentDiscountQuantity] == "0.0972")
        #expect(second[.commitmentDiscountUnit] == "USD")
        #expect(second[.consumedQuantity] == nil)
        #expect(made.first[.commitmentDiscountStatus] == nil)
        for column in [FocusColumn.commitmentDiscountID, .subAccountID, .chargePeriodStart, .tags, .serviceName] {
            #expect(second[column] != nil)
            #expect(second[column] == made.first[column])
        }
    }

    @Test func coveredUsageNamesItsCommitment() throws {
        let made = try LineItemTypeTests.commitments[0].line().made().first
        #expect(made[.commitmentDiscountID] == LineItemTypeTests.plan)
        #expect(made[.commitmentDiscountCategory] == "Spend")
        #expect(made[.commitmentDiscountType] == "Savings Plan")
        #expect(made[.commitmentDiscountStatus] == "Used")
        #expect(made[.commitmentDiscountQuantity] == "0.9")
        #expect(made[.commitmentDiscountUnit] == "USD")
    }

    @Test func refundIsACorrection() throws {
        #expect(try CURLine("Refund").made().first[.chargeClass] == "Correction")
        #expect(try CURLine("Usage").made().first[.chargeClass] == nil)
    }

    /// Money is kept as it is billed, and somebody hears of it.
    @Test func unknownTypeIsAnAdjustmentAndSaid() throws {
        let made = try CURLine("FlatRateSubscription").made()
        #expect(made.notes == [.unknownLineItemType])
        #expect(made.first[.chargeCategory] == "Adjustment")
        #expect(made.first.costs == ["1.25", "1.25", "1.25", "1.25"])
    }
}
