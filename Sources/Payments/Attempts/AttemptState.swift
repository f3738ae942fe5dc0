/// Where an attempt to charge stands.
package enum AttemptState: String, Sendable, CaseIterable {
    /// Computed, not stored: what a dry run prints.
    case planned
    /// Stored, and perhaps on its way: the call is made after the commit.
    case sent
    /// The call's answer was lost. Only asking tells what happened.
    case unknown
    /// The provider or a bank is at work.
    case pending
    /// The payer must do something.
    case actionRequired = "action_required"
    /// Right amount, right currency, and the first success of its period: the one state that grants it.
    case paid
    case failed
    /// Refused before a transaction was made.
    case rejected
    /// Money came, but not what was asked for: a person decides.
    case mismatched
    /// Money came for what another attempt had paid: it goes back.
    case surplus
    /// Money had come and went back.
    case reversed

    /// Money may still move: no other attempt of the period may be made.
    package var isOpen: Bool {
        switch self {
        case .sent, .unknown, .pending, .actionRequired: true
        case .planned, .paid, .failed, .rejected, .mismatched, .surplus, .reversed: false
        }
    }

    /// No money moved, as far as the provider has said: the period may be tried again.
    package var makesRoom: Bool { self == .failed || self == .rejected }

    /// As `makesRoom`, once a person has lifted the hold: what went back pays for nothing.
    package var makesRoomWhenReleased: Bool { makesRoom || self == .reversed }

    /// Money left the payer's account and is with us.
    package var holdsMoney: Bool { self == .paid || self == .mismatched || self == .surplus }
}
