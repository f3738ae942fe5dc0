import ArgumentParser
import Kernel
import Runner

/// The payer's e-mail: from a file or standard input, never from an argument.
enum PayerAddress {
    static func read(_ place: String) throws -> Secret {
        let text: String
        if place == "-" {
            text = readLine() ?? ""
        } else {
            text = String(decoding: try FileSystem.read(place), as: UTF8.self)
        }
        // What no mail could go to would be told each time that something is to be told to the payer.
        let words = text.split(whereSeparator: \.isWhitespace)
        guard words.count == 1, let address = words.first.map(String.init), MailMessage.isAddress(address) else {
            throw ValidationError("--email names a file, or - for standard input, that holds one e-mail address")
        }
        return Secret(address)
    }
}
