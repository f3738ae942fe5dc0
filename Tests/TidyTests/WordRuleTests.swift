import Testing

/// The bad words are put together here, so that this file holds none of them.
struct WordRuleTests {
    @Test(arguments: [
        (["see /wo", "rk/shared/x"], "machine-path"), (["\"/ro", "ot/.cache\""], "machine-path"),
        (["`/opt/sw", "ift/usr/bin`"], "machine-path"), (["cd /tm", "p/h/house"], "machine-path"),
        (["pip from py", "pi.org"], "registry-host"), (["http://deb.deb", "ian.org/debian"], "registry-host"),
        (["Par", "ity achieved!"], "claims"), (["PARITY-ACHI", "EVED"], "claims"),
        (["is enter", "prise-ready"], "claims"),
        (["Enter", "prise ready"], "claims"), (["ze", "ro API cost"], "claims"),
        (["ze", "ro hidden cloud API costs"], "claims"),
        (["\"Action\": \"c", "e:GetCostAndUs\""], "billed-api"), (["\"c", "e:*\""], "billed-api"),
        (["https://c", "e.us-east-1.amazon", "aws.com"], "billed-api"),
        (["import Cost", "Explorer"], "billed-api"),
        (["aws-sdk-cost", "explorer"], "billed-api"), (["aws c", "e get-cost"], "billed-api"),
        (["boto3.client('c", "e')"], "billed-api"), (["// TO", "DO later"], "unfinished"),
        (["FIX", "ME"], "unfinished"),
    ])
    func badWordsAreFound(pieces: [String], rule: String) {
        let found = WordRule.violations(in: TextFile("docs/a.md", "fine\n\(pieces.joined())\n"))
        #expect(found.map(\.rule) == [rule], "\(found)")
        #expect(found.allSatisfy { $0.line == 2 })
    }

    @Test(arguments: [
        "a framework/shared/x", "Sources/work/list", "the Cost Explorer API is never called", "price: once",
        "service:Get",
        "https://www.debian.org", "enterprise agreement", "parity bit", "cost-minimised architecture", "todo list",
        "~/work/notes",
    ])
    func harmlessWordsPass(text: String) {
        #expect(WordRule.violations(in: TextFile("docs/a.md", text + "\n")).isEmpty)
    }

    @Test func rowsOfABillMayNameAnything() {
        let text = ["Cost", "Explorer,12.3\n"].joined()
        #expect(WordRule.violations(in: TextFile("Tests/BillingTests/rows.csv", text)).isEmpty)
        #expect(!WordRule.violations(in: TextFile("Config/iam.json", text)).isEmpty)
    }
}
