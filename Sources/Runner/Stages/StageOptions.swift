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
        try node.option(key, \.array).compactMap { element in
            element.string.map { FilePattern($0, at: element.place) }
        }
    }
}

extension StageInput {
    /// The stage named under a key.
    package static func stage(_ node: JSONNode, _ key: String, role: String) throws(Failure) -> StageInput {
        let place = node[key]?.place ?? node.place
        guard let id = StageID(try node.option(key, \.string)) else {
            preconditionFailure("the shape admits identifiers only")
        }
        return .stage(role: role, id: id, place: place)
    }

    /// The stages named in an array under a key.
    package static func stages(_ node: JSONNode, _ key: String, role: String) throws(Failure) -> [StageInput] {
        try node.option(key, \.array).compactMap { element in
            element.string.flatMap { StageID($0) }.map { .stage(role: role, id: $0, place: element.place) }
        }
    }
}
