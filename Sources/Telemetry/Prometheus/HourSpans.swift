/// The hours in which a series that only describes had a sample.
struct HourSpans {
    private struct Span {
        var first: HourNumber
        var last: HourNumber
    }

    private var spans: [Span] = []

    mutating func insert(_ hour: HourNumber) {
        let current = spans.count - 1
        if current >= 0, spans[current].first <= hour, hour <= spans[current].last + 1 {
            spans[current].last = max(spans[current].last, hour)
        } else {
            spans.append(Span(first: hour, last: hour))
        }
    }

    /// How far an hour is from the nearest with a sample, and where those hours begin; nil when there is none.
    func nearest(to hour: HourNumber) -> (distance: HourNumber, first: HourNumber)? {
        var best: (distance: HourNumber, first: HourNumber)?
        for span in spans {
            let distance = max(0, span.first - hour, hour - span.last)
            if best.map({ (distance, -span.first) < ($0.distance, -$0.first) }) ?? true {
                best = (distance, span.first)
            }
        }
        return best
    }

    var all: Set<HourNumber> { Set(spans.flatMap { $0.first...$0.last }) }

    var days: Set<Int32> {
        Set(spans.flatMap { ($0.first / 24)...($0.last / 24) })
    }
}

/// What series say about one object at different times: a node's machine, a pod's labels.
struct Descriptions {
    private var spansByText: [String: HourSpans] = [:]

    /// A text is inserted once.
    mutating func insert(_ text: String, _ hours: HourSpans) { spansByText[text] = hours }

    /// What was said at an hour, else at the nearest one. Of two texts of one hour the one that came later counts.
    func text(at hour: HourNumber) -> String? {
        nearest(to: hour)?.text
    }

    func nearest(to hour: HourNumber) -> (text: String, distance: HourNumber)? {
        var best: (text: String, distance: HourNumber, first: HourNumber)?
        for (text, spans) in spansByText {
            guard let near = spans.nearest(to: hour) else { continue }
            let isBetter =
                best.map { (near.distance, -near.first, text) < ($0.distance, -$0.first, $0.text) } ?? true
            if isBetter { best = (text, near.distance, near.first) }
        }
        return best.map { ($0.text, $0.distance) }
    }

    var all: [(text: String, days: Set<Int32>)] { spansByText.map { ($0.key, $0.value.days) } }
}
