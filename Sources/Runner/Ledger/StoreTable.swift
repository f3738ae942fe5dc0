/// A tenant table that a pipeline owns: its columns follow tenant, job, period and stage.
///
/// The runner makes the table with forced row-level security; the primary key begins with the tenant.
package struct StoreTable: Sendable {
    /// What becomes of rows when their stage is published anew.
    package enum Keeping: Sendable {
        /// They are replaced.
        case latest
        /// They stay, and none is ever changed: a column `generation` before the table's own says whose they are.
        case all
    }

    package let name: String
    /// Column definitions as SQL, one a line.
    package let columns: String
    package let key: [String]
    package let keeping: Keeping

    package init(_ name: String, columns: String, key: [String], keeping: Keeping = .latest) {
        self.name = name
        self.columns = columns
        self.key = key
        self.keeping = keeping
    }

    /// Names of the table's own columns, in order.
    package var columnNames: [String] {
        columns.split(separator: "\n").compactMap { $0.split(separator: " ").first.map(String.init) }
    }

    /// `CREATE TABLE` with the leading columns of every published table.
    package var creation: String {
        let leading = keeping == .all ? "generation bigint NOT NULL,\n    " : ""
        let leadingKey = keeping == .all ? ["generation"] : []
        return """
            CREATE TABLE \(name) (
                tenant_id text NOT NULL,
                job text NOT NULL,
                period date NOT NULL,
                stage text NOT NULL,
                \(leading)\(columns),
                PRIMARY KEY (tenant_id, job, period, stage, \((leadingKey + key).joined(separator: ", ")))
            );
            """
    }
}
