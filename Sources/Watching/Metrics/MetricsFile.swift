import Database
package import Kernel
package import Runner

/// The file of metrics, made from the ledger alone: whichever run writes it last, it says the same.
package struct MetricsFile {
    package let path: String
    package let project: Project
    package let ledger: Ledger

    package init(path: String, project: Project, ledger: Ledger) {
        self.path = path
        self.project = project
        self.ledger = ledger
    }

    /// - Parameter run: names the temporary file, so that runs side by side do not write into one.
    package func write(for run: RunID) throws {
        let folder = FileSystem.parentPath(path)
        try FileSystem.makeDirectory(folder)
        // Read and written under one lock: a run that read earlier cannot write later.
        try FileLock.holding("\(project.home)/metrics.lock") {
            let page = try page()
            // The collector reads only what ends in .prom.
            let temporary = "\(path).\(run)"
            do {
                try FileSystem.write(Array(page.text.utf8), to: temporary)
                try FileSystem.rename(temporary, to: path)
                try FileSystem.synchronize(folder)
            } catch {
                // The error that is told is the first one.
                try? FileSystem.remove(temporary)
                throw error
            }
        }
    }

    /// The jobs of the project, tenant by tenant: what was removed from it vanishes from the metrics too.
    private func page() throws -> MetricsPage {
        var page = MetricsPage()
        let jobs = Set(try project.jobs())
        for tenant in try project.tenants() {
            let latest = try ledger.latestRuns(tenant).filter { jobs.contains($0.key) }
            for (job, runs) in latest.sorted(by: { $0.key < $1.key }) {
                let published = try runs.success.map { success in
                    try ledger.published(
                        Partition(tenant: tenant, job: job, period: success.period), home: project.home)
                }
                try page.add(runs, published: published ?? [:])
            }
        }
        return page
    }
}
