package import Kernel

/// The table of store codes, S300 to S399. docs/errors.md is made from `StoreCode.explanations`.
extension StoreCode {
    // Connection
    package static let cannotConnect = StoreCode(
        301, "the database cannot be reached",
        "No connection could be made: the server is down, the address is wrong or a firewall is between.",
        hint: "check that the server runs and what RECKON_DATABASE_URL points at; `reckon doctor` tests it",
        exit: .unavailable, transient: true)
    package static let connectionLost = StoreCode(
        302, "the connection to the database was lost",
        "The server went away in the middle of a run; the open transaction was rolled back.",
        exit: .unavailable, transient: true)
    package static let loginRefused = StoreCode(
        303, "the database refused the login",
        "The role or its password was not accepted by the server.",
        hint: "check the user and password in RECKON_DATABASE_URL", exit: .notPermitted)
    package static let unsupportedServer = StoreCode(
        304, "the server is not a PostgreSQL 15 or newer",
        "The server did not identify itself as PostgreSQL 15+, so its row-level security cannot be relied on.",
        hint: "use PostgreSQL 15 or newer", exit: .notPermitted)
    package static let badSettings = StoreCode(
        305, "the database settings cannot be used",
        "A connection URL could not be parsed, or a setting is out of range.",
        hint: "write postgresql://user@host:5432/database, special characters percent-encoded", exit: .configuration)
    package static let databaseMissing = StoreCode(
        306, "the database named in the connection URL does not exist",
        "The server answered, but has no such database.",
        hint: "create the database or correct its name in the URL", exit: .configuration)
    package static let serverBusy = StoreCode(
        307, "the database accepts no connection at the moment",
        "The server is starting up, shutting down or has no free connection slot.", exit: .unavailable,
        transient: true)

    // Statements and transactions
    package static let serializationFailure = StoreCode(
        310, "a concurrent transaction got in the way",
        "The transaction could not be serialised (40001) and was rolled back; it is safe to run again.",
        exit: .tryLater, transient: true)
    package static let deadlock = StoreCode(
        311, "a deadlock with another transaction was broken",
        "The server rolled this transaction back to free another one (40P01); it is safe to run again.",
        exit: .tryLater, transient: true)
    package static let cancelled = StoreCode(
        312, "a statement was cancelled",
        "The run was asked to stop, or an administrator cancelled the statement.")
    package static let statementTimeout = StoreCode(
        313, "a statement ran longer than the statement timeout",
        "The server stopped a statement at its time limit; the transaction was rolled back.")
    package static let lockTimeout = StoreCode(
        314, "a lock held by another session was not free in time",
        "Another run or session holds what this one needs (55P03).",
        hint: "run again later, or see who holds the lock in pg_locks", exit: .tryLater, transient: true)
    package static let outOfResources = StoreCode(
        315, "the database server is out of resources",
        "Disk, memory or connections of the server are used up (class 53).",
        hint: "free disk space or memory on the database server", exit: .tryLater, transient: true)
    package static let commitOutcomeUnknown = StoreCode(
        316, "the connection was lost during a commit",
        "Whether the last transaction was kept is not known; the run ledger tells.",
        hint: "run again: a partition that was published is found and not repeated", exit: .unavailable)
    package static let serverShutdown = StoreCode(
        317, "the database server is shutting down",
        "An administrator stopped the server or ended the session (57P01, 57P02, 57P03).", exit: .unavailable,
        transient: true)
    package static let rolledBackAtCommit = StoreCode(
        318, "a transaction with a failed statement was asked to commit",
        "A statement had failed and its error was not passed on; nothing of the transaction was kept.")

    // Values
    package static let constraintViolated = StoreCode(
        320, "a row breaks a rule of the schema",
        "A check, foreign key, not-null or exclusion constraint refused a row (class 23).")
    package static let duplicateKey = StoreCode(
        321, "a row with the same key is there already", "A unique constraint refused a row (23505).")
    package static let valueRefused = StoreCode(
        322, "the database refused a value", "A value does not fit its column (class 22).")
    package static let unreadableValue = StoreCode(
        323, "a value from the database does not have the expected form",
        "A column's type or content is not what this version reads: the schema was changed by hand.")
    package static let unwritableValue = StoreCode(
        324, "a value cannot be stored in the database",
        "A text holds a zero byte, or a time lies outside what PostgreSQL can hold.", exit: .badInput)
    package static let copyMismatch = StoreCode(
        325, "the columns of a bulk load do not match the table",
        "Binary COPY does not convert types, so they are compared first; the schema is not of this version.")
    package static let unexpectedRowCount = StoreCode(
        326, "a query did not return the expected number of rows", "A query for one row found none or several.")

    // Tenants and privileges
    package static let tenantRefused = StoreCode(
        330, "a statement outside a tenant's scope was refused",
        "No tenant was set, so nothing was sent to the database (rls_enforcement_failed).", exit: .notPermitted)
    package static let tenantUnverified = StoreCode(
        331, "the tenant scope could not be established",
        "Setting the tenant failed or did not read back as set, so nothing else was sent (rls_enforcement_failed).",
        exit: .notPermitted)
    package static let staleTenant = StoreCode(
        332, "a database connection still carried a tenant",
        "A pooled connection had a tenant set before we set ours; it was dropped (rls_enforcement_failed).",
        hint:
            "connect to the server itself, not to a pooler; look for ALTER ROLE or ALTER DATABASE SET reckon.tenant",
        exit: .notPermitted)
    package static let unboundRole = StoreCode(
        333, "the database role is not bound by row-level security",
        "The role is a superuser, has BYPASSRLS or can become such a role (rls_enforcement_failed).",
        hint: "connect as a role like reckon_runtime: NOSUPERUSER NOBYPASSRLS, member of no such role",
        exit: .notPermitted)
    package static let insufficientPrivilege = StoreCode(
        334, "the database role lacks a privilege",
        "The server refused a statement or a row for lack of privilege or by a tenant policy (42501).",
        exit: .notPermitted)
    package static let protectionsMissing = StoreCode(
        335, "the tables are not protected as they must be",
        "A table with a tenant_id lacks forced row security or its policy, or the runtime role has too many rights.",
        hint: "run `reckon doctor` for the list; protections are restored by the owner role", exit: .notPermitted)
    package static let tenantChanged = StoreCode(
        336, "the tenant was changed inside a transaction",
        "The tenant at commit was not the one set at the start; everything was rolled back (rls_enforcement_failed).",
        exit: .notPermitted)

    package static let pooledByTransaction = StoreCode(
        337, "a pooler that pools by transaction stands before the database",
        "Two open connections were served by one process of the server: locks that last a session do not hold there, "
            + "and one that is left behind turns later runs away.",
        hint: "give RECKON_DATABASE_URL the server's own port, or a pool that pools by session", exit: .configuration)

    // Migrations
    package static let migrationChanged = StoreCode(
        340, "an applied migration was changed",
        "The text of a migration differs from the one the database was built with.",
        hint: "restore the migration's text and put the change into a new one")
    package static let schemaNewer = StoreCode(
        341, "the database is newer than this program",
        "The database has migrations that this version does not know.",
        hint: "install the version of reckon that made it, or a newer one", exit: .configuration)
    package static let schemaBehind = StoreCode(
        342, "the database lacks migrations",
        "The schema is older than this version needs and no owner login was given.",
        hint: "set RECKON_MIGRATION_DATABASE_URL to a login of the owner role and run again", exit: .configuration)
    package static let migrationFailed = StoreCode(
        343, "a migration could not be applied",
        "The statement of a migration failed; the migration was rolled back as a whole.")
    package static let rolesMissing = StoreCode(
        344, "the database lacks the roles or the schema of reckon",
        "The roles reckon_owner and reckon_runtime and the schema reckon must exist on an external server.",
        hint: "have an administrator run the statements of docs/operations.md", exit: .configuration)

    // The embedded server
    package static let packageMissing = StoreCode(
        350, "no PostgreSQL server 15 or newer is installed",
        "Without RECKON_DATABASE_URL reckon starts a private server from the installed package.",
        hint: "run `apt-get install postgresql`, or set RECKON_DATABASE_URL", exit: .unavailable)
    package static let placeUnusable = StoreCode(
        351, "the folder of the embedded database cannot be used",
        "A folder could not be made, or belongs to another user.",
        hint: "check owner and mode of the postgres folder in RECKON_HOME; `reckon doctor` names it",
        exit: .cannotWrite)
    package static let initialisationFailed = StoreCode(
        352, "the embedded database could not be created",
        "initdb failed; its output is in the restricted log.",
        hint: "look for a full disk or wrong permissions with `reckon doctor`", exit: .unavailable)
    package static let serverDidNotStart = StoreCode(
        353, "the embedded database did not start",
        "The server ended while starting; the end of its log is in the restricted log.",
        hint: "run `reckon doctor`", exit: .unavailable)
    package static let startTimedOut = StoreCode(
        354, "the embedded database was not ready in time",
        "After a crash the server replays its log, which can take minutes on a slow disk.",
        hint: "run again: a recovery under way goes on in the background", exit: .tryLater, transient: true)
    package static let dataVersionMismatch = StoreCode(
        355, "the embedded database was made by another PostgreSQL version",
        "The installed server cannot read the data folder.",
        hint: "install the version named in the folder's PG_VERSION file, or run pg_upgrade", exit: .configuration)
    package static let socketFolderUnsafe = StoreCode(
        356, "the folder for the database socket belongs to somebody else",
        "The folder in /tmp is not ours with mode 0700: another user may have made it first.",
        hint: "remove that folder (`reckon doctor` names it), or choose a shorter RECKON_HOME", exit: .notPermitted)
    package static let startLockBusy = StoreCode(
        357, "another run is starting or stopping the embedded database",
        "The lock around start and stop was not free in time.", hint: "run again later", exit: .tryLater,
        transient: true)
    package static let socketLost = StoreCode(
        358, "the embedded database runs but its socket is gone",
        "The socket was removed, for instance by a cleaner of /tmp, while other runs use the server.",
        hint: "wait for the other runs to end and run again", exit: .tryLater, transient: true)
    package static let stopTimedOut = StoreCode(
        359, "the embedded database did not stop in time",
        "The server was asked to stop and still runs; the next run will take it over.")
    package static let diskNearlyFull = StoreCode(
        360, "the disk of the embedded database is nearly full",
        "The server needs room for its log before it can accept a row.", hint: "free at least 256 MB",
        exit: .cannotWrite)
    package static let staleLocks = StoreCode(
        361, "the embedded database was left behind by a killed run",
        "A server without users, or the mark of a server that is gone; the next run takes it over or cleans it up.",
        hint: "nothing needs to be done")
    package static let noServerAccount = StoreCode(
        362, "no unprivileged account for the embedded database was found",
        "PostgreSQL refuses to run as root; the accounts postgres and nobody are both missing.",
        hint: "run reckon as an ordinary user, or create the account postgres", exit: .configuration)
    package static let whereabouts = StoreCode(
        363, "the place of the embedded database",
        "A note of `reckon doctor`: where the data is, and why when that is not in RECKON_HOME.")

    package static let other = StoreCode(
        390, "the database reported an error", "An error of a class that has no number of its own.")
}

extension StoreCode {
    package static let all: [StoreCode] = [
        cannotConnect, connectionLost, loginRefused, unsupportedServer, badSettings, databaseMissing, serverBusy,
        serializationFailure, deadlock, cancelled, statementTimeout, lockTimeout, outOfResources,
        commitOutcomeUnknown, serverShutdown, rolledBackAtCommit, constraintViolated, duplicateKey, valueRefused,
        unreadableValue, unwritableValue, copyMismatch, unexpectedRowCount, tenantRefused, tenantUnverified,
        staleTenant, unboundRole, insufficientPrivilege, protectionsMissing, tenantChanged, pooledByTransaction,
        migrationChanged, schemaNewer, schemaBehind, migrationFailed, rolesMissing, packageMissing, placeUnusable,
        initialisationFailed, serverDidNotStart, startTimedOut, dataVersionMismatch, socketFolderUnsafe,
        startLockBusy, socketLost, stopTimedOut, diskNearlyFull, staleLocks, noServerAccount, whereabouts, other,
    ]

    package static let explanations: [CodeExplanation] = all.map {
        CodeExplanation($0.diagnosticCode, "\($0.message). \($0.explanation)", advice: $0.hint)
    }
}
