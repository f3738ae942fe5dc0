import Columns
import Documents

extension CSVField {
    /// Writes the value as a JSON text, in quotes.
    func appendJSON(to bytes: inout [UInt8]) {
        var isPlain = true
        for byte in self.bytes {
            let needsEscape = byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
            if needsEscape { isPlain = false }
        }
        guard isPlain else { return bytes.append(contentsOf: PrettyJSON.line(.string(text))) }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: self.bytes)
        bytes.append(UInt8(ascii: "\""))
    }
}
