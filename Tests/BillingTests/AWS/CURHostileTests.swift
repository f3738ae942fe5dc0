import Kernel
import Model
import Testing

@testable import Billing

/// Values that cannot be reckoned with set their row aside, with the place they stand in; nothing counts as zero that
/// is not known to be.
struct CURHostileTests {
    private static let fee: KeyValuePairs = [
        "savingsPlan/TotalCommitmentToDate": "0.6", "savingsPlan/UsedCommitment": "0.5",
        "savingsPlan/SavingsPlanARN": "arn:plan",
    ]

    @Test(arguments: [
        ("abc", BillCode.notADecimal), ("1,000.00", BillCode.notADecimal), ("NaN", BillCode.notADecimal),
        ("+1", BillCode.notADecimal), ("1e400", BillCode.amountTooLarge),
        ("123456789012345678901234567890", BillCode.amountTooLarge),
        ("0.1234567890123456789012345", BillCode.tooManyDecimals), ("1e-25", BillCode.tooManyDecimals),
        ("", BillCode.nullRequired), ("NULL", BillCode.nullRequired),
    ])
    func amountThatCannotBeReckonedWith(text: String, code: DiagnosticCode) throws {
        let line = CURLine("SavingsPlanRecurringFee", CURHostileTests.fee).changed {
            $0["savingsPlan/UsedCommitment"] = text
        }
        let made = try line.made()
        let finding = try #require(made.finding)
        #expect(finding.code == code)
        #expect(finding.message.contains("savingsPlan/UsedCommitment"))
        #expect(made.place == "savingsPlan/UsedCommitment")
        #expect(made.second == nil)
    }

    @Test(arguments: [
        ("0.60000000000000000000001", "0.5", "0.10000000000000000000001"), ("2e-06", "1E-6", "0.000001"),
        ("-1", "1", "-2"), ("99999999999999", "-0.000000000000000000000001", "99999999999999.000000000000000000000001"),
    ])
    func unusedPartIsExact(total: String, used: String, unused: String) throws {
        let line = CURLine("SavingsPlanRecurringFee", CURHostileTests.fee).changed {
            $0["savingsPlan/TotalCommitmentToDate"] = total
            $0["savingsPlan/UsedCommitment"] = used
        }
        #expect(try line.made().second?[.effectiveCost] == unused)
    }

    @Test func differenceThatDoesNotFitIsRefused() throws {
        let line = CURLine("SavingsPlanRecurringFee", CURHostileTests.fee).changed {
            $0["savingsPlan/TotalCommitmentToDate"] = "99999999999999"
            $0["savingsPlan/UsedCommitment"] = "-99999999999999"
        }
        #expect(try line.made().finding?.code == BillCode.amountTooLarge)
    }

    /// What is handed on as it stands is left to the checks of all rows.
    @Test(arguments: ["0.12345678901234567890123", "2e-06", "-1", "abc", "1e400"])
    func unblendedCostIsHandedOnAsItStands(text: String) throws {
        let made = try CURLine("Usage", ["lineItem/UnblendedCost": text]).made()
        #expect(made.finding == nil)
        #expect(made.first[.billedCost] == text)
        #expect(made.first[.effectiveCost] == text)
    }

    @Test func usageWithoutCostHasNoBilledCost() throws {
        let made = try CURLine("Usage", ["lineItem/UnblendedCost": ""]).made()
        #expect(made.first[.billedCost] == nil)
        #expect(made.first[.effectiveCost] == nil)
    }

    @Test(arguments: ["SavingsPlanCoveredUsage", "DiscountedUsage", "RIFee", "SavingsPlanRecurringFee"])
    func coveredRowsNeedTheColumnsOfTheirCommitment(type: String) throws {
        let finding = try #require(try CURLine(type).made().finding)
        #expect(finding.code == BillCode.nullRequired)
        #expect(finding.message.hasPrefix("the file has no column "))
        #expect(finding.message.hasSuffix("which is needed on a row of type \(type)"))
    }

    /// Were it read as its unblended cost, the discount would count twice.
    @Test func discountWithoutNetCostIsRefusedBesideNetCosts() throws {
        let line = CURLine("EdpDiscount", ["lineItem/NetUnblendedCost": "", "lineItem/UnblendedCost": "-0.1"])
        let made = try line.made()
        #expect(made.finding?.code == BillCode.nullRequired)
        #expect(made.place == "lineItem/NetUnblendedCost")
    }

    @Test func rowWithoutTypeIsRefused() throws {
        let made = try CURLine("").made()
        #expect(made.finding?.code == BillCode.nullRequired)
        #expect(made.place == "lineItem/LineItemType")
    }

    // MARK: Split cost

    private static let pod: KeyValuePairs = [
        "lineItem/UnblendedCost": "0", "lineItem/ResourceId": "arn:aws:eks:eu-central-1:1:pod/harbor/ledger/api/uid",
        "lineItem/UsageType": "EUC1-EKS-EC2-vCPU-Hours", "splitLineItem/ParentResourceId": "i-01",
        "splitLineItem/SplitCost": "0.12", "splitLineItem/UnusedCost": "0.03",
    ]

    @Test func splitCostIsNeverAddedToItsParent() throws {
        for unblended in ["0", "0.0", ""] {
            let line = CURLine("Usage", CURHostileTests.pod).changed { $0["lineItem/UnblendedCost"] = unblended }
            let made = try line.made()
            #expect(made.finding == nil)
            #expect(made.first.costs == ["0", "0", "0", "0"])
            #expect(made.notes == [.splitCost])
            #expect(made.first[.resourceID] == CURHostileTests.pod.first { $0.key == "lineItem/ResourceId" }?.value)
            let format = try AWSCostAndUsage(line.columns, file: "bill.csv")
            let others = Set(format.unmapped.map(\.name))
            #expect(others.isSuperset(of: ["splitLineItem/SplitCost", "splitLineItem/UnusedCost"]))
        }
    }

    @Test func splitRowWithACostOfItsOwnIsRefused() throws {
        let line = CURLine("Usage", CURHostileTests.pod).changed { $0["lineItem/UnblendedCost"] = "0.12" }
        let made = try line.made()
        #expect(made.finding?.code == BillCode.splitCostBilled)
        #expect(made.place == "lineItem/UnblendedCost")
    }

    /// A task of Fargate has split figures and no parent: its row is the one that is billed.
    @Test func splitFiguresWithoutParentLeaveTheRowItsCost() throws {
        let line = CURLine("Usage", CURHostileTests.pod).changed {
            $0["lineItem/UnblendedCost"] = "0.12"
            $0["splitLineItem/ParentResourceId"] = ""
        }
        #expect(try line.made().first[.billedCost] == "0.12")
    }
}
