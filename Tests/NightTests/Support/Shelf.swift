import Columns
import Kernel
import Testing

@testable import Billing

/// A bucket that a test fills as a provider would, and what a layout makes of it.
struct Shelf: CustomTestStringConvertible, Sendable {
    let name: String
    let layout: any DeliveryLayout
    let store: MemoryStore
    /// What the layout is to say: the files it reads, or the error.
    let expected: String

    init(
        _ name: String, _ layout: some DeliveryLayout, at location: String = "s3://bills/exports",
        _ expected: String, _ fill: (inout MemoryStore) -> Void
    ) {
        self.name = name
        self.layout = layout
        self.expected = expected
        var store = MemoryStore(location)
        fill(&store)
        self.store = store
    }

    var testDescription: String { name }

    /// One line for identity and notes, one for each file; or the error with its exit code.
    func said() throws -> String {
        let period = try #require(Month("2026-04"))
        do {
            let delivery = try layout.find(period, in: DeliverySource(store: store, shown: store.location))
            let id = [delivery.id, delivery.type, delivery.rowCount.map { "\($0) rows" }].compactMap { $0 }
            return ([id.joined(separator: ", ")] + delivery.objects.map(\.path) + delivery.notes.map(\.description))
                .filter { !$0.isEmpty }.joined(separator: "\n")
        } catch {
            let again = error.isTransient ? ", transient" : ""
            return "exit \(error.exitStatus.rawValue)\(again)\n\(error)"
        }
    }

    func check() throws {
        let said = try said()
        #expect(said == expected)
    }
}
