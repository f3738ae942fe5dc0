import Billing
import Kernel
import Runner

extension IngestFocusStage {
    /// The stage as tests use it: deliveries lie in folders.
    static let kind = IngestFocusStage.kind(opening: { location throws(Failure) in FolderStore(location: location) })
}
