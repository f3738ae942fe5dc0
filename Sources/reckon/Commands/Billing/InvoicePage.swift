import Crypto
import Documents
import Kernel
import Payments
import Reports

/// An invoice or a credit note as a self-contained page: no script, nothing fetched.
enum InvoicePage {
    private static let style = """
        body { font: 16px/1.5 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; }
        table { border-collapse: collapse; width: 100%; }
        td, th { border-bottom: 1px solid #8888; padding: .4rem 0; text-align: left; }
        td:last-child, th:last-child { text-align: right; font-variant-numeric: tabular-nums; }
        .note { opacity: .75; overflow-wrap: anywhere; }
        """

    static func render(_ document: InvoiceBook.Issued, tenant: String) throws(Failure) -> String {
        let node = try JSONText.parse(Array(document.text.utf8), file: "invoice", limits: .data)
        func text(_ key: String) -> String { VisibleText.show(node[key]?.string ?? "") }
        let currency = node["total"]?["currency"]?.string ?? ""
        let isNote = node["kind"]?.string == "credit note"
        let title = "\(isNote ? "Credit note" : "Invoice") \(document.number)"
        let body = HTML.main {
            HTML.h1 { title }
            if node["mode"]?.string == "test" { HTML.p { HTML.strong { "Test mode: no money moved." } } }
            HTML.p { "For \(VisibleText.show(tenant)), issued at \(text("issuedAt"))" }
            if let invoice = node["invoice"]?.int { HTML.p { "To invoice \(invoice)" } }
            HTML.p { "Period: \(text("from")) to \(text("to"))" }
            HTML.table {
                HTML.tbody {
                    (node["lines"]?.array ?? []).map { line in
                        HTML.tr {
                            HTML.td { VisibleText.show(line["text"]?.string ?? "") }
                            HTML.td { "\(line["amount"]?.string ?? "") \(currency)" }
                        }
                    }
                    HTML.tr {
                        HTML.th { "Total" }
                        HTML.th { "\(node["total"]?["amount"]?.string ?? "") \(currency)" }
                    }
                }
            }
            if let rate = node["rate"] {
                HTML.p {
                    "Converted at \(rate["nairaPerDollar"]?.string ?? "") NGN for one USD, of "
                        + "\(rate["day"]?.string ?? ""), \(VisibleText.show(rate["source"]?.string ?? ""))"
                }
            }
            HTML.p(.class("note")) { "Payment \(text("reference")). SHA-256 of the JSON: \(document.hash)" }
        }
        return HTMLPage(title: title, style: style, body: body).render { Digest(of: $0).base64 }
    }
}
