import Kernel
import Testing

@testable import Billing

struct CostBasisTests {
    private let place = Place(file: "bill.csv")

    @Test func `actual and amortised files of one delivery are refused`() throws {
        let actual = try FilledBill<AzureCostDetails>(fixture: "azure/EA_ActualCost_Small.csv").format.basis
        let amortised = try FilledBill<AzureCostDetails>(fixture: "azure/EA_AmortizedCost_Small.csv").format.basis
        let both = actual.union(amortised)
        #expect(throws: Failure.self) { try both.refuseIfTwice(at: place) }
        try actual.refuseIfTwice(at: place)
        try amortised.refuseIfTwice(at: place)
    }

    @Test func `a file without commitments goes with either`() {
        #expect(CostBasis.both.union(.spread) == .spread)
        #expect(CostBasis.both.union(.purchases) == .purchases)
        #expect(CostBasis.both.warning(at: place) == nil)
    }

    @Test func `covered usage that is free in an amortised file is no contradiction`() {
        let basis: CostBasis = [.spread, .freeCover]
        #expect(!basis.countsTwice && !basis.lacksEffective && basis.lacksBilled)
    }

    @Test(arguments: [
        (CostBasis.purchases, "EffectiveCost lacks"), (.freeCover, "EffectiveCost lacks"),
        (.spread, "BilledCost lacks"),
    ])
    func `the cost that is incomplete is named`(basis: CostBasis, part: String) throws {
        let warning = try #require(basis.warning(at: place))
        #expect(warning.code == BillCode.oneSidedCosts)
        #expect(warning.severity == .warning)
        #expect(warning.message.contains(part))
    }
}
