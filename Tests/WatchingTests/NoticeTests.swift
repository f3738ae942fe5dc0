import Documents
import Foundation
import HTTP
import Kernel
import Synchronization
import TestSupport
import Testing

@testable import Runner
@testable import Watching

/// Messages to people when a job fails and when it has recovered.
@Suite struct NoticeTests {
    private static func notice(_ health: JobHealth) throws -> Notice {
        guard let job = JobID("nightly"), let tenant = TenantID("harbor"), let period = Month("2026-04") else {
            throw Missing("sound names")
        }
        return Notice(
            health: health, job: job, tenant: tenant, period: period, occasion: .run(try .sample()),
            exit: health == .good ? .success : .badInput, code: health == .good ? nil : DiagnosticCode("D", 202),
            at: .sample)
    }

    @Test func aMailSaysWhatHappenedAndNothingElse() throws {
        let folder = try TemporaryFolder()
        let program = try folder.write("#!/bin/sh\ncat > '\(folder.path)/mail'\n", to: "send")
        chmod(program, 0o755)
        try folder.write("", to: "Jobs/.keep")
        try folder.write(
            """
            {"notify": {"sendmail": {"program": "\(program)", "from": "reckon@example.com",
              "to": ["a@example.com", "b@example.com"]}}}
            """, to: "Config/reckon.json")
        let machine = CallingMachine(
            clock: .fixed(.sample), monotonic: .system, pause: { usleep(UInt32($0)) }, environment: { _ in nil },
            version: "test", seed: 1)
        let notice = try NoticeTests.notice(.failed)
        let errors = Notifier(project: try Project(root: folder.path, home: nil), machine: machine).tell(notice)
        #expect(errors.isEmpty, "\(errors)")
        #expect(
            try folder.read("mail") == """
                From: <reckon@example.com>
                To: <a@example.com>,
                    <b@example.com>
                Subject: reckon: nightly of harbor failed
                Date: Wed, 01 Apr 2026 02:17:00 +0000
                Message-ID: <\(notice.identity)@reckon.invalid>
                MIME-Version: 1.0
                Content-Type: text/plain; charset=utf-8
                Content-Transfer-Encoding: 8bit
                Auto-Submitted: auto-generated

                The job nightly of harbor failed for 2026-04: exit code 65, D202.
                `reckon logs 20260401T021700Z-0123abcd` says more. There is no further message until the job succeeds.

                """)
    }

    /// A run that was due and did not begin: what is not known is left out.
    @Test func aRunThatDidNotBeginIsToldWithoutOne() throws {
        let (job, tenant) = (try #require(JobID("nightly")), try #require(TenantID("harbor")))
        func notice(_ tenant: TenantID?, _ slot: String) -> Notice {
            Notice(
                health: .failed, job: job, tenant: tenant, period: tenant == nil ? nil : Month("2026-04"),
                occasion: .unbegun(slot: slot), exit: .unavailable, code: DiagnosticCode("S", 301), at: .sample)
        }
        let known = notice(tenant, "2026-04-02T02:17:00Z")
        #expect(known.subject == "reckon: nightly of harbor did not begin")
        #expect(
            known.text.hasPrefix("The job nightly of harbor was due for 2026-04 and did not begin: exit code 69, S301.")
        )
        #expect(notice(nil, "x").text.hasPrefix("The job nightly was due and did not begin: exit code 69, S301."))
        let json = String(decoding: PrettyJSON.line(notice(nil, "x").json), as: UTF8.self)
        #expect(json.contains(#""tenant":null,"period":null,"run":null"#), "\(json)")
        // The same slot is the same news, also when it is told by a later tick.
        #expect(known.identity == notice(tenant, "2026-04-02T02:17:00Z").identity)
        #expect(known.identity != notice(tenant, "2026-04-03T02:17:00Z").identity)
    }

    /// A failure that was told while the file did not say whose the job is, and the end of it.
    @Test func aFailureOfNobodysJobEndsWithItsOwners() throws {
        let folder = try TemporaryFolder()
        let job = try #require(JobID("nightly"))
        let nobody = ToldHealth(home: folder.path, project: "/p", tenant: nil, job: job)
        let owner = ToldHealth(home: folder.path, project: "/p", tenant: TenantID("harbor"), job: job)
        var sent: [String] = []
        func tell(_ told: ToldHealth, _ health: JobHealth) throws {
            _ = try told.update(to: health, ways: ["mail"]) { _ in sent.append(health.rawValue) }
        }
        try tell(owner, .good)
        try tell(nobody, .failed)
        try tell(nobody, .failed)
        try tell(owner, .failed)
        #expect(sent == ["failed"])
        try tell(owner, .good)
        try tell(owner, .good)
        #expect(sent == ["failed", "good"])
        try tell(nobody, .failed)
        #expect(sent == ["failed", "good", "failed"])
        // Another project of the same home has a job of that name.
        let other = ToldHealth(home: folder.path, project: "/other", tenant: TenantID("acme"), job: job)
        try tell(other, .good)
        #expect(sent.count == 3)
    }

    @Test func theSameNewsHasTheSameIdentity() throws {
        #expect(try NoticeTests.notice(.failed).identity == NoticeTests.notice(.failed).identity)
        #expect(try NoticeTests.notice(.failed).identity != NoticeTests.notice(.good).identity)
    }

    /// What was told, step by step: `failed` and `good` are runs, a wrong way fails to send.
    @Test func peopleAreToldOfChangesOnly() throws {
        let folder = try TemporaryFolder()
        let told = try ToldHealth(
            home: folder.path, project: "/p", tenant: TenantID("harbor"), job: #require(JobID("nightly")))
        var sent: [String] = []
        func run(_ health: JobHealth, broken: String? = nil) throws -> Int {
            try told.update(to: health, ways: ["mail", "web"]) { way in
                if way == broken { throw Missing("a way") }
                sent.append("\(way) \(health)")
            }.count
        }
        #expect(try run(.good) == 0)
        #expect(sent.isEmpty)
        #expect(try run(.failed, broken: "web") == 1)
        #expect(sent == ["mail failed"])
        // The way that failed is tried again; the other one is not told twice.
        #expect(try run(.failed) == 0)
        #expect(sent == ["mail failed", "web failed"])
        #expect(try run(.failed) == 0)
        #expect(try run(.good) == 0)
        #expect(try run(.good) == 0)
        #expect(sent == ["mail failed", "web failed", "mail good", "web good"])
    }

    /// A process that is killed after the message went out and before that is written down: the same again, no silence.
    @Test func aMessageComesAgainRatherThanNever() throws {
        let folder = try TemporaryFolder()
        let (tenant, job) = (try #require(TenantID("harbor")), try #require(JobID("nightly")))
        let told = ToldHealth(home: folder.path, project: "/p", tenant: tenant, job: job)
        var sent = 0
        _ = try told.update(to: .failed, ways: ["mail"]) { _ in sent += 1 }
        try FileManager.default.removeItem(atPath: "\(folder.path)/watch/harbor/nightly.json")
        _ = try told.update(to: .failed, ways: ["mail"]) { _ in sent += 1 }
        #expect(sent == 2)
    }

    @Test func whatWasToldIsKeptForItsOwnerOnly() throws {
        let folder = try TemporaryFolder()
        let told = ToldHealth(
            home: "\(folder.path)/home", project: "/p", tenant: TenantID("harbor"),
            job: try #require(JobID("nightly")))
        _ = try told.update(to: .failed, ways: ["mail"]) { _ in }
        let mode = try FileManager.default.attributesOfItem(atPath: "\(folder.path)/home/watch/harbor")[
            .posixPermissions]
        #expect(mode as? Int == 0o700)
    }
}
