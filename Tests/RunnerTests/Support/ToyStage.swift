import Documents
import Kernel
import Runner
import Synchronization

/// A stage that writes what it reads: a text of its options, its input files, and what earlier stages wrote.
struct ToyStage: Stage {
    let text: String
    let inputs: [StageInput]
    /// A name under which tests leave something to be done in the middle of the stage.
    let hook: String
    /// Writes the same whatever it reads.
    let isConstant: Bool
    var accounts: [StageAccount] = []

    static let table = StoreTable(
        "toys", columns: "line bigint NOT NULL,\nvalue text NOT NULL", key: ["line"])

    /// What becomes of the number of lines; kept for ever.
    static let changes = StoreTable(
        "toy_changes", columns: "line bigint NOT NULL,\nbefore bigint NOT NULL,\nafter bigint NOT NULL", key: ["line"],
        keeping: .all)

    func run(_ context: StageContext) throws -> StageOutcome {
        var lines = [text]
        if !isConstant {
            for file in context.files { lines.append(ToyStage.content(file.path)) }
            for publication in context.publications(role: "from") {
                lines.append(ToyStage.content("\(publication.directory)/out.txt"))
            }
        }
        try FileSystem.makeDirectory("\(context.directory)/deep")
        try FileSystem.write(Array(lines.joined(separator: "|").utf8), to: "\(context.directory)/out.txt")
        try FileSystem.write(Array(text.utf8), to: "\(context.directory)/deep/text.txt")
        try Hooks.run(hook)
        // "twice" makes a table that breaks its own key, for a publication that the server refuses.
        let rows = lines.enumerated().map { [TableContent.Value.integer(Int64($0.offset)), .text($0.element)] }
        let table = TableContent(
            table: "toys", columns: ToyStage.table.columnNames, rows: text == "twice" ? rows + rows : rows)
        return StageOutcome(
            tables: [table], facts: .object([.init("lines", .integer(lines.count))]), rowCount: Int64(lines.count))
    }

    private static func content(_ path: String) -> String {
        (try? FileSystem.read(path)).map { String(decoding: $0, as: UTF8.self) } ?? "unreadable"
    }

    static func kind(version: Int = 1, feature: String? = nil) -> Runner.StageKind {
        Runner.StageKind(
            use: "toy", version: version, options: shape, publishes: ["toys"], feature: feature, compare: compare
        ) { node in
            ToyStage(
                text: try node.option("text", \.string),
                inputs: [.files(role: "files", patterns: try FilePattern.list(node, "files"))].filter { input in
                    if case .files(_, let patterns) = input { !patterns.isEmpty } else { true }
                } + (node["finder"]?.string.map { [.delivery(role: "found", finder: ToyFinder(folder: $0))] } ?? [])
                    + (try StageInput.stages(node, "from", role: "from", needs: "toys")),
                hook: try node.option("hook", \.string),
                isConstant: try node.option("constant", \.bool),
                accounts: try account(node).map { [$0] } ?? [])
        }
    }

    /// `aws/main`.
    private static func account(_ node: JSONNode) throws -> StageAccount? {
        guard let node = node["account"], let words = node.string?.split(separator: "/"), words.count == 2 else {
            return nil
        }
        return StageAccount(provider: String(words[0]), name: String(words[1]), place: node.place)
    }

    /// A toy's figure is its number of lines.
    private static func compare(_ old: JSONNode, _ new: JSONNode) -> Revision? {
        guard let before = old["lines"]?.int, let after = new["lines"]?.int, before != after else { return nil }
        let words = "lines \(before) -> \(after)"
        let row: [TableContent.Value] = [.integer(0), .integer(Int64(before)), .integer(Int64(after))]
        return Revision(
            tables: [TableContent(table: changes.name, columns: changes.columnNames, rows: [row])],
            facts: .object([.init("lines", .integer(after - before))]), summary: [words],
            diagnostics: [.warning(DiagnosticCode("D", 998), words)])
    }

    private static let shape = ObjectShape(
        "options of toy", "what a toy does",
        [
            .required("text", .text(), "what it writes first"),
            .optional("files", .array(of: .path, count: 0...10), default: [], "what it reads"),
            .optional("finder", .path, "a folder with a folder for each period"),
            .optional("from", .array(of: .identifier, count: 0...10), default: [], "stages it reads from"),
            .optional("hook", .text(length: 0...100), default: "", "what happens in its middle"),
            .optional("account", .text(), "whose account it reads"),
            .optional("constant", .boolean, default: false, "whether it writes the same whatever it reads"),
        ])
}

/// What happens in the middle of a stage.
enum Hooks {
    private static let all = Mutex<[String: @Sendable () throws -> Void]>([:])

    static func set(_ name: String, _ body: (@Sendable () throws -> Void)?) { all.withLock { $0[name] = body } }

    static func run(_ name: String) throws {
        let body = all.withLock { $0[name] }
        try body?()
    }
}
