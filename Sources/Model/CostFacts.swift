package import Documents
package import Kernel

/// How figures are written into the facts of a publication and read back: exact decimal text under FOCUS names.
extension CostVector {
    package var facts: [JSONOut.Member] {
        CostMetric.allCases.map { JSONOut.Member($0.columnName, .string(self[$0].description)) }
    }

    /// - Throws: exit 70 when a member is missing or no amount: the publication was not written by this program.
    package init(facts node: JSONNode) throws {
        self = .zero
        for metric in CostMetric.allCases {
            guard let text = node[metric.columnName]?.string else { throw FactsFailure.missing(metric.columnName) }
            do { self[metric] = try Amount(text) } catch { throw FactsFailure.missing(metric.columnName) }
        }
    }
}

package enum FactsFailure {
    package static func missing(_ member: String) -> Failure {
        Failure(
            .internal, ModelCode.factMissing, "the facts of a publication lack '\(member)'",
            hint: "run the job again with --force, which publishes every stage anew")
    }
}

extension JSONNode {
    /// A member that the program itself wrote into facts.
    package func fact<Value>(_ key: String, _ read: (JSONNode) -> Value?) throws -> Value {
        guard let node = self[key], let value = read(node) else { throw FactsFailure.missing(key) }
        return value
    }
}
