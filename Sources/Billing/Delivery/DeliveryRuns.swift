import Columns
import Kernel

/// The runs of an export for one period, of which the newest complete one is read.
struct DeliveryRuns<Content> {
    struct Run {
        /// As messages name it: `delivery 2026-05-02T...`.
        let shown: String
        /// When it was made; nil where nothing says so, which counts as oldest.
        let made: Instant?
        /// Decides between runs of the same moment.
        let path: String
        /// Whether an older run may stand in while this one is not complete: runs that have folders of their own do not
        /// overwrite each other.
        let isKept: Bool
        let content: Content
    }

    let runs: [Run]

    /// The newest run that `read` finds complete.
    ///
    /// - Throws: what the newest run throws when no run is complete, or when it overwrites those before.
    func newest(
        in source: DeliverySource, _ read: (Run) throws(Failure) -> Delivery
    ) throws(Failure) -> Delivery {
        let newestFirst = runs.sorted { left, right in
            let (first, second) = (left.made?.microseconds ?? .min, right.made?.microseconds ?? .min)
            return first == second ? right.path.utf8.lexicographicallyPrecedes(left.path.utf8) : first > second
        }
        var obstacle: (failure: Failure, run: Run)?
        for run in newestFirst {
            do {
                var delivery = try read(run)
                if let obstacle { delivery.notes.append(DeliveryRuns.note(obstacle, used: run)) }
                return delivery
            } catch {
                guard error.exitStatus == .tryLater else { throw error }
                guard run.isKept else { throw obstacle?.failure ?? error }
                if obstacle == nil { obstacle = (error, run) }
            }
        }
        guard let obstacle else { preconditionFailure("an export without runs has no newest one") }
        throw obstacle.failure
    }

    private static func note(_ obstacle: (failure: Failure, run: Run), used: Run) -> Diagnostic {
        let reason = obstacle.failure.diagnostics.first
        return .warning(
            DeliveryCode.olderDelivery,
            "\(obstacle.run.shown) is not complete, \(used.shown) is read: \(reason?.message ?? "files are missing")",
            at: reason?.place, hint: "run again when it is complete")
    }
}
