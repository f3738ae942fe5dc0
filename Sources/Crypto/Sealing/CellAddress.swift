package import Kernel

/// Where a sealed value lies. It opens there only: copied to another row, column or tenant it is refused.
package struct CellAddress: Sendable, Hashable {
    package let tenant: TenantID
    package let table: String
    package let column: String
    /// What identifies the row within the tenant; never changes while the value lies there.
    package let row: [String]

    package init(tenant: TenantID, table: String, column: String, row: [String]) {
        self.tenant = tenant
        self.table = table
        self.column = column
        self.row = row
    }

    /// Each part behind its length in four bytes, so that different addresses never give the same bytes.
    var bytes: [UInt8] {
        ([tenant.text, table, column] + row).flatMap { part in
            let text = Array(part.utf8)
            return unsafe withUnsafeBytes(of: UInt32(text.count).bigEndian) { unsafe Array($0) } + text
        }
    }
}
