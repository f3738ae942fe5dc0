import Kernel

/// The two roles of the store.
package enum Roles {
    /// Owns the schema; migrations run as this role.
    package static let owner = "reckon_owner"
    /// Reads and writes rows; owns nothing and is bound by row security.
    package static let runtime = "reckon_runtime"
    package static let schema = "reckon"

    /// What a superuser runs once, in the database that is to hold the schema. One statement a line.
    ///
    /// On an external server both roles also need LOGIN and a password, or other roles that are members of them.
    package static let bootstrap = [
        "CREATE ROLE \(owner) LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS",
        "CREATE ROLE \(runtime) LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS",
        "CREATE SCHEMA \(schema) AUTHORIZATION \(owner)",
        "GRANT USAGE ON SCHEMA \(schema) TO \(runtime)",
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
    ]
}
