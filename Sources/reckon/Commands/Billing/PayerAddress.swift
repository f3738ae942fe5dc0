import ArgumentParser
import Kernel

/// The payer's e-mail: from a file or standard input, never from an argument.
enum PayerAddress {
    static func read(_ place: String) throws -> Secret {
        let text: String
        if place == "-" {
            text = readLine() ?? ""
        } else {
            text = String(decoding: try FileSystem.read(place), as: UTF8.self)
        }
        let address = String(text.split(whereSeparator: \.isWhitespace).first ?? "")
        // Not a grammar of addresses: enough to notice the wrong file.
        guard address.utf8.count <= 254, let at = address.firstIndex(of: "@"), at != address.startIndex,
            address[at...].dropFirst().contains("."), address == text.filter({ !$0.isWhitespace })
        else { throw ValidationError("--email names a file, or - for standard input, that holds one e-mail address") }
        return Secret(address)
    }
}
