import Documents
package import Kernel
import Runner

/// The log of a run, `<home>/runs/<tenant>/<run>/log.jsonl`, as it is read again.
///
/// A run that was killed leaves a last line that ends in the middle: lines that cannot be read are counted and left out.
package struct RunLog: Sendable {
    /// From the most urgent to the least; whoever asks for one sees those before it too.
    package enum Level: String, Sendable, CaseIterable {
        case error, warning, info
        /// What messages leave out: hosts, paths, statements.
        case detail

        var rank: Int { Level.allCases.firstIndex(of: self) ?? 0 }
    }

    package struct Entry: Sendable {
        package let level: Level
        let time: String
        let stage: String?
        /// One or more lines.
        let text: String
        /// The line of the file.
        package let line: String
    }

    package let entries: [Entry]
    package let unreadable: Int

    /// - Parameter run: a run, or what a message outside of runs has called its reference.
    /// - Throws: exit 66 when this home has no log of it.
    package init(of run: RunID, home: String, tenants: [TenantID]) throws(Failure) {
        let paths = tenants.map { "\(home)/runs/\($0)/\(run)/log.jsonl" }
        guard let path = paths.first(where: { FileSystem.exists($0) }) else {
            let lines = try ErrorLog(home: home).lines(of: run)
            if !lines.isEmpty {
                self.init(lines)
                return
            }
            throw Failure(
                .missingInput, WatchingCode.noLog,
                "there is no log of run '\(run)' in this home, and no error of that reference",
                hint: "`reckon status` lists the runs; a log lies in the home in which its run was")
        }
        self.init(try FileSystem.read(path))
    }

    package init(_ bytes: [UInt8]) {
        var entries: [Entry] = []
        var unreadable = 0
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            do {
                let node = try JSONText.parse(Array(line), file: "log", limits: .data)
                entries.append(RunLog.entry(node, String(decoding: line, as: UTF8.self)))
            } catch { unreadable += 1 }
        }
        self.entries = entries
        self.unreadable = unreadable
    }

    package func entries(upTo level: Level) -> [Entry] { entries.filter { $0.level.rank <= level.rank } }

    private static func entry(_ node: JSONNode, _ line: String) -> Entry {
        let (level, text) = meaning(node)
        return Entry(
            level: level, time: plain(node["time"]?.string ?? ""), stage: node["stage"]?.string.map(plain),
            text: plain(text), line: line)
    }

    /// What an event says. One that this version does not know is shown as it is written.
    private static func meaning(_ node: JSONNode) -> (Level, String) {
        let text = { (key: String) in node[key]?.string ?? "" }
        let count = { (key: String) in ProgressLines.grouped(Int64(node[key]?.int ?? 0)) }
        switch text("event") {
        case "run.started":
            let stages = (node["stages"]?.array ?? []).compactMap(\.string).joined(separator: ", ")
            return (.info, "\(text("job")) for \(text("tenant")), period \(text("period")): \(stages)")
        case "run.abandoned_found": return (.warning, "run \(text("abandoned")) died before it ended")
        case "stage.started": return (.info, "begins: \(text("use"))")
        case "stage.inputs": return (.info, "reads \(count("files")) files")
        case "stage.retried":
            let messages = (node["messages"]?.array ?? []).compactMap(\.string)
            let again = "failed; try \(count("nextTry")) of \(count("tries")) in \(count("afterMilliseconds")) ms"
            return (.warning, ([again] + messages).joined(separator: "\n"))
        case "stage.finished":
            return (text("ending") == "failed" ? .error : .info, "\(text("ending")), \(count("rows")) rows")
        case "diagnostic":
            let place = node["place"]?.string.map { "\($0): " } ?? ""
            let hint = node["hint"]?.string.map { "\nhint: \($0)" } ?? ""
            let severity = text("severity")
            return (
                Level(rawValue: severity) ?? .info,
                "\(place)\(severity)[\(text("code"))]: \(text("message"))\(hint)"
            )
        case "error":
            let messages = (node["messages"]?.array ?? []).compactMap(\.string)
            let head = "reckon \(text("command")) ended with exit code \(node["exit"]?.int ?? 0)"
            return (.error, ([head] + messages).joined(separator: "\n"))
        case "detail": return (.detail, text("detail"))
        case "run.finished":
            let exit = node["exit"]?.int ?? 0
            return (exit == 0 ? .info : .error, "ended with exit code \(exit)")
        default: return (.info, PrettyJSON.text(JSONOut(node)))
        }
    }

    /// Nothing of a log may act on the terminal: control characters and those that turn text round are shown by number.
    private static func plain(_ text: String) -> String {
        text.unicodeScalars.map { scalar in
            let isControl = [.control, .format, .lineSeparator, .paragraphSeparator].contains(
                scalar.properties.generalCategory)
            return isControl && scalar != "\n" ? "\\u{\(String(scalar.value, radix: 16))}" : String(Character(scalar))
        }.joined()
    }
}

extension RunLog.Entry: CustomStringConvertible {
    /// `2026-04-01T02:17:00Z  bill: warning[D202]: …`; further lines are indented.
    package var description: String {
        let lines = text.split(separator: "\n").joined(separator: "\n    ")
        return "\(time)  \(stage.map { "\($0): " } ?? "")\(lines)"
    }
}
