import Kernel
import Testing

@testable import HTTP

struct HostTests {
    @Test(arguments: [
        ("https://api.example.org", "https://api.example.org", "/"),
        ("https://API.Example.ORG./a?b=c", "https://api.example.org", "/a?b=c"),
        ("https://api.example.org:8443?x", "https://api.example.org:8443", "/?x"),
        ("http://prometheus:9090/api/../v1", "http://prometheus:9090", "/api/../v1"),
        ("https://api.example.org:443/", "https://api.example.org", "/"),
        ("https://127.0.0.1.:8443", "https://127.0.0.1:8443", "/"), ("https://1.2.3.4a", "https://1.2.3.4a", "/"),
        ("https://0x7f.example.org", "https://0x7f.example.org", "/"),
    ])
    func addressesAreRead(text: String, shown: String, target: String) throws {
        let url = try HTTPURL(text)
        #expect(url.description == shown)
        #expect(url.target == target)
    }

    @Test(arguments: [
        "", "api.example.org", "ftp://api.example.org", "HTTPS://api.example.org", "https://", "https:///path",
        "https://key@api.example.org", "https://api.example.org@evil.example", "https://api.example.org\\@evil.example",
        "https://api.example.org:0", "https://api.example.org:65536", "https://api.example.org:", "https://a:+1",
        "https://a:b:c", "https://[::1]/", "https://a..b", "https://-a", "https://a-", "https://a/#fragment",
        "https://a/b c", "https://a/b\r\nX: y", "https://a/\u{0}", "https://ex\u{E4}mple.org", "https://%61.example",
        "https://010.1.2.3", "https://0127.0.0.1:1", "https://0x7f.0.0.1", "https://127.0.0.0x1", "https://0x08080808",
        "https://127.1", "https://2130706433", "https://1.2.3.256", "https://1.2.3.4.5", "https://1.2.3.04.",
        "https://a.1", "https://1.2.3.+4", "https://0X7F000001", "http://10.0.0", "http://192.168.1.999",
        "https://a/" + String(repeating: "x", count: 9000), "https://" + String(repeating: "a.", count: 130) + "a",
    ])
    func otherAddressesAreRefusedAndNotQuoted(text: String) throws {
        let error = #expect(throws: HTTPError.self) { try HTTPURL(text) }
        #expect(error?.code == .badAddress)
        #expect(error?.mayHaveArrived == false)
        if text.count > "https://".count { #expect(error?.description.contains(text) == false) }
    }

    @Test(arguments: [
        ("https://a/ping?create=1", "/ping/x%20y/start?create=1&rid=7%2F8"), ("https://a/", "/x%20y/start?rid=7%2F8"),
        ("https://a?key=b/c", "/x%20y/start?key=b/c&rid=7%2F8"), ("https://a/ping?", "/ping/x%20y/start?rid=7%2F8"),
    ])
    func whatIsAppendedKeepsTheQueryThatIsThere(text: String, target: String) throws {
        let url = try HTTPURL(text).appending(["x y", "start"], query: [("rid", "7/8")])
        #expect(url.target == target)
        #expect(try HTTPURL("https://a/b?c=d").appending(["e"]).target == "/b/e?c=d")
    }

    @Test func onlyNamedServersAndPortsAreCalled() throws {
        let test = try TestCase()
        let client = try test.client([HTTPURL("https://api.example.org/v1")])
        for text in ["https://other.example.org/", "https://api.example.org:8443/", "http://api.example.org/"] {
            #expect(try test.failure(.look(HTTPURL(text)), client)?.code == .hostNotAllowed)
        }
        let own = try test.url("ok")
        #expect(try test.failure(.look(own), client)?.exitStatus == .notPermitted)
        #expect(try test.journal.isEmpty)
    }

    /// Written in pieces, so that no text of this repository names such a server.
    static let billed: [String] = {
        var hosts = ["bigquery.googleapis.com", "bigquery.europe-west3.rep.googleapis.com"]
        for domain in ["us-east-1.amazonaws.com", "us-east-1.api.aws", "cn-northwest-1.amazonaws.com.cn"] {
            hosts += ["c" + "e.", "c" + "e-fips.", "vpce-0123.c" + "e."].map { $0 + domain }
            hosts.append("C" + "E." + domain.uppercased() + ".")
        }
        return hosts
    }()

    @Test(arguments: billed)
    func serversThatBillQuestionsAreRefusedWhateverIsConfigured(host: String) throws {
        let url = try HTTPURL("https://\(host)/")
        #expect(throws: HTTPError.self) { try HostPolicy(secure: [url]) }
        let error = #expect(throws: HTTPError.self) { try HostPolicy(secure: []).check(.look(url)) }
        #expect(error?.code == .billedHost)
        #expect(error?.exitStatus == .notPermitted)
        #expect(error?.description.contains(host) == false)
    }

    @Test(arguments: [
        "s3.us-east-1.amazonaws.com", "ec2.us-east-1.amazonaws.com", "price.us-east-1.amazonaws.com", "ce.example.org",
        "storage.googleapis.com", "api.paystack.co", "bigquery.example.org",
    ])
    func otherServersAreNot(host: String) { #expect(!BilledHosts.contains(host)) }

    @Test func plainCallsAreForPrivateServersThatAreNamed() throws {
        let test = try TestCase()
        #expect(try test.client().send(.look(test.url("ok", scheme: "http"))).status == 200)
        for host in ["api.example.org", "8.8.8.8", "172.32.0.1", "10.0.0.1.example.org"] {
            let error = #expect(throws: HTTPError.self) {
                try HostPolicy(secure: [], plain: [HTTPURL("http://\(host)")])
            }
            #expect(error?.code == .notEncrypted)
        }
        for host in ["prometheus", "10.1.2.3", "172.16.0.1", "p.monitoring.svc.cluster.local", "localhost"] {
            #expect(throws: Never.self) { try HostPolicy(secure: [], plain: [HTTPURL("http://\(host)")]) }
        }
        let plain = try HTTPURL("http://10.0.0.1")
        #expect(throws: HTTPError.self) { try HostPolicy(secure: [plain]) }
    }

    @Test func secretsAreNeverSentWithoutEncryption() throws {
        let test = try TestCase()
        let error = try #require(try test.failure(.charge(test.url("ok", scheme: "http"))))
        #expect(error.code == .notEncrypted)
        #expect(try test.journal.isEmpty)
    }

    @Test(arguments: [
        HTTPHeader("X-A", "b\r\nX-Injected: c"), HTTPHeader("X A", "b"), HTTPHeader("X:A", "b"), HTTPHeader("", "b"),
        HTTPHeader("X-A", "gr\u{FC}n"), HTTPHeader("X-A", Secret("marker\n")), HTTPHeader("Host", "elsewhere.example"),
        HTTPHeader("content-length", "1"), HTTPHeader("Transfer-Encoding", "chunked"),
    ])
    func headersThatWouldBreakARequestAreRefused(header: HTTPHeader) throws {
        let test = try TestCase()
        var request = HTTPRequest.look(try test.url("ok"))
        request.headers = [header]
        let error = try #require(try test.failure(request))
        #expect(error.code == .badHeader)
        #expect(!error.mayHaveArrived)
        #expect(!error.description.contains("marker") && !error.description.contains("Injected"))
        #expect(try test.journal.isEmpty)
    }
}
