import Columns
import Model
import Synchronization

/// Batches of `cost_lines` that were written and can be filled again: their memory stays in use.
final class BatchPool: Sendable {
    /// A batch goes from the thread that fills it to the one that writes it and back, and belongs to one at a time.
    private struct Batch: @unchecked Sendable {
        let builder: BatchBuilder
    }

    private let free = Mutex<[Batch]>([])

    func take() -> BatchBuilder {
        free.withLock { $0.popLast()?.builder } ?? BatchBuilder(Dataset.costLines.schema)
    }

    func giveBack(_ batch: BatchBuilder) {
        batch.removeAll()
        let batch = Batch(builder: batch)
        free.withLock { $0.append(batch) }
    }
}
