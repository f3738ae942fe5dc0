import Kernel

extension JSONParser {
    /// The members of the object whose `{` is at the position.
    mutating func parseMembers() throws(Stop) -> [JSONMember] {
        let opener = Opener(name: "object", place: place)
        var members: [JSONMember] = []
        var seen = SeenKeys()
        position += 1
        try skipBlanks()
        if current == UInt8(ascii: "}") {
            position += 1
            return members
        }
        while true {
            let member = try parseMember(in: opener)
            if let line = seen.lineOfEarlier(member) {
                try report(
                    .duplicateKey, "duplicate key \(QuotedText.of(member.key))", at: member.keyPlace,
                    hint: "the first is at line \(line); keep one of them")
            } else {
                members.append(member)
            }
            guard try goesOn(closer: UInt8(ascii: "}"), opener) else { return members }
        }
    }

    private mutating func parseMember(in opener: Opener) throws(Stop) -> JSONMember {
        guard current == UInt8(ascii: "\"") else { throw unexpectedKey(in: opener) }
        let keyPlace = place
        let key = try parseString()
        try skipBlanks()
        guard current == UInt8(ascii: ":") else {
            throw unexpected(wanted: "\":\" after the key \(QuotedText.of(key))", in: opener)
        }
        position += 1
        try skipBlanks()
        return JSONMember(key: key, keyPlace: keyPlace, value: try parseValue(in: opener))
    }

    private mutating func unexpectedKey(in opener: Opener) -> Stop {
        guard let byte = current, isWordByte(byte) else { return unexpected(wanted: "a key in quotes", in: opener) }
        var end = position
        while end < bytes.count, isWordByte(bytes[end]) { end += 1 }
        let word = QuotedText.of(String(decoding: bytes[position..<end], as: UTF8.self))
        return fail(
            .unexpectedText, "unexpected \(word), expected a key in quotes", hint: "keys are quoted too: \(word)")
    }

    /// The elements of the array whose `[` is at the position.
    mutating func parseElements() throws(Stop) -> [JSONNode] {
        let opener = Opener(name: "array", place: place)
        var elements: [JSONNode] = []
        position += 1
        try skipBlanks()
        if current == UInt8(ascii: "]") {
            position += 1
            return elements
        }
        repeat { elements.append(try parseValue(in: opener)) } while try goesOn(closer: UInt8(ascii: "]"), opener)
        return elements
    }

    /// Reads what follows a member or element: true when another one follows, false past the closing bracket.
    private mutating func goesOn(closer: UInt8, _ opener: Opener) throws(Stop) -> Bool {
        let end = place
        try skipBlanks()
        let comma = place
        switch current {
        case UInt8(ascii: ","):
            position += 1
            try skipBlanks()
            guard current == closer else { return true }
            try report(
                .trailingComma, "a comma stands before the end of the \(opener.name)", at: comma, hint: "take it out")
            position += 1
            return false
        case closer:
            position += 1
            return false
        case let byte? where beginsItem(byte, before: closer):
            try report(.missingComma, "a comma is missing in the \(opener.name)", at: end)
            return true
        default: throw unexpected(wanted: "\",\" or \"\(Unicode.Scalar(closer))\"", in: opener)
        }
    }

    private func beginsItem(_ byte: UInt8, before closer: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "\""): true
        case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            closer == UInt8(ascii: "]")
        default: false
        }
    }
}

/// The keys an object has had so far: a short list is searched faster than a table is built.
private struct SeenKeys {
    private var list: [(key: String, line: Int)] = []
    private var table: [ExactText: Int] = [:]

    /// The line of an earlier member of the same key; notes the key when there is none.
    mutating func lineOfEarlier(_ member: JSONMember) -> Int? {
        let line = member.keyPlace.line ?? 1
        if list.count < 16 {
            if let earlier = list.first(where: { $0.key.isExactly(member.key) }) { return earlier.line }
            list.append((member.key, line))
            return nil
        }
        if table.isEmpty {
            for entry in list { table[ExactText(entry.key)] = entry.line }
        }
        let key = ExactText(member.key)
        if let earlier = table[key] { return earlier }
        table[key] = line
        return nil
    }
}
