import Testing

@testable import Kernel
@testable import Reports

struct AllocationReportPageTests {
    @Test func theHarborMonthIsAsItWas() throws {
        let page = try AllocationReportPage.render(try HarborFixture.report(), sha256Base64: PlainSHA256.base64)
        try expectGolden(page, "harbor-2026-04.html")
    }
}
