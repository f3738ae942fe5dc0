import Kernel
import TestSupport
import Testing

@testable import Runner

/// What can be told of a job whose file is refused.
struct JobGlimpseTests {
    private let folder: TemporaryFolder
    private let project: Project
    private let job: JobID

    init() throws {
        folder = try TemporaryFolder()
        try folder.write(#"{"tenant": "harbor", "name": "Harbor"}"#, to: "Config/tenants/harbor.json")
        try folder.write("", to: "Jobs/.keep")
        project = try Project(root: folder.path, home: nil)
        job = try #require(JobID("nightly"))
    }

    /// Nine minutes after 02:17.
    private static let soon = "2026-05-01T02:26:00Z"

    @Test(
        arguments: [
            (#"{"tenant": "harbor", "schedule": {"cron": "17 2 * * *"}}"#, soon, "harbor", "2026-05-01T02:17:00Z"),
            (#"{"tenant": "harbor", "schedule": {"cron": "17 2 * * *"}}"#, "2026-05-01T02:28:00Z", "harbor", "no"),
            (
                #"{"tenant": "harbor", "stages": 5, "schedule": {"cron": "17 2 * * *"}}"#, "2026-05-01T02:16:00Z",
                "harbor", "no"
            ),
            (#"{"tenant": "nobody", "schedule": {"cron": "17 25 * * *"}}"#, soon, "none", "unknown"),
            (#"{"tenant": 7, "schedule": {"businessDay": {}}}"#, soon, "none", "unknown"),
            (#"{"tenant": "harbor"}"#, soon, "harbor", "no"),
            (#"{"tenant": "harbor", "schedule": {"cron": "17 2"#, soon, "none", "unknown"),
            ("[]", soon, "none", "unknown"),
        ])
    func isReadAsFarAsItGoes(text: String, at: String, tenant: String, due: String) throws {
        try folder.write(text, to: "Jobs/nightly.json")
        let glimpse = JobGlimpse(job, project: project)
        #expect((glimpse.tenant?.text ?? "none") == tenant)
        let told =
            switch glimpse.dueness(at: try #require(Instant(at))) {
            case .slot(let key, let period):
                "\(key)\(period.description == "2026-04" ? "" : " of the wrong month")"
            case .no: "no"
            case .unknown: "unknown"
            }
        #expect(told == due)
    }

    @Test func aFileThatIsNotThereMayHaveBeenDue() throws {
        #expect(JobGlimpse(job, project: project).dueness(at: try #require(Instant(JobGlimpseTests.soon))) == .unknown)
    }
}
