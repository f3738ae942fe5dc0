import Documents
import HTTP
import Kernel
import Runner

/// A server with the query interface of Prometheus, as a job names it.
struct LiveServer: Sendable {
    let url: HTTPURL
    /// The same as the job writes it.
    let address: String
    /// Environment variable that holds the token; with `_FILE` behind it, that names a file.
    let token: String?
    /// Sent with the token as name and password.
    let user: String?
    /// Tenant of a server that has several.
    let scopeOrgID: String?
    /// File of the certificates to be trusted and no others.
    let certificates: String?
    /// How long after an hour its samples are taken to be all there.
    let settleMinutes: Int
    /// How many of the latest settled days are asked for again in each run.
    let refreshDays: Int

    static let shape = ObjectShape(
        "server", "a server with the query interface of Prometheus: Prometheus itself, Thanos, Mimir, VictoriaMetrics",
        [
            .required(
                "url", .string(.named(WatchSettings.address)),
                "its address, without /api/v1: https://, or http:// in a private network"),
            .optional("token", .object(WatchSettings.reference), "sent as bearer token; wants https"),
            .optional("user", .text(length: 1...200), "sent with the token as name and password"),
            .optional(
                "scopeOrgId", .text(length: 1...150), "tenant of Mimir or Cortex, sent as X-Scope-OrgID"),
            .optional("certificates", .path, "PEM file of the authorities to trust, and no others"),
            .optional(
                "settleMinutes", .integer(0...10_080), default: 60,
                "how long after an hour it is asked for, so that late samples are there"),
            .optional(
                "refreshDays", .integer(0...31), default: 0,
                "how many of the latest whole days are fetched again in each run"),
        ])

    /// - Throws: exit 78 for an address that no call is made to.
    init(_ node: JSONNode) throws(Failure) {
        let place = node["url"]?.place ?? node.place
        address = try node.option("url", \.string)
        do throws(HTTPError) {
            url = try HTTPURL(address)
            _ = try LiveServer.hosts(url)
        } catch {
            throw Failure(
                .configuration, TelemetryCode.unfitAddress, "this address cannot be called: \(error.code.message)",
                at: place,
                hint: error.code == .notEncrypted
                    ? "write https://; http:// is for private numbers and names such as prometheus.monitoring.svc"
                    : error.code.hint,
                detail: error.restrictedDetail)
        }
        token = node["token"]?["env"]?.string
        guard token == nil || url.scheme == .https else {
            throw Failure(
                .configuration, TelemetryCode.tokenUnencrypted, "a token never goes over http://", at: place,
                hint: "write https://, or leave the token out")
        }
        user = node["user"]?.string
        guard user == nil || token != nil else {
            throw Failure(
                .configuration, TelemetryCode.tokenUnset, "a user is named and no token", at: node["user"]?.place,
                hint: "name the variable of the password in \"token\"")
        }
        scopeOrgID = node["scopeOrgId"]?.string
        certificates = node["certificates"]?.string
        settleMinutes = try node.option("settleMinutes", \.int)
        refreshDays = try node.option("refreshDays", \.int)
    }

    /// The server of the address and no other.
    static func hosts(_ url: HTTPURL) throws(HTTPError) -> HostPolicy {
        try url.scheme == .http ? HostPolicy(secure: [], plain: [url]) : HostPolicy(secure: [url])
    }
}
