import Kernel

/// Which server holds the store.
package enum StoreLocation: Sendable {
    /// A private server below the home folder.
    case embedded(home: String)
    /// A server of the user's. Without an owner login migrations are checked, not applied.
    case external(runtime: ConnectionSettings, owner: ConnectionSettings?)

    package static let runtimeVariable = "RECKON_DATABASE_URL"
    package static let ownerVariable = "RECKON_MIGRATION_DATABASE_URL"

    /// An empty variable counts as unset.
    package init(environment: [String: String], home: String) throws(DatabaseError) {
        func settings(_ variable: String) throws(DatabaseError) -> ConnectionSettings? {
            guard let url = environment[variable], !url.isEmpty else { return nil }
            return try ConnectionSettings(url: Secret(url), variable: variable)
        }
        let owner = try settings(StoreLocation.ownerVariable)
        if let runtime = try settings(StoreLocation.runtimeVariable) {
            self = .external(runtime: runtime, owner: owner)
        } else if owner != nil {
            throw DatabaseError(
                .badSettings,
                message: "\(StoreLocation.ownerVariable) is set, but \(StoreLocation.runtimeVariable) is not",
                hint: "set both, or neither for the embedded database")
        } else {
            self = .embedded(home: home)
        }
    }

    /// Whether there is a store already, or at least the address of one; asks no server.
    package func isSetUp() throws(DatabaseError) -> Bool {
        switch self {
        case .external: return true
        case .embedded(let home):
            // Without a home there is no choice of its place yet.
            guard ServerFiles.exists(home) else { return false }
            return ServerFiles.exists(try ServerPlace(home: home).data)
        }
    }
}
