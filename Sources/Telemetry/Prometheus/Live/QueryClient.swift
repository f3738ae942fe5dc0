import Crypto
import HTTP
import Kernel

/// Asks one server, one query at a time.
final class QueryClient {
    /// What came of a query.
    enum Reply {
        case answer(FetchedAnswer, warnings: [String])
        /// The server cannot give so much at once; its words, where it has any.
        case tooMuch(String?)
    }

    private let server: LiveServer
    private let client: HTTPClient
    private let headers: [HTTPHeader]

    /// Held in memory once, and mostly compressed: a hundred megabytes of samples.
    private static let bodyBytes = 64 << 20
    /// Prometheus gives a query two minutes before it ends it with an answer of its own.
    private static let idleSeconds = 150
    private static let totalMilliseconds = 600_000

    /// - Parameters:
    ///   - root: what the path of the certificates starts at.
    ///   - isStopping: asked while waiting; true ends the wait.
    /// - Throws: exit 78 when the token is not there or cannot be sent.
    init(
        _ server: LiveServer, machine: CallingMachine, root: String, isStopping: @escaping @Sendable () -> Bool
    ) throws(Failure) {
        self.server = server
        var headers = [HTTPHeader("Accept", "application/json"), HTTPHeader("Accept-Encoding", "gzip")]
        if let scope = server.scopeOrgID { headers.append(HTTPHeader("X-Scope-OrgID", scope)) }
        if let variable = server.token {
            let token = try ServerToken.read(variable, environment: machine.environment)
            headers.append(server.user.map { .basic($0, token) } ?? .bearer(token))
        }
        self.headers = headers
        let trust = server.certificates.map { TrustedRoots.file($0.hasPrefix("/") ? $0 : "\(root)/\($0)") }
        do throws(HTTPError) {
            client = HTTPClient(
                hosts: try LiveServer.hosts(server.url), trust: trust ?? machine.trust,
                userAgent: "reckon/\(machine.version)", retries: CallRetries(seed: machine.seed),
                waiting: Waiting(clock: machine.clock) { QueryClient.wait($0, machine, isStopping) })
        } catch { throw QueryClient.failure(error) }
    }

    private static let napMicroseconds: Int64 = 200_000

    /// In naps, so that a run which is to stop need not wait out a server's wish.
    private static func wait(_ microseconds: Int64, _ machine: CallingMachine, _ isStopping: () -> Bool) {
        var left = microseconds
        while left > 0, !isStopping() {
            machine.pause(min(left, napMicroseconds))
            left -= napMicroseconds
        }
    }

    /// Asks for a window and puts a good answer into the folder.
    ///
    /// - Parameter what: the answer, as messages name it.
    /// - Throws: when there is no good answer and a smaller window would not bring one.
    func ask(
        _ query: String, _ window: QueryWindow, step: Int64, of series: String, on day: CalendarDay, in folder: String,
        what: String
    ) throws(Failure) -> Reply {
        let answer: HTTPAnswer
        do throws(HTTPError) {
            answer = try client.send(request(query, window, step: step, what))
        } catch {
            if error.code == .answerTooLarge { return .tooMuch(nil) }
            throw QueryClient.failure(error)
        }
        let isCompressed = answer.body.starts(with: [0x1F, 0x8B])
        let digest = Digest(of: answer.body)
        let name =
            "\(series).\(window.name(of: day)).\(digest.description.prefix(16)).json\(isCompressed ? ".gz" : "")"
        let path = "\(folder)/\(name)"
        guard answer.status == 200 else { return try refused(answer, at: path, of: day, what) }
        try FileSystem.write(answer.body, to: path, mode: 0o600)
        switch try LiveAnswer.read(path, of: day, what) {
        case .refused(let kind, let words):
            return try verdict(Refusal(status: answer.status, kind: kind, words: words), what)
        case .matrix(let reply, let series, let samples):
            let fetched = FetchedAnswer(
                file: name, byteCount: answer.body.count, digest: digest, window: window, series: series,
                samples: samples)
            return .answer(fetched, warnings: reply.warnings)
        }
    }

    private func request(_ query: String, _ window: QueryWindow, step: Int64, _ what: String) throws(HTTPError)
        -> HTTPRequest
    {
        var limits = HTTPLimits()
        limits.bodyBytes = QueryClient.bodyBytes
        limits.idleSeconds = QueryClient.idleSeconds
        limits.totalMilliseconds = QueryClient.totalMilliseconds
        let url = try server.url.appending(
            ["api", "v1", "query_range"],
            query: [
                ("query", query), ("start", String(window.first)), ("end", String(window.last)),
                ("step", String(step)),
            ])
        return HTTPRequest(.get, url, purpose: what, headers: headers, limits: limits)
    }

    /// An answer of another status than 200. Its body may say why, and is then compressed like any other.
    private func refused(
        _ answer: HTTPAnswer, at path: String, of day: CalendarDay, _ what: String
    ) throws(Failure) -> Reply {
        var refusal = Refusal(status: answer.status, kind: "", words: "")
        if !answer.body.isEmpty {
            try FileSystem.write(answer.body, to: path, mode: 0o600)
            // What is no answer of Prometheus says nothing about the query; the status speaks for itself.
            if case .refused(let kind, let words)? = try? LiveAnswer.read(path, of: day, what) {
                (refusal.kind, refusal.words) = (kind, words)
            }
            try FileSystem.remove(path)
        }
        return try verdict(refusal, what)
    }

    private func verdict(_ refusal: Refusal, _ what: String) throws(Failure) -> Reply {
        if refusal.isTooMuch { return .tooMuch(refusal.words.isEmpty ? nil : refusal.words) }
        throw refusal.failure(what)
    }

    private static func failure(_ error: HTTPError) -> Failure {
        var diagnostics = error.diagnostics
        for index in diagnostics.indices where diagnostics[index].hint == nil {
            diagnostics[index].hint = "check \"url\" of the cluster's server in the job, and whether the server is up"
        }
        return Failure(
            error.exitStatus, diagnostics, isTransient: error.isTransient, detail: error.restrictedDetail)
    }
}
