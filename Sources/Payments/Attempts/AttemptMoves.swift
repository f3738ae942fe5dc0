/// The one table of allowed moves.
///
/// Rows are states, columns are what happens. What it keeps true:
/// * money that came is never forgotten: success leads to `paid`, `mismatched` or `surplus` from every state but
///   `planned` and `reversed`;
/// * out of those three the only way is `reversed`, so that no later word makes room for another charge;
/// * `failed` and `rejected`, which alone make room for another attempt without a person, follow from the provider's
///   own word only.
package enum AttemptMoves {
    /// Nil when that cannot happen: it would be a defect of the caller.
    package static func next(_ state: AttemptState, _ kind: AttemptEventKind) -> AttemptState? {
        if state == .planned { return kind == .sending ? .sent : nil }
        guard kind != .sending else { return nil }
        return table[state]?[kind] ?? state
    }

    /// Moves that change the state; all others leave it as it is.
    private static let table: [AttemptState: [AttemptEventKind: AttemptState]] = [
        .sent: inFlight,
        // One call that was not processed says nothing about another whose answer was lost.
        .unknown: inFlight.merging([.notProcessed: .unknown]) { $1 },
        .pending: known.merging([.actionNeeded: .actionRequired]) { $1 },
        .actionRequired: known.merging([.pending: .pending]) { $1 },
        .paid: [.reversed: .reversed],
        .failed: money,
        // The provider has a transaction after all: wait for it instead of charging again.
        .rejected: money.merging([.pending: .pending, .actionNeeded: .actionRequired, .declined: .failed]) { $1 },
        .mismatched: [.reversed: .reversed],
        .surplus: [.reversed: .reversed],
    ]

    private static let money: [AttemptEventKind: AttemptState] = [
        .success: .paid, .mismatch: .mismatched, .surplus: .surplus, .reversed: .reversed,
    ]

    /// A transaction is known to exist.
    private static let known = money.merging([.declined: .failed, .abandoned: .failed]) { $1 }

    /// Whether there is a transaction is not known.
    private static let inFlight = known.merging([
        .pending: .pending, .actionNeeded: .actionRequired, .rejected: .rejected, .duplicate: .unknown,
        .notProcessed: .sent, .lost: .unknown, .notFound: .sent, .withdrawn: .rejected, .unclear: .unknown,
    ]) { $1 }
}
