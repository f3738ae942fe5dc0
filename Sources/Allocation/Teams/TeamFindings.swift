import Kernel
import Model

/// Rules of teams that meet nothing: most often a name is misspelt.
struct TeamFindings {
    private let options: AllocationOptions
    private let telemetry: TelemetryIndex
    /// Names of the rules that took charges.
    private var used: Set<String> = []
    /// Of these, names of those that found nobody for some.
    private var withoutTeam: Set<String> = []
    private var labelKeys: Set<String> = []

    init(options: AllocationOptions, rows: [AllocationRow], telemetry: TelemetryIndex) throws {
        self.options = options
        self.telemetry = telemetry
        guard !options.teams.isEmpty || !options.outside.isEmpty else { return }
        var texts: Set<String> = []
        for row in rows {
            if let labels = row.recipient.labels { texts.insert(labels) }
            guard let rule = row.recipient.rule else { continue }
            used.insert(rule)
            if row.recipient.team == nil { withoutTeam.insert(rule) }
        }
        for text in texts { labelKeys.formUnion(try ObjectLabels(json: text).values.keys) }
    }

    var warnings: [Diagnostic] {
        let teams = options.teams.enumerated().compactMap { index, rule in
            problem(rule).map { "rule \(index + 1) of \"teams\" \($0)" }
        }
        let outside = options.outside.compactMap { rule in
            problem(rule).map { "\(QuotedText.of(rule.name)) of \"outside\" \($0)" }
        }
        return (teams + outside).map {
            .warning(
                AllocationCode.teamRuleWithoutMatch, $0,
                hint: "compare its names with those of the bill and the telemetry")
        }
    }

    private func problem(_ rule: TeamRule) -> String? {
        let namespaces = telemetry.namespacesByCluster.filter { rule.cluster == nil || rule.cluster == $0.key }
        let fits = namespaces.values.contains { names in
            names.contains { name in rule.namespaces.contains { $0.matches(name) } }
        }
        guard fits else { return "fits no namespace of the telemetry" }
        if case .label(let key) = rule.name, !labelKeys.contains(key) {
            return "asks for the label \(QuotedText.of(key)), which no pod and no namespace carries"
        }
        return nil
    }

    private func problem(_ rule: OutsideRule) -> String? {
        guard used.contains(rule.name) else { return "fits no charge that is left to it" }
        if case .cost = rule.split, withoutTeam.contains(rule.name) {
            return "finds no team with a cost for some charges, which belong to no team"
        }
        return nil
    }
}
