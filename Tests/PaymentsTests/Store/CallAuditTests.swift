import Crypto
import Database
import Documents
import Kernel
import Runner
import Testing

@testable import Payments

extension PaymentStoreTests {
    /// Digests of calls in the audit log.
    @Suite struct CallAuditTests {
        private struct Broken: Error {}

        private func call(_ reference: String?, _ word: String) -> PaystackCall {
            PaystackCall(
                purpose: "paystack \(word)", reference: reference, request: Digest(of: "\(word) asked"), status: 200,
                answer: Digest(of: "\(word) answered"), failure: nil)
        }

        private func entries(_ tenant: TenantID) throws -> [JSONNode] {
            let log = AuditLog(PaymentServer.shared.database)
            #expect(try log.verify(tenant).findings.isEmpty)
            return try log.entries(tenant, limit: 100).map {
                try JSONText.parse(Array($0.text.utf8), file: "audit", limits: .data)
            }
        }

        @Test func aCallIsEnteredWithWhatItChangedOrNotAtAll() throws {
            let suite = try PaymentStoreTests()
            let (tenant, other) = (try #require(TenantID("calls-a")), try #require(TenantID("calls-b")))
            let store = suite.store([tenant, other])
            let (first, second) = (try suite.account("callsa", tenant), try suite.account("callsb", other))
            try store.add(first)
            try store.add(second)
            store.keep(call("rk-callsa-202602-a1", "charge"))
            store.keep(call("rk-callsb-202602-a1", "verify"))
            #expect(throws: Broken.self) { try store.update(first.subscription.id) { _ in throw Broken() } }
            #expect(try entries(tenant).isEmpty, "what was rolled back has no entry")
            try store.update(first.subscription.id) { $0.subscription.hold = .disputed }
            let found = try entries(tenant)
            #expect(found.map { $0["action"]?.string } == ["payment.call"])
            #expect(found.first?["subject"]?.string == "rk-callsa-202602-a1")
            #expect(found.first?["detail"]?["request"]?.string == Digest(of: "charge asked").description)
            #expect(found.first?["detail"]?["answer"]?.string == Digest(of: "charge answered").description)
            try store.update(first.subscription.id) { $0.subscription.hold = nil }
            #expect(try entries(tenant).count == 1, "it is entered once")
            #expect(try entries(other).isEmpty)
            try store.auditCalls()
            #expect(try entries(other).map { $0["detail"]?["purpose"]?.string } == ["paystack verify"])
            try store.auditCalls()
            #expect(try entries(tenant).count == 1 && entries(other).count == 1)
        }

        @Test func listsHaveOneEntryForEachTenantThatPays() throws {
            let suite = try PaymentStoreTests()
            let (tenant, none) = (try #require(TenantID("calls-c")), try #require(TenantID("calls-d")))
            let store = suite.store([tenant, none])
            try store.add(try suite.account("callsc", tenant))
            let calls = [call(nil, "transactions"), call("order-17", "refunds")]
            for call in calls { store.keep(call) }
            store.keep(call("rk-gone-202602-a1", "verify"))
            try store.auditCalls()
            let found = try entries(tenant)
            #expect(found.map { $0["action"]?.string } == ["payment.calls"])
            let all = calls + [call("rk-gone-202602-a1", "verify")]
            let digest = Digest(of: try CanonicalJSON.bytes(.array(all.map(\.digests))))
            #expect(found.first?["detail"]?["digest"]?.string == digest.description)
            #expect(found.first?["detail"]?["calls"]?.int == 3)
            #expect(try entries(none).isEmpty)
        }
    }
}
