package import Documents
import Kernel
import Runner

/// How tenants are told: what `Config/payments.json` says under "notices".
package struct NoticeSettings: Sendable, Hashable {
    package struct Mail: Sendable, Hashable {
        package let program: String
        package let from: String

        package init(program: String, from: String) {
            self.program = program
            self.from = from
        }
    }

    /// A folder below the home.
    package let files: String
    package let mail: Mail?

    package init(files: String, mail: Mail? = nil) {
        self.files = files
        self.mail = mail
    }

    init(_ node: JSONNode) {
        guard let files = node["files"]?.string else { preconditionFailure("the shape fills in the folder") }
        self.files = files
        mail = node["sendmail"].map { mail in
            guard let program = mail["program"]?.string, let from = mail["from"]?.string else {
                preconditionFailure("the shape admits no mail without them")
            }
            return Mail(program: program, from: from)
        }
    }

    package static let shape = ObjectShape(
        "payment notices", "how tenants are told of payments that fail, cards that expire, and what follows",
        [
            .optional(
                "files", .string(.named(folder)), default: "billing/notices",
                "folder below the home; each notice becomes a file there"),
            .optional("sendmail", .object(mail), "mails each notice to the payer too; left out, no mail is sent"),
        ])

    private static let mail = ObjectShape(
        "payment mail", "mail sent with a program of this machine",
        [
            .optional(
                "program", .string(.named(WatchSettings.program)), default: "/usr/sbin/sendmail",
                "it is run with -i -t"),
            .required("from", .string(.named(WatchSettings.mailAddress)), "the sender, to whom payers answer"),
        ])

    private static let folder = NamedText(
        "a folder below the home", "names of letters, digits and . _ -, with / between them; none begins with a dot",
        pattern: "^[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$"
    ) { text in
        text.utf8.count <= 200
            && text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).allSatisfy { name in
                guard let first = name.first, first != UInt8(ascii: ".") else { return false }
                return name.allSatisfy { byte in
                    (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || "._-".utf8.contains(byte)
                }
            }
    }
}
