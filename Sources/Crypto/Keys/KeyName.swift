package import Kernel

/// What the identifier of a key names; never made.
package enum KeyTag {}

/// A key's name, as the configuration gives it: `2026-11`. It is written before each sealed value and is no secret.
package typealias KeyID = Identifier<KeyTag>

/// Which of two rings a key is on.
package enum KeyOwner: UInt8, Sendable, Hashable {
    /// The installation's: a tenant's data key is derived from it.
    case installation = 1
    /// The tenant's own, which the tenant brought.
    case tenant = 2
}

/// A key as a sealed value names it. Whose tenant it is follows from where the value lies.
package struct KeyName: Sendable, Hashable, CustomStringConvertible {
    package let owner: KeyOwner
    package let id: KeyID

    package init(_ owner: KeyOwner, _ id: KeyID) {
        self.owner = owner
        self.id = id
    }

    package var description: String {
        switch owner {
        case .installation: "key '\(id)' of the installation"
        case .tenant: "the tenant's own key '\(id)'"
        }
    }
}
