import Documents
import Kernel
import Model
import Runner

/// The option `outside`: its shape, how it is read, and how facts state it.
extension OutsideRule {
    private static let everyName = "*"

    static let shape = TaggedShape(
        "outside rule", "which teams pay for charges outside of clusters; the first rule that fits a charge counts",
        tag: "split", "how the charges are parted", placement: .inline,
        common: [
            .optional("name", .text(length: 1...100), "what it is called in results; its place in the list without it")
        ] + ChargeConditions.shapes + [.optional("why", .text(), "why it is so, for who reads the result")],
        choices: [
            .init(
                "direct",
                ObjectShape(
                    "outside rule for one", "all to one team", [.required("team", TeamRule.teamName, "the team")])
            ),
            .init(
                "tag",
                ObjectShape(
                    "outside rule by tag", "to the team that a tag of the charge names",
                    [
                        .required(
                            "tag", .text(length: 1...500),
                            "key of the tag; a charge without it, or without a value, goes to the next rule")
                    ])),
            .init(
                "percentage",
                ObjectShape(
                    "outside rule by percentage", "a percentage of each charge for each team",
                    [
                        .required(
                            "percentages", named(StatedPart.percentage),
                            "percentage by team; they must sum to 100")
                    ])),
            .init(
                "even",
                ObjectShape(
                    "outside rule by head", "equal parts of each charge for each team",
                    [
                        .required(
                            "teams", .array(of: TeamRule.teamName, count: 1...1000, unique: .value), "the teams")
                    ])),
            .init(
                "fixed",
                ObjectShape(
                    "outside rule by amount", "an amount for each team, and never more than the charges come to",
                    [
                        .required(
                            "amounts", named(StatedPart.amount),
                            "EffectiveCost by team in the currency of the bill; what is left belongs to no team"),
                        window("whether the amounts are those of the whole period or of each day"),
                    ])),
            .init(
                "cost",
                ObjectShape(
                    "outside rule by cost", "in proportion to what the teams cost otherwise; below zero counts as 0",
                    [
                        .optional(
                            "teams", ChargeConditions.patterns, default: [.string(everyName)],
                            "patterns of the teams that pay, with * and ?"),
                        window("whether the cost of the whole period counts, or that of the charge's day"),
                    ])),
            .init("keep", ObjectShape("outside rule that keeps", "the charges belong to no team", [])),
        ])

    private static func named(_ value: ValueShape) -> ValueShape {
        .map(of: value, keys: .text(length: 1...253), count: 1...1000)
    }

    private static func window(_ summary: String) -> FieldShape {
        .optional(
            "per", .oneOf(["period": "all days of the run together", "day": "each UTC day by itself"]),
            default: .string(Window.period.rawValue), summary)
    }

    /// The rules, checked against one another.
    static func list(_ nodes: [JSONNode]) throws -> [OutsideRule] {
        var rules: [OutsideRule] = []
        for (index, node) in nodes.enumerated() {
            let rule = try OutsideRule(option: node, place: index + 1)
            if let earlier = rules.firstIndex(where: { $0.takesAll }) {
                throw Failure(
                    .configuration, AllocationCode.teamRuleNeverApplies,
                    "rule \(earlier + 1) of \"outside\" has no condition and takes all charges, so this one would never apply",
                    at: node.place, hint: "the first rule that fits counts; put the one without conditions last")
            }
            if rules.contains(where: { $0.name == rule.name }) {
                throw Failure(
                    .configuration, AllocationCode.teamRuleNamedTwice,
                    "two rules of \"outside\" are called \(QuotedText.of(rule.name))", at: node["name"]?.place,
                    hint: "give each a name of its own")
            }
            rules.append(rule)
        }
        return rules
    }

    private var takesAll: Bool {
        if case .tag = split { return false }
        return conditions.isEmpty
    }

    private init(option node: JSONNode, place: Int) throws {
        self.init(
            conditions: try ChargeConditions(option: node), split: try Split(option: node),
            name: node["name"]?.string ?? "rule \(place)", why: node["why"]?.string)
    }
}

extension OutsideRule.Split {
    fileprivate init(option node: JSONNode) throws {
        func window() throws -> OutsideRule.Window {
            try node.option("per") { $0.string.flatMap(OutsideRule.Window.init(rawValue:)) }
        }
        switch try node.option("split", \.string) {
        case "direct": self = .direct(try node.option("team", \.string))
        case "tag": self = .tag(try node.option("tag", \.string))
        case "percentage":
            self = .percentage(try StatedPart.percentages(node, "percentages", restTo: "a team"))
        case "even": self = .even(try node.option("teams", \.array).compactMap(\.string))
        case "fixed": self = .fixed(try StatedPart.amounts(node, "amounts"), try window())
        case "cost":
            self = .cost(
                NamePattern.list(try node.option("teams", \.array)), try window())
        case "keep": self = .keep
        default: preconditionFailure("the shape admits known splits only")
        }
    }
}

extension OutsideRule {
    var facts: JSONOut {
        var members: [JSONOut.Member] = [.init("name", .string(name)), .init("split", .string(split.name))]
        members += conditions.facts
        switch split {
        case .direct(let team): members.append(.init("team", .string(team)))
        case .tag(let key): members.append(.init("tag", .string(key)))
        case .percentage(let parts): members.append(.init("percentages", StatedPart.percentageFacts(parts)))
        case .even(let teams): members.append(.init("teams", .strings(teams)))
        case .fixed(let parts, let window):
            members.append(.init("amounts", StatedPart.amountFacts(parts)))
            members.append(.init("per", .string(window.rawValue)))
        case .cost(let patterns, let window):
            members.append(.init("teams", .strings(patterns.map(\.text))))
            members.append(.init("per", .string(window.rawValue)))
        case .keep: break
        }
        if let why { members.append(.init("why", .string(why))) }
        return .object(members)
    }
}
