import Kernel

extension BillingDesk {
    /// Runs `work`, then hands on notices and writes invoices, however it ended: what is committed is told to tenants
    /// also when not all could be done. The first trouble is thrown, later ones are printed.
    ///
    /// - Returns: whether a person has to look at what `work` or the notices left.
    func closing(_ work: @escaping () throws -> Bool) throws -> Bool {
        var first: (any Error)?
        var needsPerson = false
        for step in [work, deliverNotices, writeInvoices] {
            do {
                let needs = try step()
                needsPerson = needsPerson || needs
            } catch {
                if first == nil { first = error } else { Terminal.tell(error) }
            }
        }
        if let first { throw first }
        return needsPerson
    }

    private func writeInvoices() throws -> Bool {
        try InvoiceFiles.write(self)
        return false
    }
}
