package import Documents
package import Kernel

/// Reading options that their shape has already checked. A value that is missing here means that a stage asks for
/// another key or type than its shape declares.
extension JSONNode {
    package func option<Value>(_ key: String, _ read: (JSONNode) -> Value?) throws(Failure) -> Value {
        guard let node = self[key], let value = read(node) else {
            throw Failure(
                .internal, RunnerCode.optionMismatch, "the option '\(key)' does not have the type its stage expects",
                at: place, hint: "this is a defect of reckon, please report it with the job file")
        }
        return value
    }
}

extension FilePattern {
    /// The patterns under a key that holds an array of paths.
    package static func list(_ node: JSONNode, _ key: String) throws(Failure) -> [FilePattern] {
        var patterns: [FilePattern] = []
        for element in try node.option(key, \.array) {
            guard let text = element.string else { continue }
            let pattern = FilePattern(text, at: element.place)
            if let stranger = pattern.unknownPlaceholder {
                throw Failure(
                    .configuration, RunnerCode.unknownPlaceholder, "'\(stranger)' means nothing in a path",
                    at: element.place, hint: "{period} is the only placeholder")
            }
            patterns.append(pattern)
        }
        return patterns
    }
}

extension StageInput {
    /// The stage named under a key.
    package static func stage(
        _ node: JSONNode, _ key: String, role: String, needs: String
    ) throws(Failure) -> StageInput {
        let place = node[key]?.place ?? node.place
        guard let id = StageID(try node.option(key, \.string)) else {
            preconditionFailure("the shape admits identifiers only")
        }
        return .stage(role: role, id: id, needs: needs, place: place)
    }

    /// The stages named in an array under a key.
    package static func stages(
        _ node: JSONNode, _ key: String, role: String, needs: String
    ) throws(Failure) -> [StageInput] {
        try node.option(key, \.array).compactMap { element in
            element.string.flatMap { StageID($0) }.map {
                .stage(role: role, id: $0, needs: needs, place: element.place)
            }
        }
    }
}
