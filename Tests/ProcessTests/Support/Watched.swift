import Foundation
import TestSupport

/// A project that tells everybody, and who listens.
struct Watched {
    let project: Project
    let server: StandIn

    private static let stages = """
        {"id": "bill", "use": "ingest-focus", "options": {"source": "tiny", "files": ["in/bill-focus.csv"]}}
        """

    init(_ tenant: String) throws {
        project = try Project(tenant, job: Watched.stages)
        server = try StandIn()
        let folder = project.folder
        try folder.write("#!/bin/sh\ncat >> '\(folder.path)/mails'\n", to: "send")
        chmod("\(folder.path)/send", 0o755)
        try folder.write(
            """
            {"metrics": {"textfile": "metrics/reckon.prom"},
             "lineage": {"file": "lineage.jsonl", "url": "\(server.server)/lineage/ok"},
             "ping": {"server": "\(server.server)", "url": {"env": "PING"}, "addsJob": true},
             "notify": {"webhook": {"server": "\(server.server)", "url": {"env": "HOOK"}},
              "sendmail": {"program": "\(folder.path)/send", "to": ["ops@example.com"]}}}
            """, to: "Config/reckon.json")
    }

    func run(_ more: [String: String] = [:]) throws -> Reckon.Answer {
        try project.run(
            "run", "night", "--period", "2026-06",
            environment: [
                "PING": "\(server.server)/ping/ok/marker-of-the-ping", "HOOK": "\(server.server)/hook/ok",
            ].merging(more) { $1 })
    }

    func breakBill() throws {
        try project.folder.write("no,bill\n1,2\n", to: "in/bill-focus.csv")
    }

    func mendBill() throws {
        try project.folder.write(
            String(
                contentsOfFile: "\(Checkout.root)/Tests/Fixtures/tiny/bill-focus.csv", encoding: .utf8),
            to: "in/bill-focus.csv")
    }

    func metric(_ name: String) throws -> String? {
        try project.folder.read("metrics/reckon.prom").split(separator: "\n").first {
            $0.hasPrefix("\(name){") && $0.contains("tenant=\"\(project.tenant)\"")
        }.map { String($0.split(separator: " ").last ?? "") }
    }

    /// `START night.bill`, in order.
    func lineage() throws -> [String] {
        try project.folder.read("lineage.jsonl").split(separator: "\n").map { line in
            let event = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            let job = event?["job"] as? [String: Any]
            return "\(event?["eventType"] ?? "") \(job?["name"] ?? "")"
        }
    }
}
