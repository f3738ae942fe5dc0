package import Kernel

package enum TierTag {}

package typealias TierID = Identifier<TierTag>

extension Identifier where Kind == TierTag {
    /// What everybody has who has no subscription: permanent, without price, never a call to the provider.
    package static var free: TierID {
        guard let id = TierID("free") else { preconditionFailure("'free' is an identifier") }
        return id
    }
}
