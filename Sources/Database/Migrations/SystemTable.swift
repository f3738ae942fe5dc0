/// The statements that protect a table whose rows belong to no tenant; part of the migration that creates it.
///
/// They are seen in the system scope alone: inside a tenant's scope the table is empty and takes no rows.
package struct SystemTable: Sendable {
    package let name: String
    package let access: TenantTable.Access

    /// - Parameter name: a table of schema `reckon` without a column `tenant_id`.
    package init(_ name: String, access: TenantTable.Access = .readWrite) {
        self.name = name
        self.access = access
    }

    package var protections: String {
        let table = "\(SQL.quoted(identifier: Roles.schema)).\(SQL.quoted(identifier: name))"
        let condition = "nullif(current_setting('reckon.tenant', true), '') IS NULL"
        return """
            ALTER TABLE \(table) ENABLE ROW LEVEL SECURITY;
            ALTER TABLE \(table) FORCE ROW LEVEL SECURITY;
            CREATE POLICY system_scope ON \(table) USING (\(condition)) WITH CHECK (\(condition));
            REVOKE ALL ON \(table) FROM PUBLIC;
            GRANT \(access.rawValue) ON \(table) TO \(Roles.runtime);
            """ + "\n"
    }
}
