import Documents
import Kernel

/// Labels of a Kubernetes object. Their keys are spelt as Prometheus spells them: `app_kubernetes_io_name`.
package struct ObjectLabels: Sendable, Hashable {
    /// What telemetry puts in front of a key.
    private static let prefix = "label_"

    package private(set) var values: [String: String]

    package init(_ values: [String: String]) { self.values = values }

    /// Reads labels as telemetry keeps them: `label_app:shop|label_canary:`.
    package init(telemetry text: String) {
        values = [:]
        for label in text.split(separator: "|") {
            let key = label.prefix { $0 != ":" }
            let name = key.hasPrefix(ObjectLabels.prefix) ? key.dropFirst(ObjectLabels.prefix.count) : key
            values[ObjectLabels.name(String(name))] = String(label.dropFirst(key.count + 1))
        }
    }

    /// As telemetry keeps them, in the order of their keys.
    package var telemetryText: String {
        values.sorted { $0.key < $1.key }.map { "\(ObjectLabels.prefix)\($0.key):\($0.value)" }.joined(separator: "|")
    }

    /// Reads the object that `json` is.
    package init(json text: String) throws {
        let node = try JSONText.parse(Array(text.utf8), file: "labels", limits: .data)
        values = [:]
        for member in node.members ?? [] { values[member.key] = member.value.string }
    }

    /// An object of texts, in the order of the keys.
    package var jsonText: String {
        let members = values.sorted { $0.key < $1.key }.map { JSONOut.Member($0.key, .string($0.value)) }
        return String(decoding: PrettyJSON.line(.object(members)), as: UTF8.self)
    }

    package subscript(key: String) -> String? { values[key] }

    /// These labels, and of `others` those whose keys are not among them.
    package func over(_ others: ObjectLabels) -> ObjectLabels {
        ObjectLabels(values.merging(others.values) { own, _ in own })
    }

    /// A key as Kubernetes spells it, `app.kubernetes.io/name`, as Prometheus does.
    package static func name(_ key: String) -> String {
        var name = ""
        for scalar in key.unicodeScalars {
            let isKept = scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
            name.unicodeScalars.append(isKept ? scalar : "_")
        }
        return name
    }
}
