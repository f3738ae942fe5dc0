/// The exceptions from the rules. One that is no longer needed fails the tests too.
enum Allowances {
    struct Allowance {
        var path: String
        var rule: String
        var reason: String
    }

    static let all: [Allowance] = [
        Allowance(
            path: "Sources/Kernel/Clock.swift", rule: "ambient",
            reason: "the machine's clock is made here, for the executable to hand on"),
        Allowance(
            path: "Sources/Database/Connection/MonotonicTime.swift", rule: "ambient",
            reason: "limits on waiting need a clock that only runs forward; never part of a result"),
        Allowance(
            path: "Sources/Reports/Charts/ChartScale.swift", rule: "money",
            reason: "a position on a page, never a figure that somebody reads"),
    ]

    static func remaining(_ violations: [Violation]) -> [Violation] {
        violations.filter { violation in
            !all.contains { $0.path == violation.path && $0.rule == violation.rule }
        }
    }

    static func unused(_ violations: [Violation]) -> [Allowance] {
        all.filter { allowance in
            !violations.contains { $0.path == allowance.path && $0.rule == allowance.rule }
        }
    }
}
