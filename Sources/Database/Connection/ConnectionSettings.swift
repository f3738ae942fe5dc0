internal import CLibPQ
package import Kernel

/// Where to connect, as whom, and the limits every session gets.
package struct ConnectionSettings: Sendable {
    package enum Target: Sendable {
        /// A libpq URL, `postgresql://user:password@host:5432/database?sslmode=verify-full`.
        case url(Secret)
        /// The embedded server: the folder of its socket.
        case socket(folder: String, user: String, database: String)
    }

    package var target: Target
    package var applicationName = "reckon"
    package var connectTimeoutSeconds = 10
    /// Zero means no limit, as in PostgreSQL; a batch statement may run long, but not for ever.
    package var statementTimeoutMilliseconds = 3_600_000
    /// A lock that is not free after this is an error with exit code 75.
    package var lockTimeoutMilliseconds = 30_000
    /// A run that hangs while it holds a transaction is ended by the server.
    package var idleInTransactionTimeoutMilliseconds = 600_000
    package var searchPath = ["reckon"]

    package init(target: Target) { self.target = target }

    /// Settings of a connection URL.
    ///
    /// - Parameter variable: the environment variable it came from, named in the error; the URL itself never is.
    package init(url: Secret, variable: String) throws(DatabaseError) {
        var reason: UnsafeMutablePointer<CChar>?
        let text = url.reveal()
        let hasScheme = text.hasPrefix("postgresql://") || text.hasPrefix("postgres://")
        let options = unsafe PQconninfoParse(text, &reason)
        defer {
            unsafe PQconninfoFree(options)
            unsafe PQfreemem(reason)
        }
        guard hasScheme, unsafe options != nil else {
            // libpq quotes the offending part, which may be the password.
            throw DatabaseError(.badSettings, message: "\(variable) is not a connection URL")
        }
        self.init(target: .url(url))
    }

    /// What libpq is given. Values the environment could otherwise supply (PGHOST, PGUSER, ...) are all set for the
    /// embedded server, so that a stray variable cannot turn a run to another one.
    var parameters: [(keyword: String, value: String)] {
        var parameters: [(String, String)]
        switch target {
        case .url(let url):
            // A server whose host vanishes is given up within a minute or two; what the URL says of it wins.
            parameters = [
                ("keepalives_idle", "30"), ("keepalives_interval", "10"), ("keepalives_count", "3"),
                ("tcp_user_timeout", "60000"), ("dbname", url.reveal()),
            ]
        case .socket(let folder, let user, let database):
            parameters = [
                ("host", folder), ("port", "5432"), ("user", user), ("dbname", database), ("sslmode", "disable"),
                ("options", "-c client_min_messages=notice"),
            ]
        }
        parameters.append(("fallback_application_name", applicationName))
        parameters.append(("client_encoding", "UTF8"))
        return parameters
    }

    /// One statement that puts the session in order.
    var sessionSetup: SQL {
        let path = searchPath.map { SQL.quoted(identifier: $0) }.joined(separator: ", ")
        return """
            SELECT set_config('TimeZone', 'UTC', false), set_config('client_encoding', 'UTF8', false),
                set_config('application_name', \(applicationName), false),
                set_config('statement_timeout', \(String(statementTimeoutMilliseconds)), false),
                set_config('lock_timeout', \(String(lockTimeoutMilliseconds)), false),
                set_config('idle_in_transaction_session_timeout',
                    \(String(idleInTransactionTimeoutMilliseconds)), false),
                set_config('search_path', \(path.isEmpty ? "pg_temp" : path + ", pg_temp"), false),
                set_config('row_security', 'on', false)
            """
    }
}
