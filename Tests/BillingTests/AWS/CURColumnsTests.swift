import Kernel
import Model
import Testing

@testable import Billing

/// What does not depend on the type of a line.
struct CURColumnsTests {
    @Test func usageRowHasEveryColumn() throws {
        let line = CURLine("Usage", ["lineItem/AvailabilityZone": "eu-central-1a"])
        let made = try line.made().first
        let wanted: [FocusColumn: String] = [
            .availabilityZone: "eu-central-1a", .billedCost: "1.25", .billingAccountID: "777788889999",
            .billingCurrency: "USD", .billingPeriodEnd: "2026-05-01T00:00:00Z",
            .billingPeriodStart: "2026-04-01T00:00:00Z", .chargeCategory: "Usage", .chargeDescription: "an hour",
            .chargeFrequency: "Usage-Based", .chargePeriodEnd: "2026-04-01T01:00:00Z",
            .chargePeriodStart: "2026-04-01T00:00:00Z", .consumedQuantity: "2", .consumedUnit: "Hours",
            .contractedCost: "1.25", .contractedUnitPrice: "0.625", .effectiveCost: "1.25",
            .invoiceID: "HARBOR-2026-04", .invoiceIssuerName: "Amazon Web Services, Inc.", .listCost: "1.5",
            .listUnitPrice: "0.75", .pricingCategory: "Standard", .pricingQuantity: "2", .pricingUnit: "Hours",
            .providerName: "AWS", .publisherName: "AWS", .regionID: "eu-central-1",
            .regionName: "Europe (Frankfurt)", .resourceID: "i-01", .serviceCategory: "Compute",
            .serviceName: "Amazon Elastic Compute Cloud", .skuID: "SKU1", .skuMeter: "Compute Instance",
            .skuPriceID: "SKU1.OD.1", .subAccountID: "444455556666", .tags: #"{"team":"harbor"}"#,
        ]
        #expect(made.values == wanted)
        let fills = try AWSCostAndUsage(line.columns, file: "bill.csv").fills
        #expect(fills.isSuperset(of: wanted.keys))
    }

    /// The columns that a row fills are among those that the format says it fills.
    @Test(arguments: LineItemTypeTests.plain + LineItemTypeTests.commitments)
    func nothingIsFilledThatIsNotAnnounced(of wanted: LineItemTypeTests.Case) throws {
        let line = wanted.line()
        let fills = try AWSCostAndUsage(line.columns, file: "bill.csv").fills
        let made = try line.made()
        #expect(fills.isSuperset(of: made.first.values.keys))
        #expect(fills.isSuperset(of: made.second?.values.keys.map { $0 } ?? []))
    }

    @Test(arguments: [
        ("AmazonEC2", "Storage", "Amazon Elastic Compute Cloud", "Amazon Elastic Block Store", "Storage"),
        ("AmazonEC2", "Data Transfer", "Amazon Elastic Compute Cloud", "Amazon Elastic Compute Cloud", "Compute"),
        ("AmazonS3", "Storage Snapshot", "", "Amazon Simple Storage Service", "Storage"),
        ("AWSDeveloperSupport", "", "", "AWS Support", "Management and Governance"),
        ("AmazonEKS", "", "Amazon EKS", "Amazon EKS", "Compute"),
    ])
    func serviceComesFromTheProductCode(
        code: String, family: String, name: String, service: String, category: String
    ) throws {
        let made = try CURLine(
            "Usage",
            ["lineItem/ProductCode": code, "product/productFamily": family, "product/ProductName": name]
        ).made()
        #expect(made.first[.serviceName] == service)
        #expect(made.first[.serviceCategory] == category)
        #expect(made.notes.isEmpty)
    }

    /// A code that merely looks like a known one is not guessed.
    @Test(arguments: ["AmazonEC2Extra", "amazonec2", "8jx2xyexample"])
    func unknownServiceIsOtherAndSaid(code: String) throws {
        let made = try CURLine("Usage", ["lineItem/ProductCode": code, "product/ProductName": ""]).made()
        #expect(made.first[.serviceName] == code)
        #expect(made.first[.serviceCategory] == "Other")
        #expect(made.unplaced == [code])
    }

    @Test func everyCategoryOfTheTableIsOneOfFOCUS() {
        guard case .enumeration(let known) = FocusColumn.serviceCategory.kind else {
            Issue.record("ServiceCategory has no list")
            return
        }
        for service in AWSServices.table { #expect(known.contains("\(service.category)")) }
        #expect(Set(AWSServices.table.map { "\($0.code)" }).count == AWSServices.table.count)
    }

    @Test func marketplaceRowsNameTheirSeller() throws {
        let made = try CURLine(
            "Usage", ["bill/BillingEntity": "AWS Marketplace", "lineItem/LegalEntity": "Quay Software Ltd."]
        ).made().first
        #expect(made[.publisherName] == "Quay Software Ltd.")
        #expect(made[.providerName] == "AWS")
    }

    @Test(arguments: [("Hrs", "Hours"), ("GB-Mo", "GB-Months"), ("GB", "GB"), ("Requests", "Requests")])
    func unitsAreWrittenAsFOCUSDoes(unit: String, written: String) throws {
        let made = try CURLine("Usage", ["pricing/unit": unit]).made().first
        #expect(made[.pricingUnit] == written)
        #expect(made[.consumedUnit] == written)
    }

    // MARK: Tags

    @Test(
        arguments: [
            (
                ["resourceTags/user:team": "a", "resourceTags/user:Cost Center": "b"],
                #"{"Cost Center":"b","team":"a"}"#
            ),
            (["resourceTags/user:team": ""], "{}"),
            (
                ["resourceTags/user:team": "a", "resourceTags/aws:eks:cluster-name": "harbor"],
                #"{"aws:eks:cluster-name":"harbor","team":"a"}"#
            ),
            (["resourceTags/user:team": #"",NULL,NULL,""#], #"{"team":"\",NULL,NULL,\""}"#),
            (["resourceTags/user:team": "Häfen\n"], #"{"team":"Häfen\n"}"#),
        ] as [([String: String], String)])
    func columnsOfTagsBecomeOneObject(tags: [String: String], object: String) throws {
        var line = CURLine("Usage")
        for (name, text) in tags { line[name] = text }
        #expect(try line.made().first[.tags] == object)
    }

    @Test(arguments: [
        (#"{"user_team":"a","aws_created_by":"b"}"#, #"{"aws_created_by":"b","team":"a"}"#),
        (#"{"user:team":"a"}"#, #"{"team":"a"}"#), ("{}", "{}"), ("", "{}"),
        (#"{"user_a":"1","a":"2"}"#, #"{"a":"2","user_a":"1"}"#),
        (#"{"a":"2","user_a":"1"}"#, #"{"a":"2","user_a":"1"}"#),
        (#"{"user_team":null,"user_on":true}"#, #"{"on":true}"#), ("{broken", "{broken"), ("[1]", "[1]"),
    ])
    func mapOfTagsBecomesTheSameObject(map: String, object: String) throws {
        let line = CURLine("Usage").changed {
            $0["resourceTags/user:team"] = nil
            $0["resource_tags"] = map
        }
        #expect(try line.made().first[.tags] == object)
    }

    /// The newest reports have all tags in one column.
    @Test func combinedTagsKeepTheKeysOfAccountsApart() throws {
        let line = CURLine("Usage").changed {
            $0["resourceTags/user:team"] = nil
            $0["tags"] = #"{"resourceTags/team":"a","accountTag/team":"c","costCategory/team":"d"}"#
        }
        #expect(
            try line.made().first[.tags] == #"{"accountTag/team":"c","costCategory/team":"d","team":"a"}"#)
    }

    @Test func reportWithoutTagsHasNone() throws {
        let line = CURLine("Usage").changed { $0["resourceTags/user:team"] = nil }
        #expect(try line.made().first[.tags] == nil)
        #expect(try !AWSCostAndUsage(line.columns, file: "bill.csv").fills.contains(.tags))
    }
}
