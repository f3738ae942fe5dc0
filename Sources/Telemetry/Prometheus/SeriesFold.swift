/// One series, summed to hours while its samples come: the samples themselves are not kept.
///
/// Files may come in any order and may overlap by a sample. Samples that go on forwards are a run; runs that do not
/// overlap are joined at the end. A series whose runs overlap (replicas, a clock that went back) is tangled: it has to
/// be read again with all its samples in memory.
struct SeriesFold {
    enum Kind { case gauge, counter }

    /// What is worth telling about the samples of a series.
    struct Tally {
        var inStep = 0
        var closer = 0
        var further = 0
        /// Samples of a moment that had the same value already.
        var repeated = 0
        /// Samples of a moment that had another value; the larger counts.
        var contradicted = 0
        var restarts = 0
        /// Samples that stand behind a later one of their own series.
        var outOfOrder = 0

        mutating func add(_ other: Tally) {
            inStep += other.inStep
            closer += other.closer
            further += other.further
            repeated += other.repeated
            contradicted += other.contradicted
            restarts += other.restarts
            outOfOrder += other.outOfOrder
        }
    }

    private struct Run {
        var first: Sample
        /// Accounted for only when a later sample comes, as another one of the same moment may be larger.
        var beforeLast: Sample?
        var last: Sample
    }

    /// More runs than this are no files in another order but a shuffled series.
    private static let maximumRuns = 64

    private let kind: Kind
    private let step: Int64
    private(set) var sums = HourSums()
    private(set) var tally = Tally()
    private(set) var isTangled = false
    private var runs: [Run] = []
    /// Which series of a file the last sample came from.
    private var lastSource: Int64 = -1

    /// - Parameter step: milliseconds from one sample to the next.
    init(_ kind: Kind, step: Int64) {
        self.kind = kind
        self.step = step
    }

    mutating func add(_ sample: Sample, source: Int64) {
        defer { lastSource = source }
        guard !isTangled else { return }
        guard let run = runs.last else {
            runs.append(Run(first: sample, last: sample))
            return
        }
        let current = runs.count - 1
        if sample.milliseconds > run.last.milliseconds {
            if let before = run.beforeLast { account(from: before, to: run.last) }
            runs[current].beforeLast = run.last
            runs[current].last = sample
        } else if sample.milliseconds == run.last.milliseconds {
            noteRepetition(sample.value, run.last.value)
            runs[current].last.value = max(run.last.value, sample.value)
            if run.beforeLast == nil { runs[current].first.value = runs[current].last.value }
        } else {
            if source == lastSource { tally.outOfOrder += 1 }
            runs.append(Run(first: sample, last: sample))
            if runs.count > SeriesFold.maximumRuns { isTangled = true }
        }
    }

    /// Joins the runs; nothing may be added afterwards.
    mutating func finish() {
        guard !isTangled else { return }
        runs.sort { ($0.first.milliseconds, $0.last.milliseconds) < ($1.first.milliseconds, $1.last.milliseconds) }
        for (index, run) in runs.enumerated() {
            if let before = run.beforeLast { account(from: before, to: run.last) }
            guard index + 1 < runs.count else {
                account(from: run.last, to: nil)
                break
            }
            let next = runs[index + 1].first
            if next.milliseconds > run.last.milliseconds {
                account(from: run.last, to: next)
            } else if next == run.last {
                tally.repeated += 1
            } else {
                isTangled = true
                return
            }
        }
        runs = []
    }

    /// A fold of samples in any order, of which all are known.
    static func union(_ samples: [Sample], _ kind: Kind, step: Int64, outOfOrder: Int) -> SeriesFold {
        var fold = SeriesFold(kind, step: step)
        fold.tally.outOfOrder = outOfOrder
        for sample in samples.sorted(by: { ($0.milliseconds, $0.value) < ($1.milliseconds, $1.value) }) {
            fold.add(sample, source: 0)
        }
        fold.finish()
        return fold
    }

    private mutating func noteRepetition(_ value: Int64, _ known: Int64) {
        if value == known { tally.repeated += 1 } else { tally.contradicted += 1 }
    }

    /// A gauge stands from its sample to the next one, at most for a step; a counter grows from one sample to the next,
    /// and what it grew in a longer gap is not known to be of one hour. Scrapes are late by a little: a tenth of a step
    /// is no gap.
    private mutating func account(from sample: Sample, to next: Sample?) {
        var isGap = true
        if let next {
            let distance = next.milliseconds - sample.milliseconds
            isGap = distance > step + step / 10
            if isGap {
                tally.further += 1
            } else if distance < step - step / 10 {
                tally.closer += 1
            } else {
                tally.inStep += 1
            }
        }
        switch kind {
        case .gauge:
            let end = isGap ? sample.milliseconds + step : next?.milliseconds ?? 0
            sums.add(value: sample.value, from: sample.milliseconds, to: end)
        case .counter:
            guard let next, !isGap else { return }
            let isRestart = next.value < sample.value
            if isRestart { tally.restarts += 1 }
            sums.add(
                growth: isRestart ? next.value : next.value - sample.value, from: sample.milliseconds,
                to: next.milliseconds)
        }
    }
}
