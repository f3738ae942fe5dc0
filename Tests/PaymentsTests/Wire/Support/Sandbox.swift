import Documents
import Foundation
import HTTP
import Kernel
import TestSupport

@testable import Payments

/// `Tests/Tools/paystack-sandbox/serve`, one for the whole process. It ends when this process does, with its input.
final class Sandbox: Sendable {
    struct Place: Decodable {
        var base: String
        var authority: String
        var key: String
    }

    struct Refused: Error { var answer: String }

    let place: Place
    /// Kept open for as long as the server is to run.
    private let input: Pipe

    private static let started = Result { try Sandbox() }

    static var shared: Sandbox {
        get throws { try started.get() }
    }

    private init() throws {
        let process = Process()
        let output = Pipe()
        input = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "python3", "\(Checkout.root)/Tests/Tools/paystack-sandbox/serve", try TemporaryFolder().path, "--no-sync",
        ]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        place = try JSONDecoder().decode(Place.self, from: output.fileHandleForReading.availableData)
    }

    /// The key that is good now.
    var key: String {
        get throws {
            try String(contentsOfFile: place.key, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
        }
    }

    /// One of the sandbox's own operations.
    @discardableResult
    func control(_ path: String, _ body: JSONOut = [:]) throws -> JSONNode? {
        try ask(.post, path, [], PrettyJSON.line(body))
    }

    func fault(_ kind: String, path: String, more: [JSONOut.Member] = []) throws {
        try control("faults", [.object([.init("kind", .string(kind)), .init("path", .string(path))] + more)])
    }

    /// Lines of the journal: `request`, `debit`, `refund`, `chargeback`.
    func journal(_ kind: String) throws -> [JSONNode] {
        try ask(.get, "journal", [(name: "kind", value: kind)], [])?.array ?? []
    }

    private func ask(
        _ method: HTTPRequest.Method, _ path: String, _ query: [(name: String, value: String)], _ body: [UInt8]
    ) throws -> JSONNode? {
        let base = try HTTPURL(place.base)
        let client = HTTPClient(
            hosts: try HostPolicy(secure: [base]), trust: .file(place.authority), userAgent: "reckon/test",
            retries: CallRetries(seed: 1), waiting: Waiting(clock: .system) { _ in })
        let steps = ["_sandbox"] + path.split(separator: "/").map(String.init)
        let answer = try client.send(
            HTTPRequest(method, base.appending(steps, query: query), purpose: "sandbox", body: body))
        let node = try JSONText.parse(answer.body, file: path, limits: .answer)
        guard answer.status == 200 else { throw Refused(answer: String(decoding: answer.body, as: UTF8.self)) }
        return node["data"]
    }
}
