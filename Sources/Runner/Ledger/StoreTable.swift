/// A tenant table that a pipeline owns: its columns follow tenant, job, period and stage.
///
/// The runner makes the table with forced row-level security; the primary key begins with the tenant.
package struct StoreTable: Sendable {
    package let name: String
    /// Column definitions as SQL, one a line.
    package let columns: String
    package let key: [String]

    package init(_ name: String, columns: String, key: [String]) {
        self.name = name
        self.columns = columns
        self.key = key
    }

    /// Names of the table's own columns, in order.
    package var columnNames: [String] {
        columns.split(separator: "\n").compactMap { $0.split(separator: " ").first.map(String.init) }
    }

    /// `CREATE TABLE` with the leading columns of every published table.
    package var creation: String {
        """
        CREATE TABLE \(name) (
            tenant_id text NOT NULL,
            job text NOT NULL,
            period date NOT NULL,
            stage text NOT NULL,
            \(columns),
            PRIMARY KEY (tenant_id, job, period, stage, \(key.joined(separator: ", ")))
        );
        """
    }
}
