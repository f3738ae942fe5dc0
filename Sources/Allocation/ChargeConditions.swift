import Documents
import Kernel
package import Model
import Runner

/// What a charge of the bill must say of itself to be meant by a rule. Without conditions every charge is.
package struct ChargeConditions: Sendable, Hashable {
    /// What of a charge a condition looks at.
    package enum Field: String, Sendable, Hashable, CaseIterable {
        case providers, services, categories, accounts, regions, resources

        /// The FOCUS column.
        var column: FocusColumn {
            switch self {
            case .providers: .providerName
            case .services: .serviceName
            case .categories: .chargeCategory
            case .accounts: .subAccountID
            case .regions: .regionID
            case .resources: .resourceID
            }
        }
    }

    /// All must hold; each by one of its patterns.
    package var fields: [Field: [NamePattern]]
    /// All must hold: a tag of this key whose value fits.
    package var tags: [String: NamePattern]

    package init(fields: [Field: [NamePattern]] = [:], tags: [String: NamePattern] = [:]) {
        self.fields = fields
        self.tags = tags
    }

    var isEmpty: Bool { fields.isEmpty && tags.isEmpty }

    func fit(_ charge: Charge, tags carried: [String: String]) -> Bool {
        for (field, patterns) in fields {
            let text = charge[field.column] ?? ""
            guard patterns.contains(where: { $0.matches(text) }) else { return false }
        }
        return tags.allSatisfy { key, pattern in carried[key].map { pattern.matches($0) } ?? false }
    }
}

/// How conditions stand in options and facts.
extension ChargeConditions {
    static let patterns = ValueShape.array(of: .text(length: 1...1000), count: 1...1000, unique: .value)
    static let patternByKey = ValueShape.map(of: .text(), keys: .text(length: 1...500), count: 0...20)

    static let shapes: [FieldShape] = [
        .optional("providers", patterns, "patterns of ProviderName, with * and ?; any without it"),
        .optional("services", patterns, "patterns of ServiceName"),
        .optional("categories", patterns, "patterns of ChargeCategory, such as Tax or Credit"),
        .optional("accounts", patterns, "patterns of SubAccountId"),
        .optional("regions", patterns, "patterns of RegionId"),
        .optional("resources", patterns, "patterns of ResourceId"),
        .optional(
            "tags", patternByKey, default: [:],
            "patterns of values by tag; the charge must carry all of them"),
    ]

    init(option node: JSONNode) throws {
        self.init()
        for field in Field.allCases {
            if let list = node[field.rawValue]?.array { fields[field] = NamePattern.list(list) }
        }
        for member in try node.option("tags", \.members) {
            tags[member.key] = member.value.string.map { NamePattern($0) }
        }
    }

    var facts: [JSONOut.Member] {
        var members: [JSONOut.Member] = []
        for field in Field.allCases {
            guard let patterns = fields[field] else { continue }
            members.append(.init(field.rawValue, .strings(patterns.map(\.text))))
        }
        if !tags.isEmpty { members.append(.init("tags", NamePattern.facts(tags))) }
        return members
    }
}

extension NamePattern {
    static func list(_ nodes: [JSONNode]) -> [NamePattern] { nodes.compactMap { $0.string.map { NamePattern($0) } } }

    static func facts(_ patterns: [String: NamePattern]) -> JSONOut {
        .object(patterns.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value.text)) })
    }
}
