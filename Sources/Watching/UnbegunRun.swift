package import HTTP
package import Kernel
package import Runner

/// Tells the monitor and people of a run that was due and did not begin: its job or the store could not be read, or it
/// was turned away by trouble. There is no run in the ledger, and no slot or period where the job could not be read.
package struct UnbegunRun: Sendable {
    private let project: Project
    private let machine: CallingMachine

    package init(_ project: Project, machine: CallingMachine) {
        self.project = project
        self.machine = machine
    }

    /// - Parameters:
    ///   - tenant: nil when the job's file does not say.
    ///   - slot: key of the slot that was due; nil when that is not known either.
    /// - Returns: a warning for each that could not be told.
    package func tell(
        _ job: JobID, tenant: TenantID?, slot: String?, period: Month?, because error: any Error
    ) -> [Diagnostic] {
        let now = machine.clock.now()
        var warnings: [Diagnostic] = []
        if let settings = project.watch.ping, let ping = Ping(settings, job: job, run: nil, machine: machine) {
            do { try ping.send(.failure) } catch { warnings.append(WatchMatter.monitor.warning(of: error)) }
        }
        let known = error as? any ReckonError
        let notice = Notice(
            health: .failed, job: job, tenant: tenant, period: period,
            occasion: .unbegun(slot: slot ?? now.description), exit: known?.exitStatus ?? .internal,
            code: known?.diagnostics.first { $0.severity == .error }?.code, at: now)
        let errors = Notifier(project: project, machine: machine).tell(notice)
        return warnings + errors.map { WatchMatter.people.warning(of: $0) }
    }
}
