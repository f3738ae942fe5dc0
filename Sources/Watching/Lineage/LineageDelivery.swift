import Documents
import HTTP
import Kernel
import Runner

/// Brings events to a file, a server, or both. A place that failed is left alone for the rest of the run: a server that
/// does not answer must not hold up every stage.
struct LineageDelivery {
    private var file: LineageFile?
    private var server: (url: String, token: WatchSettings.Reference?)?
    private let call: ShortCall

    init(_ settings: WatchSettings.Lineage, machine: CallingMachine) {
        file = settings.file.map { LineageFile(path: $0) }
        server = settings.url.map { ($0, settings.token) }
        call = ShortCall(machine: machine)
    }

    /// - Returns: what went wrong.
    mutating func deliver(_ events: [JSONOut]) -> [any Error] {
        guard !events.isEmpty else { return [] }
        var errors: [any Error] = []
        let lines = events.map { PrettyJSON.line($0) }
        if let file {
            do { try file.add(lines) } catch {
                errors.append(error)
                self.file = nil
            }
        }
        if let server {
            do {
                var headers = [HTTPHeader("Content-Type", "application/json")]
                if let token = server.token { headers.append(.bearer(try call.value(token))) }
                let url = try HTTPURL(server.url)
                for line in lines {
                    // A server of OpenLineage merges events of the same run, so that one that comes twice does no harm.
                    try call.send(
                        HTTPRequest(
                            .post, url, purpose: "lineage event", headers: headers, body: line, mayBeRepeated: true))
                }
            } catch {
                errors.append(error)
                self.server = nil
            }
        }
        return errors
    }
}
