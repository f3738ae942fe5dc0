import Kernel
import Testing

@testable import Crypto

struct SealedValueTests {
    /// Nonce and tag, which only show when the value is opened.
    private static let rest = [UInt8](repeating: 0, count: 28)

    private static func value(_ head: [UInt8], _ name: String) -> [UInt8] { head + Array(name.utf8) + rest }

    private static let wrong: [[UInt8]] = [
        [], [1], [1, 1, 1], [1, 1, 1, 0x6B], value([1, 1, 1], "k").dropLast(),
        // Another version, another owner.
        value([0, 1, 1], "k"), value([2, 1, 1], "k"), value([1, 0, 1], "k"), value([1, 3, 1], "k"),
        // Names that are none.
        value([1, 1, 0], ""), value([1, 1, 1], "K"), value([1, 1, 2], "é"), value([1, 1, 2, 0xC3, 0x28], ""),
        value([1, 1, 255], "k"), value([1, 1, 64], String(repeating: "a", count: 64)),
    ]

    @Test(arguments: wrong)
    func refusesWhatCannotBeOne(bytes: [UInt8]) throws {
        let failure = try #require(throws: Failure.self) { try SealedValue(bytes) }
        #expect(failure.diagnostics.map(\.code) == [KeyCode.notSealed])
        #expect(failure.exitStatus == .badInput)
    }

    @Test func readsTheNameOfItsKey() throws {
        let value = try SealedValue(Self.value([1, 2, 2], "k1"))
        #expect(value.key == KeyName(.tenant, KeyID("k1")!))
        #expect(value.bytes.starts(with: SealedValue.prefix(of: value.key)))
    }

    /// `k1` is no beginning of `k12` in this form.
    @Test func prefixesOfDifferentKeysDiffer() {
        let long = SealedValue.prefix(of: KeyName(.tenant, KeyID("k12")!))
        #expect(!long.starts(with: SealedValue.prefix(of: KeyName(.tenant, KeyID("k1")!))))
        #expect(!long.starts(with: SealedValue.prefix(of: KeyName(.installation, KeyID("k12")!))))
    }
}
