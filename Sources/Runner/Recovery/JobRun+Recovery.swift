import Kernel

extension JobRun {
    /// Runs of the tenant's other partitions that died leave neither a state "running" nor a staging folder behind.
    ///
    /// Another period's folders are no reason to fail: what cannot be put in order there is told as a warning.
    func recoverOthers(_ silent: [(run: RunID, partition: Partition)]) throws {
        for (dead, other) in try ledger.recover(silent, at: clock.now()) {
            observe(.abandonedRunFound(dead))
            let store = PublicationStore(home: project.home, partition: other)
            do {
                try ledger.inherit(dead, other) { generation, published in
                    for stage in try store.stages() {
                        try store.settle(stage, published: published[stage], upTo: generation)
                    }
                }
            } catch let error as Failure {
                for diagnostic in error.diagnostics {
                    observe(
                        .diagnostic(
                            .warning(
                                diagnostic.code, diagnostic.message, at: diagnostic.place, hint: diagnostic.hint),
                            stage: nil))
                }
            }
        }
    }
}
