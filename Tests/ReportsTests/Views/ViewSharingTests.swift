import Kernel
import Model
import Testing

@testable import Reports

struct ViewSharingTests {
    @Test func namespacesGetTheirPoolsAndSourcesGiveThemAway() throws {
        #expect(
            try ViewFixture.day.lines(ViewQuestion(keys: [.namespace])) == [
                "shop: 250 82 332", "mail: 80 40 120", "__outside__: 41 0 41", "__no_telemetry__: 7 0 7",
                "__idle__: 82 -82 0", "__unallocated__: 10 -10 0", "kube-system: 30 -30 0",
            ])
    }

    @Test func whatIsReceivedIsSplitByDirectCost() throws {
        #expect(
            try ViewFixture.day.lines(ViewQuestion(keys: [.namespace, .controller, .part])) == [
                "shop/Deployment:cart/Compute: 200 66 266", "mail/StatefulSet:mailer/Compute: 80 40 120",
                "shop/__unallocated__/Project tag: 50 16 66", "__outside__/__outside__/Outside: 41 0 41",
                "__no_telemetry__/__no_telemetry__/No telemetry: 7 0 7", "__idle__/__idle__/Platform idle: 12 -12 0",
                "__idle__/__idle__/Worker idle: 70 -70 0", "__unallocated__/__unallocated__/Network: 10 -10 0",
                "kube-system/DaemonSet:dns/Compute: 30 -30 0",
            ])
    }

    @Test func poolsCanBeKept() throws {
        #expect(
            try ViewFixture.day.lines(ViewQuestion(keys: [.namespace], sharesIdle: false, sharesPools: false)) == [
                "shop: 250 0 250", "__idle__: 82 0 82", "mail: 80 0 80", "__outside__: 41 0 41", "kube-system: 30 0 30",
                "__unallocated__: 10 0 10", "__no_telemetry__: 7 0 7",
            ])
    }

    /// The Platform pool holds 12 of idle and 30 of a namespace; shop received two thirds of it.
    @Test func idleAloneCanBeKept() throws {
        #expect(
            try ViewFixture.day.lines(ViewQuestion(keys: [.namespace], sharesIdle: false)) == [
                "shop: 250 27 277", "mail: 80 13 93", "__idle__: 82 0 82", "__outside__: 41 0 41",
                "__no_telemetry__: 7 0 7", "__unallocated__: 10 -10 0", "kube-system: 30 -30 0",
            ])
        #expect(
            try ViewFixture.day.lines(ViewQuestion(keys: [.namespace], sharesPools: false)).prefix(2) == [
                "shop: 250 55 305", "mail: 80 27 107",
            ])
    }

    /// Several policies give shop pieces of the Platform pool, and mail a unit against its sign.
    @Test func piecesOfANamespaceAreOneAndThoseAgainstTheSumWeighNothing() throws {
        var fixture = ViewFixture.day
        fixture.received.removeFirst(2)
        fixture.received += [
            .init(pool: "Platform", namespace: "mail", cost: -1), .init(pool: "Platform", namespace: "shop", cost: 30),
            .init(pool: "Platform", namespace: "dev", cost: 14), .init(pool: "Platform", namespace: "shop", cost: -1),
        ]
        // 12 of idle and 30 of a namespace go by 29 and 14; the Network's 10 and worker idle's 70 as they were.
        #expect(
            try fixture.lines(ViewQuestion(keys: [.namespace], sharesIdle: false)) == [
                "shop: 250 27 277", "mail: 80 3 83", "__idle__: 82 0 82", "__outside__: 41 0 41", "dev: 0 10 10",
                "__no_telemetry__: 7 0 7", "__unallocated__: 10 -10 0", "kube-system: 30 -30 0",
            ])
        for index in fixture.rows.indices {
            let row = fixture.rows[index]
            if row.namespace == "kube-system" || row.part == "Platform idle" { fixture.rows[index].cost *= -1 }
        }
        for index in fixture.received.indices where fixture.received[index].pool == "Platform" {
            fixture.received[index].cost *= -1
        }
        // A pool below zero likewise.
        #expect(
            try fixture.lines(ViewQuestion(keys: [.namespace], sharesIdle: false)).prefix(2) == [
                "shop: 250 -13 237", "mail: 80 3 83",
            ])
    }

    @Test func whatNobodyCanReceiveStaysAResidual() throws {
        var fixture = ViewFixture.day
        fixture.rows = fixture.rows.filter { $0.part == "Network" }
        fixture.received = [.init(pool: "Network", namespace: nil, cost: 10)]
        #expect(
            try fixture.lines(ViewQuestion(keys: [.cluster, .namespace, .pod])) == [
                "eu/__residual__/__residual__: 0 10 10", "eu/__unallocated__/__unallocated__: 10 -10 0",
            ])
    }

    @Test func creditsReceiveNothingAndWithoutAnyRowTheNamespaceDoes() throws {
        let fixture = ViewFixture(
            rows: [
                .init(namespace: "shop", pod: "a", cost: 60), .init(namespace: "shop", pod: "b", cost: 20),
                .init(namespace: "shop", pod: "b", service: "Credit", cost: -30),
                .init(namespace: "mail", pod: "c", cost: -5), .init(part: "Network", cost: 12),
            ],
            received: [
                .init(pool: "Network", namespace: "shop", cost: 8), .init(pool: "Network", namespace: "mail", cost: 3),
                .init(pool: "Network", namespace: "dev", cost: 1),
            ])
        #expect(
            try fixture.lines(ViewQuestion(keys: [.namespace, .pod])) == [
                "shop/a: 60 6 66", "mail/__unallocated__: 0 3 3", "dev/__unallocated__: 0 1 1",
                "__unallocated__/__unallocated__: 12 -12 0", "mail/c: -5 0 -5", "shop/b: -10 2 -8",
            ])
    }

    /// mail has 27 of unused capacity; its 107 go to the rows that are left, by 100, 100, 50 and 30.
    @Test func whoIsSharedPassesOnWhatItReceived() throws {
        var question = ViewQuestion(keys: [.namespace], sharesPools: false)
        question.sharedRows = try ViewFilter(#"namespace:"mail""#)
        #expect(
            try ViewFixture.day.lines(question) == [
                "shop: 250 150 400", "kube-system: 30 12 42", "__outside__: 41 0 41", "__unallocated__: 10 0 10",
                "__no_telemetry__: 7 0 7", "__idle__: 82 -82 0", "mail: 80 -80 0",
            ])
    }

    @Test func rowsThatDoNotComeToTheBillAreNotShown() throws {
        var fixture = ViewFixture.day
        fixture.received.removeLast()
        let failure = #expect(throws: Failure.self) { try fixture.view(ViewQuestion(keys: [.namespace])) }
        #expect(failure?.exitStatus == .internal)
        #expect(failure?.diagnostics.first?.code == ReportCode.viewOpen)
    }
}
