import Kernel

extension ShapeValidator {
    mutating func check(_ elements: [JSONNode], _ shape: ArrayShape, at place: Place, _ label: String) {
        if !shape.count.contains(elements.count) {
            add(
                .wrongCount, "\(label) has \(counted(elements.count, "element")), expected \(allowed(shape.count))",
                at: place)
        }
        for (index, element) in elements.enumerated() where !isFull {
            check(element, shape.element, label: "\(label)[\(index)]")
        }
        checkUnique(elements, shape.unique, label)
    }

    private mutating func checkUnique(_ elements: [JSONNode], _ identity: ArrayShape.Identity, _ label: String) {
        let key = if case .key(let key) = identity { ".\(key)" } else { "" }
        var seen: [ExactText: Place] = [:]
        for (index, element) in elements.enumerated() where !isFull {
            let node: JSONNode? =
                switch identity {
                case .none: nil
                case .key(let key): element[key]
                case .value: element
                }
            guard let node, let identity = ShapeValidator.identity(of: node) else { continue }
            if let first = seen[identity] {
                add(
                    .repeatedElement,
                    "\(label)[\(index)]\(key) repeats \(node.string.map(QuotedText.of) ?? identity.text)",
                    at: node.place, hint: "the first is at line \(first.line ?? 1)")
            } else {
                seen[identity] = node.place
            }
        }
    }

    /// What strings and integers are told apart by; nil for other values.
    private static func identity(of node: JSONNode) -> ExactText? {
        if let text = node.string { return ExactText("\"\(text)") }
        return node.int.map { ExactText(String($0)) }
    }

    mutating func check(_ members: [JSONMember], _ shape: MapShape, at place: Place, _ label: String) {
        if !shape.count.contains(members.count) {
            add(
                .wrongCount, "\(label) has \(counted(members.count, "key")), expected \(allowed(shape.count))",
                at: place)
        }
        for member in members where !isFull {
            var keys = ShapeValidator(root: root)
            keys.check(member.key, shape.keys, at: member.keyPlace, "a key of \(label)")
            for finding in keys.sortedFindings {
                add(.badMapKey, finding.message, at: member.keyPlace, hint: finding.hint)
            }
            check(member.value, shape.value, label: "\(label)[\(QuotedText.of(member.key))]")
        }
    }

    mutating func check(_ members: [JSONMember], _ shape: ObjectShape, at place: Place, _ label: String) {
        let present = Set(members.map { ExactText($0.key) })
        let absent = shape.fields.map(\.key).filter { !present.contains(ExactText($0)) }
        // A key that was only mistyped is not reported as missing too.
        var meant: [String] = []
        for member in members where !isFull {
            if let field = shape.field(member.key) {
                check(member.value, field.type, label: label.isEmpty ? field.key : "\(label).\(field.key)")
            } else {
                let nearest = NearestName.of(member.key, among: absent)
                if let nearest { meant.append(nearest) }
                add(
                    .unknownKey, "unknown key \(QuotedText.of(member.key)) in \(shown(label))", at: member.keyPlace,
                    hint: unknownKeyHint(member.key, nearest, shape))
            }
        }
        for key in shape.requiredKeys where absent.contains(key) && !meant.contains(key) {
            add(
                .missingKey, "missing key \(QuotedText.of(key)) in \(shown(label))", at: place,
                hint: shape.field(key)?.missingHint)
        }
    }

    private func unknownKeyHint(_ key: String, _ nearest: String?, _ shape: ObjectShape) -> String {
        if let nearest { return "did you mean \(QuotedText.of(nearest))?" }
        let keys = shape.fields.map(\.key)
        return keys.isEmpty ? "no keys are allowed here" : "allowed: \(QuotedText.list(keys, limit: 20))"
    }

    mutating func check(_ members: [JSONMember], _ shape: TaggedShape, at place: Place, _ label: String) {
        let tag = members.first { $0.key.isExactly(shape.tag) }?.value.string
        if let tag, let choice = shape.choice(tag) {
            check(members, shape.shape(for: choice), at: place, label)
            return
        }
        let known = shape.shapeWithoutChoice
        switch shape.placement {
        case .sibling: check(members, known, at: place, label)
        case .inline:
            // Which other keys belong here is unknown until the tag is right.
            let sure = members.filter { member in known.field(member.key) != nil }
            check(sure, known, at: place, label)
        }
    }
}

extension FieldShape {
    /// What must be written for a key that is missing.
    fileprivate var missingHint: String {
        switch type {
        case .object(let shape) where !shape.requiredKeys.isEmpty:
            "it holds \(QuotedText.list(shape.requiredKeys)): \(summary)"
        case .string(.oneOf(let values)): "one of \(QuotedText.list(values.map(\.value))): \(summary)"
        default: summary
        }
    }
}
