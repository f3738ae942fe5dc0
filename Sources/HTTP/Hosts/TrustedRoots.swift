/// Who vouches for servers. The name and the certificate of a server are checked in either case.
package enum TrustedRoots: Sendable, Hashable {
    /// The certificates that this machine trusts.
    case system
    /// Those of one PEM file and no others.
    case file(String)
}
