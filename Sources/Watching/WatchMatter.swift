import Kernel
import Runner

/// What could not be told, as a warning: a fixed sentence with the code of the cause. Hosts and paths are detail.
enum WatchMatter {
    case metrics, lineage, monitor, people, digest

    private var sentence: (code: DiagnosticCode, text: String) {
        switch self {
        case .metrics: (WatchingCode.noMetrics, "the file of metrics cannot be written")
        case .lineage: (WatchingCode.noLineage, "events of lineage cannot be written or sent")
        case .monitor: (WatchingCode.noPing, "the monitor cannot be told of runs")
        case .people: (WatchingCode.noNotification, "people cannot be told of runs")
        case .digest: (WatchingCode.digestNotSent, "the digest of a night cannot be sent")
        }
    }

    func warning(of error: any Error) -> Diagnostic {
        let known = (error as? any ReckonError)?.diagnostics.first
        let cause =
            switch error {
            case let refused as RefusedCall: ": the server answered with status \(refused.status)"
            case let failure as MailFailure: ": \(failure)"
            default: known.map { ": \($0.message)" } ?? ""
            }
        return .warning(sentence.code, sentence.text + cause, hint: known?.hint)
    }

    /// For the restricted log.
    func detail(of error: any Error) -> String? {
        guard let known = error as? any ReckonError else { return nil }
        return known.restrictedDetail ?? known.diagnostics.first?.place?.description
    }
}
