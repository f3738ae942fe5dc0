import Kernel

/// The moments that one query asks for, both ends among them, in seconds since 1970.
struct QueryWindow: Hashable {
    let first: Int64
    let last: Int64

    /// `000000-240000`, counted from the start of the day.
    func name(of day: CalendarDay) -> String {
        "\(QueryWindow.clock(first - day.startSeconds))-\(QueryWindow.clock(last - day.startSeconds))"
    }

    private static func clock(_ seconds: Int64) -> String {
        [seconds / 3600, seconds / 60 % 60, seconds % 60].map { ($0 < 10 ? "0" : "") + String($0) }.joined()
    }
}

extension CalendarDay {
    var startSeconds: Int64 { Int64(daysSinceEpoch) * 86_400 }
}

/// Cuts a span into windows that a server can answer. A value: it asks nobody.
struct WindowCutter {
    /// Prometheus gives a series at most so many points in one answer (`exceeded maximum resolution`).
    static let mostPoints: Int64 = 11_000

    private var next: Int64
    private let last: Int64
    private let step: Int64
    /// Points of a window; shrinks when the server says that it was too much. What was too much for one day is too much
    /// for the next, so whoever fetches several hands it on.
    private(set) var points: Int64

    init(first: Int64, last: Int64, step: Int64, points: Int64 = mostPoints) {
        next = first
        self.last = last
        self.step = step
        self.points = points
    }

    /// What to ask for now; nil when all of it has been answered.
    var window: QueryWindow? {
        next > last ? nil : QueryWindow(first: next, last: min(last, next + (points - 1) * step))
    }

    mutating func answered() {
        if let window { next = window.last + step }
    }

    /// Halves the window.
    ///
    /// - Returns: false when it is a single moment already.
    mutating func tooMuch() -> Bool {
        guard let window else { return false }
        let asked = (window.last - window.first) / step + 1
        guard asked > 1 else { return false }
        points = (asked + 1) / 2
        return true
    }
}
