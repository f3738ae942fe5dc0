import Columns
import Documents
import Kernel

/// What was made of texts that repeat from row to row.
struct GCPTexts {
    private var credited = RecentTexts<Result<GCPCredits, JSONCell.Broken>>()
    private var labelled = RecentTexts<Result<[UInt8], JSONCell.Broken>>()
    private var months = RecentTexts<Month?>()
    private var services = RecentTexts<(name: String, category: String?)>()

    mutating func credits(_ field: CSVField) -> Result<GCPCredits, JSONCell.Broken> {
        credited.value(of: field.bytes) { text in
            do throws(JSONCell.Broken) { return .success(try GCPCredits(text)) } catch { return .failure(error) }
        }
    }

    /// FOCUS Tags; empty when there are none.
    mutating func labels(_ field: CSVField) -> Result<[UInt8], JSONCell.Broken> {
        labelled.value(of: field.bytes) { text in
            do throws(JSONCell.Broken) {
                return .success(try GCPTexts.tags(Array(text)))
            } catch {
                return .failure(error)
            }
        }
    }

    /// Of `202405` or `2024-05`.
    mutating func month(_ field: CSVField) -> Month? {
        months.value(of: field.bytes) { text in
            var digits = Array(text)
            if digits.count == 6 { digits.insert(UInt8(ascii: "-"), at: 4) }
            return Month(String(decoding: digits, as: UTF8.self))
        }
    }

    mutating func service(_ field: CSVField) -> (name: String, category: String?) {
        services.value(of: field.bytes) { bytes in
            let name = String(decoding: bytes, as: UTF8.self)
            return (name, GCPServices.table.category(of: name))
        }
    }

    /// `[{"key":"env","value":"prod"}]`, as the export has labels, or `{"env":"prod"}`.
    private static func tags(_ text: [UInt8]) throws(JSONCell.Broken) -> [UInt8] {
        let node = try JSONCell.parse(text)
        if node.isNull { return [] }
        if let members = node.members { return members.isEmpty ? [] : PrettyJSON.line(JSONOut(node)) }
        guard let labels = node.array else { throw JSONCell.Broken(reason: "it is neither JSON array nor object") }
        var tags: [JSONOut.Member] = []
        var keys: Set<[UInt8]> = []
        for (index, label) in labels.enumerated() {
            guard let key = label["key"]?.string else {
                throw JSONCell.Broken(reason: "label \(index + 1) has no key")
            }
            guard keys.insert(Array(key.utf8)).inserted else {
                throw JSONCell.Broken(reason: "the label \(QuotedText.of(key)) stands twice")
            }
            switch label["value"]?.value {
            case .string(let value): tags.append(.init(key, .string(value)))
            case nil, .null: tags.append(.init(key, .string("")))
            default: throw JSONCell.Broken(reason: "the value of label \(QuotedText.of(key)) is no text")
            }
        }
        return tags.isEmpty ? [] : PrettyJSON.line(.object(tags))
    }
}
