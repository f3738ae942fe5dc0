package import Kernel
import Synchronization

/// Runs the periods of a plan, some at a time.
package struct Backfill: Sendable {
    package let plan: BackfillPlan
    /// How many periods are run at once.
    package let width: Int
    /// Runs one period; called on several threads.
    package let runOne: @Sendable (Month) throws -> ExitStatus
    /// Told of each period that has ended; one call at a time.
    package let tell: @Sendable (Ended) -> Void
    /// Asked before each period: true when no other is to be begun.
    package let isStopped: @Sendable () -> Bool

    package init(
        plan: BackfillPlan, width: Int, runOne: @escaping @Sendable (Month) throws -> ExitStatus,
        isStopped: @escaping @Sendable () -> Bool = { false }, tell: @escaping @Sendable (Ended) -> Void
    ) {
        self.plan = plan
        self.width = width
        self.runOne = runOne
        self.tell = tell
        self.isStopped = isStopped
    }

    /// A period that has ended.
    package struct Ended: Sendable {
        package let period: Month
        package let status: ExitStatus
        package let failure: (any ReckonError)?
        /// Periods that have ended with this one.
        package let done: Int
    }

    /// What a backfill came to.
    package struct Outcome: Sendable {
        package var succeeded: [Month] = []
        package var failed: [(period: Month, status: ExitStatus)] = []
        /// Not begun, because a stop was asked for.
        package var left: [Month] = []

        /// 0 when all is done, 3 when a part is; the code of the failure when nothing is.
        package var exitStatus: ExitStatus {
            if failed.isEmpty, left.isEmpty { return .success }
            if succeeded.isEmpty, left.isEmpty, Set(failed.map(\.status)).count == 1 {
                return failed.first?.status ?? .partlyFailed
            }
            return .partlyFailed
        }
    }

    private struct State {
        var next = 0
        var ended: [Month: ExitStatus] = [:]
    }

    package func execute() -> Outcome {
        let state = Mutex(State())
        let shared = Shared(state: state)
        let threads = (1..<max(1, min(width, plan.items.count))).compactMap { _ in
            SystemThread { work(shared) }
        }
        work(shared)
        for thread in threads { thread.join() }
        let ended = shared.state.withLock { $0.ended }
        var outcome = Outcome()
        for item in plan.items {
            switch ended[item.period] {
            case .success: outcome.succeeded.append(item.period)
            case let status?: outcome.failed.append((item.period, status))
            case nil: outcome.left.append(item.period)
            }
        }
        return outcome
    }

    private final class Shared: Sendable {
        let state: Mutex<State>
        init(state: consuming Mutex<State>) { self.state = state }
    }

    private func work(_ shared: Shared) {
        while !isStopped() {
            let item = shared.state.withLock { state -> BackfillPlan.Item? in
                guard state.next < plan.items.count else { return nil }
                state.next += 1
                return plan.items[state.next - 1]
            }
            guard let item else { return }
            var (status, failure): (ExitStatus, (any ReckonError)?)
            do {
                (status, failure) = (try runOne(item.period), nil)
            } catch let error as any ReckonError {
                (status, failure) = (error.exitStatus, error)
            } catch {
                (status, failure) = (
                    .internal,
                    Failure(.internal, KernelCode.unexpected, "an unexpected internal error occurred")
                )
            }
            shared.state.withLock { state in
                state.ended[item.period] = status
                tell(Ended(period: item.period, status: status, failure: failure, done: state.ended.count))
            }
        }
    }
}
