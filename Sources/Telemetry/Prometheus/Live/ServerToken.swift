import Crypto
import Kernel

/// The token of a server: from the environment, or from a file that the environment names.
enum ServerToken {
    /// Tokens of Kubernetes are signed documents of one or two kilobytes.
    private static let byteLimit = 16 << 10

    /// - Throws: exit 78 when there is none. The value is never quoted.
    static func read(_ variable: String, environment: (String) -> String?) throws(Failure) -> Secret {
        if let text = environment(variable), !text.isEmpty { return Secret(text) }
        guard let path = environment("\(variable)_FILE"), !path.isEmpty else {
            throw Failure(
                .configuration, TelemetryCode.tokenUnset, "the environment variable '\(variable)' is not set",
                hint: "set it where cron starts the program, or \(variable)_FILE to a file that only its owner may read"
            )
        }
        do throws(KeyTrouble) {
            let text = String(decoding: try KeyFile.read(path, atMost: byteLimit), as: UTF8.self)
            return Secret(String(text.prefix { !$0.isNewline }))
        } catch {
            throw Failure(
                .configuration, TelemetryCode.tokenUnset,
                "the file that \(variable)_FILE names holds no token that can be read",
                hint: "a plain file of the account that runs reckon, mode 0400 or 0600")
        }
    }
}
