import Kernel

/// Asks the catalogue whether the tenants are kept apart: at every start, and by `reckon doctor`.
package enum Protections {
    /// One lack, with the name of the object of our schema.
    package struct Finding: Sendable, Equatable {
        package let object: String
        package let lack: String
    }

    /// Throws, and reports, when anything is lacking.
    package static func verify(_ database: Database, security: any SecurityEventSink) throws {
        let found = try findings(database)
        guard let first = found.first else { return }
        security.record(SecurityEvent(.protectionsMissing, tenant: nil))
        let rest = found.count > 1 ? " (and \(found.count - 1) more)" : ""
        throw DatabaseError(
            .protectionsMissing, message: "\(first.object) \(first.lack)\(rest)",
            detail: found.map { "\($0.object) \($0.lack)" }.joined(separator: "\n"))
    }

    /// Everything that is lacking, ordered by name.
    package static func findings(_ database: Database) throws -> [Finding] {
        try database.withSystem(readOnly: true) { session in
            var found: [Finding] = []
            for query in [tables, policies, views, functions, ownership, rights] {
                for row in try session.query(query).rows {
                    found.append(Finding(object: try row.value(0), lack: try row.value(1)))
                }
            }
            return found.sorted { ($0.object, $0.lack) < ($1.object, $1.lack) }
        }
    }

    /// Tables, partitions and foreign tables with a `tenant_id`: security must be on and forced, under one policy.
    private static let tables: SQL = """
        SELECT c.relname::text,
            CASE WHEN c.relkind = 'f' THEN 'is a foreign table, which cannot be protected'
                 WHEN c.relkind = 'm' THEN 'is a materialised view, which cannot be protected'
                 WHEN NOT c.relrowsecurity THEN 'has no row security'
                 WHEN NOT c.relforcerowsecurity THEN 'does not force row security on its owner'
                 ELSE 'has no policy' END
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped
        WHERE c.relnamespace = \(Roles.schema)::regnamespace AND c.relkind IN ('r', 'p', 'f', 'm')
            AND (c.relkind IN ('f', 'm') OR NOT c.relrowsecurity OR NOT c.relforcerowsecurity
                 OR NOT EXISTS (SELECT FROM pg_catalog.pg_policy p WHERE p.polrelid = c.oid))
        """

    /// Policies are OR-ed, so one that says anything else opens the table. Restrictive ones only narrow.
    private static let policies: SQL = """
        SELECT c.relname::text, 'has a policy that is not the tenant policy'
        FROM pg_catalog.pg_policy p JOIN pg_catalog.pg_class c ON c.oid = p.polrelid
        JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped
        WHERE c.relnamespace = \(Roles.schema)::regnamespace AND p.polpermissive
            AND (p.polcmd <> '*' OR p.polroles <> '{0}'
                 OR pg_catalog.pg_get_expr(p.polqual, p.polrelid) IS DISTINCT FROM \(TenantTable.storedCondition)
                 OR pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid) IS DISTINCT FROM \(TenantTable.storedCondition))
        """

    /// A view reads with its owner's rights; a function may be made to run with them.
    private static let views: SQL = """
        SELECT c.relname::text, 'is a view owned by a role that passes row security by'
        FROM pg_catalog.pg_class c JOIN pg_catalog.pg_roles r ON r.oid = c.relowner
        WHERE c.relnamespace = \(Roles.schema)::regnamespace AND c.relkind = 'v' AND (r.rolsuper OR r.rolbypassrls)
        """

    private static let functions: SQL = """
        SELECT p.proname::text, 'is a function that runs with the rights of a role that passes row security by'
        FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_roles r ON r.oid = p.proowner
        WHERE p.pronamespace = \(Roles.schema)::regnamespace AND p.prosecdef AND (r.rolsuper OR r.rolbypassrls)
        """

    /// An owner can switch the protections off. Temporary tables are the one thing the runtime role may own.
    private static let ownership: SQL = """
        SELECT current_user::text, 'owns an object of this database, and could lift its protection'
        WHERE EXISTS (
            SELECT FROM pg_catalog.pg_shdepend d
            LEFT JOIN pg_catalog.pg_class c ON d.classid = 'pg_class'::regclass AND c.oid = d.objid
            WHERE d.refclassid = 'pg_authid'::regclass AND d.deptype = 'o'
                AND d.dbid IN (0, (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database()))
                AND d.refobjid IN (SELECT oid FROM pg_catalog.pg_roles WHERE pg_has_role(current_user, oid, 'MEMBER'))
                AND c.relpersistence IS DISTINCT FROM 't')
        UNION ALL
        SELECT current_user::text, 'may create objects in the schema'
        WHERE has_schema_privilege(\(Roles.schema), 'CREATE')
        """

    /// TRUNCATE and foreign keys do not ask policies; a trigger runs in other sessions.
    private static let rights: SQL = """
        SELECT c.relname::text, 'lets the runtime role truncate it, refer to it or hang triggers on it'
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped
        WHERE c.relnamespace = \(Roles.schema)::regnamespace AND c.relkind IN ('r', 'p')
            AND has_table_privilege(c.oid, 'TRUNCATE, REFERENCES, TRIGGER')
        """
}
