import Kernel

/// The statements that protect a table whose rows belong to tenants; part of the migration that creates it.
package struct TenantTable: Sendable {
    /// What the runtime role may do. Never TRUNCATE or REFERENCES: both pass row security by.
    package enum Access: String, Sendable {
        case readWrite = "SELECT, INSERT, UPDATE, DELETE"
        /// Rows are added and never changed: the audit log.
        case appendOnly = "SELECT, INSERT"
    }

    package let name: String
    package let access: Access

    /// - Parameter name: a table of schema `reckon` with a column `tenant_id text NOT NULL`, first in its primary key.
    package init(_ name: String, access: Access = .readWrite) {
        self.name = name
        self.access = access
    }

    static let policy = "tenant_isolation"

    /// Null while no tenant is set, and then no row matches. PostgreSQL leaves an empty text after the transaction.
    static let condition = "tenant_id = nullif(current_setting('reckon.tenant', true), '')"

    /// `condition` as `pg_get_expr` prints it.
    static let storedCondition =
        "(tenant_id = NULLIF(current_setting('reckon.tenant'::text, true), ''::text))"

    package var protections: String {
        let table = "\(SQL.quoted(identifier: Roles.schema)).\(SQL.quoted(identifier: name))"
        return """
            ALTER TABLE \(table) ENABLE ROW LEVEL SECURITY;
            ALTER TABLE \(table) FORCE ROW LEVEL SECURITY;
            CREATE POLICY \(TenantTable.policy) ON \(table)
                USING (\(TenantTable.condition)) WITH CHECK (\(TenantTable.condition));
            REVOKE ALL ON \(table) FROM PUBLIC;
            GRANT \(access.rawValue) ON \(table) TO \(Roles.runtime);
            """ + "\n"
    }
}
