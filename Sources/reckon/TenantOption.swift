import ArgumentParser
import Kernel
import Runner

/// Whose job is meant.
struct TenantOption: ParsableArguments {
    @Option(
        help: "Refuse when the job is not this tenant's: for scripts that go through tenants.",
        transform: CommandArgument.tenant)
    var tenant: TenantID?

    /// - Throws: exit 77 when the job is another tenant's.
    func require(_ job: JobFile) throws(Failure) {
        guard let tenant, job.tenant != tenant else { return }
        throw Failure(
            .notPermitted, CommandCode.otherTenant,
            "job '\(job.job)' belongs to tenant '\(job.tenant)', not to '\(tenant)'",
            at: Place(file: "Jobs/\(job.job).json"),
            hint: "a job has one tenant: name a job of '\(tenant)', or leave out --tenant")
    }
}
