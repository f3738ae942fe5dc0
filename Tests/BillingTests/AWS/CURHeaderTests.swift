import Kernel
import Model
import Testing

@testable import Billing

struct CURHeaderTests {
    private static let line = CURLine(
        "SavingsPlanRecurringFee",
        [
            "bill/PayerAccountName": "harbor-payer", "lineItem/UsageAccountName": "harbor-prod",
            "savingsPlan/TotalCommitmentToDate": "0.6", "savingsPlan/UsedCommitment": "0.5028",
            "savingsPlan/SavingsPlanARN": "arn:plan",
        ])

    private static func snake(_ name: String) -> String {
        var made = ""
        for character in name {
            if character == "/" || character == ":" {
                made += "_"
            } else if character.isUppercase {
                made += (made.last == "_" || made.isEmpty ? "" : "_") + character.lowercased()
            } else {
                made.append(character)
            }
        }
        return made
    }

    /// The same line in three spellings is the same row.
    @Test func allSpellingsMakeTheSameRow() throws {
        let legacy = CURHeaderTests.line
        let athena = legacy.changed { $0.rename(CURHeaderTests.snake) }
        let version2 = athena.changed {
            $0["resource_tags"] = #"{"user_team": "harbor"}"#
            $0["product"] = #"{"product_name": "Amazon Elastic Compute Cloud", "vcpu": "2"}"#
            $0["resource_tags_user_team"] = nil
            $0["product_product_name"] = nil
        }
        #expect(athena["savings_plan_savings_plan_a_r_n"] == "arn:plan")
        let made = try [legacy, athena, version2].map { try $0.made() }
        for other in made.dropFirst() {
            #expect(other.first == made[0].first)
            #expect(other.second == made[0].second)
        }
        #expect(made[0].first[.tags] == #"{"team":"harbor"}"#)
        #expect(made[0].first[.serviceName] == "Amazon Elastic Compute Cloud")
        let said = try [legacy, athena, version2].map { try AWSCostAndUsage($0.columns, file: "bill.csv").description }
        #expect(
            said == [
                "AWS Cost and Usage Report, legacy", "AWS Cost and Usage Report, legacy, as Athena names it",
                "AWS Cost and Usage Report 2.0",
            ])
    }

    @Test func missingColumnsAreNamedAsTheFileWouldSpellThem() {
        let line = CURHeaderTests.line.changed {
            $0["lineItem/CurrencyCode"] = nil
            $0["bill/PayerAccountId"] = nil
        }
        #expect(AWSCostAndUsage.judge(line.columns) == .lacks(["bill/PayerAccountId", "lineItem/CurrencyCode"]))
        let athena = line.changed { $0.rename(CURHeaderTests.snake) }
        #expect(
            AWSCostAndUsage.judge(athena.columns) == .lacks(["bill_payer_account_id", "line_item_currency_code"]))
    }

    @Test func timesMayBeInTheIntervalAlone() throws {
        let line = CURHeaderTests.line.changed {
            $0["lineItem/UsageStartDate"] = nil
            $0["lineItem/UsageEndDate"] = nil
        }
        let made = try line.made().first
        #expect(made[.chargePeriodStart] == "2026-04-01T00:00:00Z")
        #expect(made[.chargePeriodEnd] == "2026-04-01T01:00:00Z")
        let without = line.changed { $0["identity/TimeInterval"] = nil }
        #expect(AWSCostAndUsage.judge(without.columns) == .lacks(["lineItem/UsageStartDate", "lineItem/UsageEndDate"]))
        let damaged = line.changed { $0["identity/TimeInterval"] = "2026-04-01T00:00:00Z" }
        #expect(try damaged.made().first[.chargePeriodEnd] != "2026-04-01T01:00:00Z")
    }

    @Test(arguments: [
        FocusColumn.allCases.map(\.rawValue),
        ["lineItem/referenceNo", "lineItem/tenantId", "lineItem/intervalUsageStart", "product/service", "cost/myCost"],
        ["InvoiceSectionName", "AccountName", "SubscriptionId", "Date", "MeterCategory", "CostInBillingCurrency"],
        ["billing_account_id", "service.id", "sku.id", "usage_start_time", "cost", "currency", "credits"],
        ["date", "cost"], [], [""],
    ])
    func otherExportsAreNotRecognised(columns: [String]) {
        #expect(AWSCostAndUsage.judge(columns) == .no)
    }

    /// Every column of the file is somewhere: in a FOCUS column as it stands, or in `x_OtherColumns`.
    @Test func nothingOfTheFileIsLost() throws {
        let line = CURHeaderTests.line.changed {
            $0["costCategory/CostCenter"] = "ports"
            $0["lineItem/NetUnblendedCost"] = "1"
        }
        let others = try AWSCostAndUsage(line.columns, file: "bill.csv").unmapped.map(\.name)
        let isSorted = zip(others, others.dropFirst()).allSatisfy { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        #expect(isSorted)
        for name in ["costCategory/CostCenter", "lineItem/UnblendedCost", "lineItem/LineItemType", "pricing/term"] {
            #expect(others.contains(name))
        }
        #expect(!others.contains("resourceTags/user:team"))
        #expect(!others.contains("lineItem/ResourceId"))
    }

    @Test func missingPriceListIsSaid() throws {
        let line = CURHeaderTests.line.changed { $0["pricing/publicOnDemandCost"] = nil }
        #expect(try AWSCostAndUsage(line.columns, file: "b").warnings.map(\.code) == [BillCode.noListCost])
        #expect(try AWSCostAndUsage(CURHeaderTests.line.columns, file: "b").warnings.isEmpty)
    }
}
