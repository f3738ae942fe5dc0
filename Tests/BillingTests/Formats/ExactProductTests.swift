import Kernel
import Testing

@testable import Billing

struct ExactProductTests {
    @Test(arguments: [
        ("0.146", "8", "1.168"), ("0.0416", "0.32085564", "0.013347594624"), ("-0.5", "3", "-1.5"), ("-2", "-4", "8"),
        ("0", "12", "0"), ("99999999999999", "1", "99999999999999"),
        ("0.000000000000000000000001", "1", "0.000000000000000000000001"),
    ])
    func `a product that can be held is exact`(price: String, quantity: String, product: String) throws {
        let found = ExactProduct.of(price: try Amount(price).units, quantity: try Quantity(quantity).units)
        #expect(found == (try Amount(product).units))
    }

    @Test(arguments: [
        ("0.000000000000000000000001", "0.1"), ("99999999999999", "99999999999999"), ("10000000", "10000000"),
    ])
    func `a product that cannot be held is none`(price: String, quantity: String) throws {
        #expect(ExactProduct.of(price: try Amount(price).units, quantity: try Quantity(quantity).units) == nil)
    }
}
