package import Documents
package import Kernel

/// Findings of one kind, counted: a bill of a million rows must not print a million warnings.
package struct FindingTally: Sendable {
    private struct Entry {
        var first: Diagnostic
        var count: Int64
        var places: [Place]
    }

    /// Places kept for each kind; the quarantine file has them all.
    private static let placeLimit = 5

    private var entries: [DiagnosticCode: Entry] = [:]

    package init() {}

    package var isEmpty: Bool { entries.isEmpty }
    package var total: Int64 { entries.values.reduce(0) { $0 + $1.count } }

    package mutating func count(_ diagnostic: Diagnostic) {
        entries[diagnostic.code, default: Entry(first: diagnostic, count: 0, places: [])].count += 1
        guard let place = diagnostic.place else { return }
        if entries[diagnostic.code]!.places.count < FindingTally.placeLimit {
            entries[diagnostic.code]!.places.append(place)
        }
    }

    /// True when a further finding of that code would only be counted, so that callers need not describe it.
    package func isFull(_ code: DiagnosticCode) -> Bool {
        (entries[code]?.places.count ?? 0) >= FindingTally.placeLimit
    }

    package mutating func countAnother(_ code: DiagnosticCode, times: Int64 = 1) { entries[code]?.count += times }

    /// Adds the findings of a part that follows; its lines count from `lines` lines further down.
    package mutating func add(_ other: FindingTally, lines: Int) {
        for (code, entry) in other.entries {
            let places = entry.places.map { $0.movedDown(by: lines) }
            guard let known = entries[code] else {
                var first = entry.first
                first.place = first.place?.movedDown(by: lines)
                entries[code] = Entry(first: first, count: entry.count, places: places)
                continue
            }
            entries[code]!.count += entry.count
            entries[code]!.places += places.prefix(FindingTally.placeLimit - known.places.count)
        }
    }

    /// One warning a kind: the first finding, with how many more there are.
    package var summary: [Diagnostic] {
        entries.values.sorted {
            ($0.first.code.area, $0.first.code.number) < ($1.first.code.area, $1.first.code.number)
        }
        .map { entry in
            var diagnostic = entry.first
            diagnostic.severity = .warning
            if entry.count > 1 { diagnostic.message += " (and \(entry.count - 1) more of this kind)" }
            return diagnostic
        }
    }

    package var facts: JSONOut {
        .array(
            entries.values.sorted {
                ($0.first.code.area, $0.first.code.number) < ($1.first.code.area, $1.first.code.number)
            }.map { entry in
                .object([
                    .init("code", .string(entry.first.code.description)),
                    .init("message", .string(entry.first.message)),
                    .init("count", .integer(Int(entry.count))),
                    .init("places", .strings(entry.places.map(\.description))),
                ])
            })
    }
}
