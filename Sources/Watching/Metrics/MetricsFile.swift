import Database
import Kernel
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

    package func write() throws {
        let folder = FileSystem.parentPath(path)
        try FileSystem.makeDirectory(folder)
        // Read and written under one lock: a run that read earlier cannot write later.
        try FileLock.holding("\(project.home)/metrics.lock") {
            let page = try page()
            // Written beside it first; the collector reads only what ends in .prom.
            try FileSystem.write(Array(page.text.utf8), to: path)
            try FileSystem.synchronize(folder)
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
