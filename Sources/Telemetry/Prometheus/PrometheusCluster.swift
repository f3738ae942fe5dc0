import Kernel
import Model

/// The series of one cluster's files while they are read.
final class PrometheusCluster: SampleSink {
    /// Figures about what was read, for the facts.
    struct Counts {
        var samples: Int64 = 0
        var notANumber: Int64 = 0
        var seriesWithoutContainer = 0
        var seriesUnread = 0
        var seriesOfOthers = 0
        var seriesReadTwice = 0
    }

    /// More than that is no use of a container or capacity of a node: two million cores, two petabytes.
    private static let largestGauge: Int64 = 2_000_000_000_000_000
    /// A processor's time since the container began: 31 years of one core.
    private static let largestCounter: Int64 = 1_000_000_000_000_000_000

    let id: String
    private(set) var table = SeriesTable()
    private(set) var counts = Counts()
    /// Names of the series that were there.
    private(set) var names: Set<String> = []
    private(set) var tally = SeriesFold.Tally()
    private let step: Int64
    private let period: Month
    /// Times that samples may have, in milliseconds: the period and a month before and after it. One sample of another
    /// century would make the sums of its series long.
    private let times: Range<Int64>
    private let only: [(label: String, value: String)]
    let readsNetwork: Bool
    private let quarantine: Quarantine
    private let progress: (Int64) throws -> Void
    /// Values of the label that tells clusters apart.
    private var clusterNames: Set<String> = []
    /// Samples of series that one pass could not sum, by index of the container; nil while files are read for the
    /// first time.
    private var tangled: [Int: [Sample]]?
    /// Counts the files, so that series of different files are told apart.
    private var file: Int32 = 0

    init(
        id: String, period: Month, stepSeconds: Int, only: [(label: String, value: String)], readsNetwork: Bool,
        quarantine: Quarantine, progress: @escaping (Int64) throws -> Void
    ) {
        self.period = period
        let month = 31 * Instant.microsecondsPerDay
        times = (period.start.microseconds - month) / 1000..<(period.end.microseconds + month) / 1000
        self.id = id
        step = Int64(stepSeconds) * 1000
        self.only = only
        self.readsNetwork = readsNetwork
        self.quarantine = quarantine
        self.progress = progress
    }

    func beginFile() { file += 1 }

    func series(_ labels: SeriesLabels) -> Int32? {
        let isRereading = tangled != nil
        guard only.allSatisfy({ labels[$0.label] == $0.value }) else {
            if !isRereading { counts.seriesOfOthers += 1 }
            return nil
        }
        let meaning = SeriesMeaning(labels, readsNetwork: readsNetwork)
        if !isRereading { note(meaning, labels) }
        return table.number(meaning, labels, step: step)
    }

    private func note(_ meaning: SeriesMeaning, _ labels: SeriesLabels) {
        switch meaning {
        case .withoutContainer: counts.seriesWithoutContainer += 1
        case .unknown: counts.seriesUnread += 1
        case .measure, .description, .capacity:
            names.insert(labels.name)
            let cluster = labels["cluster"].isEmpty ? labels["cluster_id"] : labels["cluster"]
            if !cluster.isEmpty { clusterNames.insert(cluster) }
        }
    }

    func add(
        series: Int32, source: Int32, time: UnsafeBufferPointer<UInt8>, value: UnsafeBufferPointer<UInt8>,
        place: @autoclosure () -> Place
    ) throws {
        let target = table.target(series)
        do {
            let milliseconds = try milliseconds(time, place)
            guard !PrometheusCluster.isNaN(value) else {
                counts.notANumber += tangled == nil ? 1 : 0
                return
            }
            switch target {
            case .container(let index):
                let sample = Sample(
                    milliseconds: milliseconds,
                    value: try PrometheusCluster.number(value, table.containers[index].key.measure, place))
                if tangled != nil { return tangled?[index]?.append(sample) ?? () }
                table.containers[index].fold.add(sample, source: Int64(file) << 32 | Int64(source))
            case .description(let index) where tangled == nil:
                let stated = try PrometheusCluster.units(value, scale: 0, limit: .max, place)
                if stated != 0 { table.describe(index, hour: HourSums.hour(ofMilliseconds: milliseconds), stated) }
            case .capacity(let index) where tangled == nil:
                let scale = table.capacities[index].key.resource == "memory" ? 0 : 9
                table.raiseCapacity(
                    index, hour: HourSums.hour(ofMilliseconds: milliseconds),
                    to: try PrometheusCluster.units(value, scale: scale, limit: PrometheusCluster.largestGauge, place))
            case .description, .capacity: return
            }
            counts.samples += 1
            if counts.samples % 1_048_576 == 0 { try progress(counts.samples) }
        } catch let bad as BadRow {
            try setAside(bad.diagnostic, value)
        }
    }

    func setAside(_ finding: Diagnostic, _ bytes: UnsafeBufferPointer<UInt8>) throws {
        guard tangled == nil else { return }
        try quarantine.add(finding, rawRow: bytes)
    }

    /// Ends the reading. Series whose samples overlapped are read once more by `reread`, which reads all files again.
    func finish(reread: () throws -> Void) throws {
        if clusterNames.count > 1 { throw severalClusters }
        var again: [Int: [Sample]] = [:]
        for index in table.containers.indices {
            table.containers[index].fold.finish()
            if table.containers[index].fold.isTangled { again[index] = [] }
        }
        if !again.isEmpty {
            tangled = again
            try reread()
            for (index, samples) in tangled ?? [:] {
                let known = table.containers[index]
                table.containers[index].fold = SeriesFold.union(
                    samples, known.key.measure.kind, step: step, outOfOrder: known.fold.tally.outOfOrder)
            }
            counts.seriesReadTwice = again.count
            tangled = nil
        }
        for container in table.containers { tally.add(container.fold.tally) }
    }

    private var severalClusters: Failure {
        let names = clusterNames.sorted().prefix(3).map { QuotedText.of($0) }.joined(separator: ", ")
        return Failure(
            .badInput, TelemetryCode.severalClusters,
            "the files of cluster \(QuotedText.of(id)) hold series of several clusters: \(names)",
            hint: "say which are meant, for example \"only\": {\"cluster\": \"...\"}")
    }
}

extension PrometheusCluster {
    private static func isNaN(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        text.count == 3 && text[0] | 0x20 == 0x6E && text[1] | 0x20 == 0x61 && text[2] | 0x20 == 0x6E
    }

    private func milliseconds(_ text: UnsafeBufferPointer<UInt8>, _ place: () -> Place) throws -> Int64 {
        let time = try PrometheusCluster.units(text, scale: 3, limit: .max, place)
        guard times.contains(time) else {
            throw BadRow(
                diagnostic: .error(
                    TelemetryCode.impossibleSample,
                    "the time \(PrometheusCluster.quoted(text)) lies more than a month before or after \(period)",
                    at: place(), hint: "times are in seconds since 1970; check that the dump is of the period"))
        }
        return time
    }

    private static func number(
        _ text: UnsafeBufferPointer<UInt8>, _ measure: SeriesMeaning.Measure, _ place: () -> Place
    ) throws -> Int64 {
        let limit = measure.kind == .counter ? largestCounter : largestGauge
        return try units(text, scale: measure.scale, limit: limit, place)
    }

    private static func units(
        _ text: UnsafeBufferPointer<UInt8>, scale: Int, limit: Int64, _ place: () -> Place
    ) throws -> Int64 {
        // OpenMetrics admits a plus.
        let digits = text.first == UInt8(ascii: "+") ? UnsafeBufferPointer(rebasing: text[1...]) : text
        var units: Int128?
        do {
            units = try DecimalText.parse(digits, scale: scale, excess: .roundHalfEven)
        } catch .tooLarge {
            units = nil
        } catch {
            throw BadRow(
                diagnostic: .error(TelemetryCode.badSample, "\(quoted(text)) is no number", at: place()))
        }
        guard let units, units >= 0, let value = Int64(exactly: units), value <= limit else {
            throw BadRow(
                diagnostic: .error(
                    TelemetryCode.impossibleSample, "\(quoted(text)) is negative or impossibly large", at: place()))
        }
        return value
    }

    private static func quoted(_ text: UnsafeBufferPointer<UInt8>) -> String {
        QuotedText.of(String(decoding: text.prefix(64), as: UTF8.self))
    }
}
