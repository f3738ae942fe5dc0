import Synchronization

/// 0, 1, 2, … whoever asks.
final class AtomicCount: Sendable {
    private let count = Atomic<Int64>(-1)
    func next() -> Int64 { count.add(1, ordering: .relaxed).newValue }
}
