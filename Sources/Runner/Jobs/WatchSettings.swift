package import Documents
package import Kernel
package import Schedule

/// Whom an installation tells how runs went: what `Config/reckon.json` says about it.
///
/// Secrets come by reference. A server is always named in the file itself, so that the file shows where anything goes.
package struct WatchSettings: Sendable {
    /// An environment variable that holds a value.
    package struct Reference: Sendable, Hashable {
        package let variable: String
    }

    package struct Lineage: Sendable {
        package let namespace: String
        /// Absolute.
        package let file: String?
        package let url: String?
        package let token: Reference?
    }

    package struct Ping: Sendable {
        package let server: String
        package let url: Reference
        package let addsJob: Bool
        /// Nil: all jobs.
        package let jobs: Set<JobID>?
    }

    package struct Webhook: Sendable {
        package let server: String
        package let url: Reference
    }

    package struct Mail: Sendable {
        package let program: String
        package let from: String?
        package let to: [String]
    }

    /// Absolute path of the file of metrics.
    package var metrics: String?
    package var lineage: Lineage?
    package var ping: Ping?
    package var webhook: Webhook?
    package var mail: Mail?
    /// Nil: nights are not summed up.
    package var nights: Nights?

    package init() {}

    /// - Parameters:
    ///   - root: what relative paths are relative to.
    ///   - zones: the machine's time zones.
    package init(_ node: JSONNode, root: String, zones: ZoneFolder) throws(Failure) {
        let absolute = { (path: String) in path.hasPrefix("/") ? path : "\(root)/\(path)" }
        if let metrics = node["metrics"] { self.metrics = absolute(try metrics.option("textfile", \.string)) }
        if let lineage = node["lineage"] {
            self.lineage = Lineage(
                namespace: try lineage.option("namespace", \.string), file: lineage["file"]?.string.map(absolute),
                url: lineage["url"]?.string, token: lineage["token"].flatMap { Reference($0) })
        }
        if let ping = node["ping"] {
            self.ping = Ping(
                server: try ping.option("server", \.string), url: try ping.option("url") { Reference($0) },
                addsJob: try ping.option("addsJob", \.bool),
                jobs: ping["jobs"]?.array.map { Set($0.compactMap { $0.string.flatMap { JobID($0) } }) })
        }
        if let webhook = node["notify"]?["webhook"] {
            self.webhook = Webhook(
                server: try webhook.option("server", \.string), url: try webhook.option("url") { Reference($0) })
        }
        if let mail = node["notify"]?["sendmail"] {
            self.mail = Mail(
                program: try mail.option("program", \.string), from: mail["from"]?.string,
                to: try mail.option("to", \.array).compactMap(\.string))
        }
        if let digest = node["notify"]?["digest"] {
            guard webhook != nil || mail != nil else {
                throw Failure(
                    .configuration, RunnerCode.badConfiguration, "\"digest\" names nobody to whom it is sent",
                    at: digest.place, hint: "add \"webhook\" or \"sendmail\" beside it")
            }
            nights = try WatchSettings.nights(digest, zones)
        }
    }

    private static func nights(_ digest: JSONNode, _ zones: ZoneFolder) throws(Failure) -> Nights {
        let at = try digest.option("at") { $0.string.flatMap { NamedText.secondOfDay($0) } }
        let zone = try zones.zone(try digest.option("zone", \.string), at: digest["zone"]?.place)
        return try Nights(endingAt: at, in: zone)
    }
}

extension WatchSettings.Reference {
    init?(_ node: JSONNode) {
        guard let variable = node["env"]?.string else { return nil }
        self.variable = variable
    }
}

extension WatchSettings {
    /// The keys of `Config/reckon.json`.
    static let fields: [FieldShape] = [
        .optional("metrics", .object(metricsShape), "left out, no metrics are written"),
        .optional("lineage", .object(lineageShape), "left out, no events of lineage are written"),
        .optional("ping", .object(pingShape), "left out, no monitor is told"),
        .optional("notify", .object(notifyShape), "left out, nobody is told of failures"),
    ]

    private static let metricsShape = ObjectShape(
        "metrics", "figures of the latest runs for Prometheus",
        [.required("textfile", .path, "file for the text file collector of node_exporter; ends in .prom")])

    private static let lineageShape = ObjectShape(
        "lineage", "OpenLineage events of runs and stages",
        [
            .optional(
                "namespace", .string(.named(namespaceText)), default: "reckon",
                "name of this installation; the tenant is added to it"),
            .optional("file", .path, "file to which events are added, one JSON object a line"),
            .optional("url", .string(.named(address)), "address to which each event is sent; it holds no secret"),
            .optional("token", .object(reference), "sent as bearer token; wants https"),
        ])

    private static let pingShape = ObjectShape(
        "ping", "a monitor that raises an alarm when a run does not report",
        [
            .required("server", .string(.named(server)), "the monitor's server, which the address must be on"),
            .required("url", .object(reference), "the address to be called; /start and /fail are added"),
            .optional("addsJob", .boolean, default: false, "adds the job's name to the address, for a check a job"),
            .optional(
                "jobs", .array(of: .identifier, count: 1...1000, unique: .value),
                "the jobs that report; left out, all of them"),
        ])

    private static let notifyShape = ObjectShape(
        "notifications", "who is told when a job fails and when it has recovered",
        [
            .optional("webhook", .object(webhookShape), "left out, no server is told"),
            .optional("sendmail", .object(mailShape), "left out, no mail is sent"),
            .optional("digest", .object(digestShape), "left out, nights are not summed up"),
        ])

    private static let digestShape = ObjectShape(
        "digest", "one message a night of all its runs, to those above",
        [
            .optional(
                "at", .string(.named(.timeOfDay)), default: "08:00",
                "when a night ends and its digest is sent; the night before ended a day earlier"),
            .optional("zone", .text(length: 1...100), default: "UTC", "IANA time zone of \"at\", such as Africa/Lagos"),
        ])

    private static let webhookShape = ObjectShape(
        "webhook", "a server that takes messages as JSON",
        [
            .required("server", .string(.named(server)), "the server, which the address must be on"),
            .required("url", .object(reference), "the address to which the message is sent"),
        ])

    private static let mailShape = ObjectShape(
        "mail", "mail sent with a program of this machine",
        [
            .optional(
                "program", .string(.named(program)), default: "/usr/sbin/sendmail", "it is run with -i -t"),
            .optional("from", .string(.named(mailAddress)), "the sender; left out, the account's own address"),
            .required(
                "to", .array(of: .string(.named(mailAddress)), count: 1...100, unique: .value), "who gets the mail"),
        ])

    package static let reference = ObjectShape(
        "reference", "where a value is found that must not stand in a file",
        [.required("env", .string(.named(.environmentVariable)), "environment variable that holds it")])

    private static let server = NamedText(
        "a server", "https:// and a name, or http:// and a name in a private network, with a port if need be, no path",
        pattern: "^https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?$", quotesValue: false
    ) { isServer($0[...]) }

    package static let address = NamedText(
        "an address", "https:// and a name and a path, or http:// in a private network; no query, nothing secret",
        pattern: "^https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~/-]*)?$", quotesValue: false
    ) { text in
        guard let scheme = text.firstRange(of: "://") else { return false }
        let slash = text[scheme.upperBound...].firstIndex(of: "/") ?? text.endIndex
        return isServer(text[..<slash]) && text.utf8.count <= 2000
            && text[slash...].utf8.allSatisfy { isOfName($0) || "._~/".utf8.contains($0) }
    }

    private static let namespaceText = NamedText(
        "a namespace", "1 to 200 letters, digits, '.', '-', '_', ':' and '/'", pattern: "^[A-Za-z0-9._:/-]{1,200}$"
    ) { text in
        (1...200).contains(text.utf8.count) && text.utf8.allSatisfy { isOfName($0) || "._:/".utf8.contains($0) }
    }

    /// An address that mail comes from or goes to, as a configuration may name it.
    package static let mailAddress = NamedText(
        "an e-mail address", "a name, '@' and a domain; letters, digits and . _ % + - only",
        pattern: "^[A-Za-z0-9._%+][A-Za-z0-9._%+-]*@[A-Za-z0-9.-]+$"
    ) { text in
        let parts = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard parts.count == 2, let name = parts.first, let domain = parts.last else { return false }
        return !name.isEmpty && !domain.isEmpty && name.first != UInt8(ascii: "-") && text.utf8.count <= 254
            && name.allSatisfy { isOfName($0) || "._%+".utf8.contains($0) }
            && domain.allSatisfy { isOfName($0) || $0 == UInt8(ascii: ".") }
    }

    /// A program of this machine, wherever reckon is started.
    package static let program = NamedText(
        "an absolute path", "it begins with / and holds no control characters",
        pattern: "^/[^\\u0000-\\u001f\\u007f]{1,4095}$"
    ) { $0.hasPrefix("/") && $0.utf8.count > 1 && NamedText.path.accepts($0) }

    private static func isServer(_ text: Substring) -> Bool {
        guard let scheme = text.firstRange(of: "://"), ["https", "http"].contains(text[..<scheme.lowerBound]) else {
            return false
        }
        let parts = text[scheme.upperBound...].split(separator: ":", omittingEmptySubsequences: false)
        let isPort = parts.count == 1 || (1...5).contains(parts[1].utf8.count) && UInt16(parts[1]) != nil
        return (1...2).contains(parts.count) && isPort && !parts[0].isEmpty
            && parts[0].utf8.allSatisfy { isOfName($0) || $0 == UInt8(ascii: ".") }
    }

    /// Letters, digits and the hyphen.
    private static func isOfName(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == UInt8(ascii: "-")
    }
}
