package import Documents
import Kernel
package import Runner

/// What the stages of a job read and publish, as a picture of boxes and arrows.
package struct JobGraph: Sendable {
    /// A box: a stage, or something outside the job that a stage reads.
    struct Box: Sendable, Hashable {
        enum Kind: Sendable { case stage, source }

        let kind: Kind
        let title: String
        let subtitle: String
    }

    /// From what is read to who reads it.
    struct Arrow: Sendable, Hashable {
        let from: Int
        let to: Int
    }

    let job: JobID
    let tenant: TenantID
    let summary: String
    /// Everything that is read comes before who reads it.
    private(set) var boxes: [Box] = []
    private(set) var arrows: [Arrow] = []
    private let stages: [JobFile.StageEntry]

    package init(_ file: JobFile) {
        job = file.job
        tenant = file.tenant
        summary = file.summary
        stages = file.stages
        var places: [StageID: Int] = [:]
        for entry in file.stages {
            var read: [Int] = []
            for input in entry.stage.inputs {
                switch input {
                case .files(let role, let patterns):
                    if patterns.isEmpty { continue }
                    read.append(add(.source, JobGraph.shortened(patterns.map(\.text)), role))
                case .delivery(let role, _):
                    read.append(add(.source, JobGraph.location(entry.options) ?? "delivery", role))
                case .stage(_, let id, _, _): if let place = places[id] { read.append(place) }
                }
            }
            let place = add(.stage, entry.id.text, entry.kind.use)
            places[entry.id] = place
            for source in read where !arrows.contains(Arrow(from: source, to: place)) {
                arrows.append(Arrow(from: source, to: place))
            }
        }
    }

    private mutating func add(_ kind: Box.Kind, _ title: String, _ subtitle: String) -> Int {
        boxes.append(Box(kind: kind, title: title, subtitle: subtitle))
        return boxes.count - 1
    }

    /// The first of several, and how many more there are.
    private static func shortened(_ texts: [String]) -> String {
        guard let first = texts.first, texts.count > 1 else { return texts.first ?? "" }
        return "\(first) and \(texts.count - 1) more"
    }

    /// Where a delivery lies, as its options say it.
    private static func location(_ options: JSONNode) -> String? {
        options["location"]?.string ?? options.members?.lazy.compactMap { $0.value["location"]?.string }.first
    }

    /// One sentence a stage, for who does not see the picture.
    var sentences: [String] {
        boxes.indices.filter { boxes[$0].kind == .stage }.map { index in
            let read = arrows.filter { $0.to == index }.map { boxes[$0.from].title }
            let start = "\(boxes[index].title) (\(boxes[index].subtitle))"
            return read.isEmpty ? "\(start) reads nothing." : "\(start) reads \(read.joined(separator: ", "))."
        }
    }
}

extension JobGraph {
    package var json: JSONOut {
        .object([
            .init("job", .string(job.text)), .init("tenant", .string(tenant.text)),
            .init("summary", .string(summary)),
            .init(
                "stages",
                .array(
                    stages.map { entry in
                        .object([
                            .init("stage", .string(entry.id.text)), .init("use", .string(entry.kind.use)),
                            .init("reads", .array(entry.stage.inputs.map { JobGraph.json($0, entry) })),
                            .init("publishes", .strings(entry.kind.publishes.sorted())),
                        ])
                    })),
        ])
    }

    private static func json(_ input: StageInput, _ entry: JobFile.StageEntry) -> JSONOut {
        switch input {
        case .files(let role, let patterns):
            .object([
                .init("kind", "files"), .init("role", .string(role)), .init("patterns", .strings(patterns.map(\.text))),
            ])
        case .delivery(let role, _):
            .object([
                .init("kind", "delivery"), .init("role", .string(role)),
                .init("location", .optional(location(entry.options))),
            ])
        case .stage(let role, let id, let dataset, _):
            .object([
                .init("kind", "stage"), .init("role", .string(role)), .init("stage", .string(id.text)),
                .init("dataset", .string(dataset)),
            ])
        }
    }
}
