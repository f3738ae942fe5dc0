import Columns
import Documents
import Kernel

/// What was made of texts that repeat from row to row.
struct AzureTexts {
    enum Tags {
        /// The field is a JSON object.
        case whole
        case made([UInt8])
        case broken(JSONCell.Broken)
    }

    private var days = RecentTexts<CalendarDay?>()
    private var charges = RecentTexts<(AzureCharge.Kind, AzureCharge.Commitment?)?>()
    private var models = RecentTexts<(AzureCharge.Commitment?, category: String)>()
    private var frequencies = RecentTexts<String?>()
    private var services = RecentTexts<(name: String, category: String?)>()
    private var tagged = RecentTexts<Tags>()

    mutating func day(_ field: CSVField) -> CalendarDay? {
        days.value(of: field.bytes) { CalendarDay(billed: $0) }
    }

    mutating func charge(_ field: CSVField) -> (AzureCharge.Kind, AzureCharge.Commitment?)? {
        charges.value(of: field.bytes) { AzureWords.charge(String(decoding: $0, as: UTF8.self)) }
    }

    mutating func model(_ field: CSVField) -> (AzureCharge.Commitment?, category: String) {
        models.value(of: field.bytes) { bytes in
            let word = String(decoding: bytes, as: UTF8.self)
            return (AzureWords.commitment(pricingModel: word), AzureWords.pricingCategory(pricingModel: word))
        }
    }

    mutating func frequency(_ field: CSVField) -> String? {
        frequencies.value(of: field.bytes) { AzureWords.frequency(String(decoding: $0, as: UTF8.self)) }
    }

    mutating func service(_ field: CSVField) -> (name: String, category: String?) {
        services.value(of: field.bytes) { bytes in
            let name = String(decoding: bytes, as: UTF8.self)
            return (name, AzureServices.table.category(of: name))
        }
    }

    mutating func tags(_ field: CSVField) -> Tags {
        tagged.value(of: field.bytes) { AzureTexts.read($0) }
    }

    /// Older exports leave the outer braces out.
    private static func read(_ text: UnsafeBufferPointer<UInt8>) -> Tags {
        let blank = UInt8(ascii: " ")
        let hasBraces = text.first { $0 != blank } == UInt8(ascii: "{")
        let bytes = hasBraces ? Array(text) : [UInt8(ascii: "{")] + text + [UInt8(ascii: "}")]
        do throws(JSONCell.Broken) {
            guard try JSONCell.parse(bytes).members != nil else {
                throw JSONCell.Broken(reason: "it is no JSON object")
            }
            return hasBraces ? .whole : .made(bytes)
        } catch {
            return .broken(error)
        }
    }
}
