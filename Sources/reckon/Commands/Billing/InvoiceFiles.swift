import Crypto
import Database
import Documents
import Kernel
import Payments
import Runner

/// Invoices and credit notes as files: `<home>/billing/invoices/<mode>/<tenant>/000001.json` and `.html`.
enum InvoiceFiles {
    /// Writes those that are missing; a document never changes.
    ///
    /// - Returns: how many documents there are.
    @discardableResult
    static func write(_ desk: BillingDesk) throws -> Int {
        var count = 0
        for tenant in desk.tenants {
            let documents = try desk.database.withTenant(tenant, readOnly: true) { session in
                try InvoiceBook(session: session, tenant: tenant, mode: desk.rules.mode).documents()
            }
            guard !documents.isEmpty else { continue }
            let folder = "\(desk.folder)/invoices/\(desk.rules.mode.rawValue)/\(tenant)"
            try FileSystem.makeDirectory(folder, mode: 0o700)
            let name = try desk.project.name(of: tenant)
            for document in documents {
                count += 1
                let digits = "\(document.number)"
                let path = "\(folder)/\(String(repeating: "0", count: max(0, 6 - digits.count)))\(digits)"
                guard !FileSystem.exists("\(path).html") else { continue }
                try FileSystem.write(Array(document.text.utf8), to: "\(path).json")
                try FileSystem.write(Array(try InvoicePage.render(document, tenant: name).utf8), to: "\(path).html")
            }
        }
        return count
    }
}
