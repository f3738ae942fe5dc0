package import Kernel

/// Brings payments from the list and from webhooks to the attempts they belong to.
package struct PaymentRecorder<Store: PaymentStore> {
    package enum Outcome: Sendable, Hashable {
        case applied([ChargeAttempt.Action])
        /// Not a reference of ours, or of an attempt that is not in the store.
        case unknownReference
        /// Test money in live mode or the other way round: never applied.
        case otherMode

        /// What a person has to look at.
        func matters(_ charge: ObservedCharge) -> [PaymentMatter] {
            guard case .applied(let actions) = self, let reference = charge.reference else { return [] }
            return PaymentMatter.all(actions, reference)
        }
    }

    private let store: Store
    private let mode: PaymentRules.Mode

    package init(store: Store, mode: PaymentRules.Mode) {
        self.store = store
        self.mode = mode
    }

    /// - Parameter now: when the list was asked for or the webhook came: `charge` is true of then.
    package func record(
        _ charge: ObservedCharge, source: PaymentEvent.Source, now: Instant
    ) throws -> Outcome {
        guard charge.isTest == (mode == .test) else { return .otherMode }
        guard let reference = charge.reference, let id = try store.owner(of: reference) else {
            return .unknownReference
        }
        return .applied(
            try store.update(id) { $0.apply(.observed(charge), to: reference, now: now, source: source) })
    }
}
