import Columns
import Documents
import Kernel
import Model

/// Tags of a row as one JSON object by key, as FOCUS has them.
///
/// Users' keys lose AWS's prefix (`user:team` is `team`); keys of AWS keep theirs (`aws:createdBy`). Where tags are
/// columns, an empty one means that the row has no such tag.
struct CURTags {
    private enum Source {
        /// `"team":` and position, by key.
        case columns([(key: [UInt8], position: Int)])
        case map(Int)
    }

    /// Distinct maps that are kept; bills repeat few, a hostile one must not fill the memory.
    private static let keptMaps = 4096

    private let source: Source
    /// Columns of the file that are in the object as they stand.
    let positions: [Int]
    private var bytes: [UInt8] = []
    /// Maps that were seen, and the object of each by its number; nil where the text is no such object.
    private var numbers = ByteInterner()
    private var objects: [[UInt8]?] = [nil]

    /// - Parameter map: position of the column that has all tags.
    /// - Returns: nil when the file has no tags.
    init?(_ columns: [String], map: Int?) {
        if let map {
            source = .map(map)
            positions = [map]
            return
        }
        var positionsByKey: [String: Int] = [:]
        for (position, name) in columns.enumerated() {
            // Of two columns that make one key, the second stays in `x_OtherColumns`.
            guard let key = CURTags.key(ofColumn: name), positionsByKey[key] == nil else { continue }
            positionsByKey[key] = position
        }
        guard !positionsByKey.isEmpty else { return nil }
        let sorted = positionsByKey.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        source = .columns(sorted.map { (PrettyJSON.line(.string($0.key)) + [UInt8(ascii: ":")], $0.value) })
        positions = sorted.map(\.value)
    }

    /// Hands over the object; a text that is no object of JSON is handed on as it stands.
    mutating func fill(_ draft: inout FocusDraft, from row: borrowing some SourceRow & ~Copyable) {
        switch source {
        case .columns(let columns):
            bytes.removeAll(keepingCapacity: true)
            bytes.append(UInt8(ascii: "{"))
            for (key, position) in columns {
                let field = row[position]
                if field.isNull { continue }
                if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
                bytes.append(contentsOf: key)
                field.appendJSON(to: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
            draft.set(.tags, copying: bytes)
        case .map(let position):
            let field = row[position]
            if field.isNull { return draft.set(.tags, copying: "{}".utf8) }
            if let object = object(of: field) { draft.set(.tags, copying: object) } else { draft.set(.tags, field) }
        }
    }

    private mutating func object(of field: CSVField) -> [UInt8]? {
        if objects.count > CURTags.keptMaps {
            numbers = ByteInterner()
            objects = [nil]
        }
        let number = Int(numbers.id(of: field.bytes))
        if number == objects.count { objects.append(CURTags.object(field)) }
        return objects[number]
    }

    private static func object(_ field: CSVField) -> [UInt8]? {
        // What is no JSON is said by the checks that all rows go through.
        guard let node = try? JSONText.parse(Array(field.bytes), file: "tags", limits: .data),
            case .object(let members) = node.value
        else { return nil }
        let whole = Set(members.map(\.key))
        var values: [String: JSONOut] = [:]
        for member in members {
            guard let value = out(member.value.value) else { continue }
            let short = key(ofMember: member.key)
            // A prefix that tells two keys apart stays.
            let isTaken = whole.contains(short) || values[short] != nil
            values[isTaken ? member.key : short] = value
        }
        let sorted = values.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        return PrettyJSON.line(.object(sorted.map { .init($0.key, $0.value) }))
    }

    /// A null says that there is no such tag; FOCUS knows no nested values.
    private static func out(_ value: JSONValue) -> JSONOut? {
        switch value {
        case .string(let text): .string(text)
        case .bool(let value): .bool(value)
        case .number(let text): .string(text)
        case .null, .array, .object: nil
        }
    }

    // MARK: Keys

    /// `resourceTags/user:team`, and `resource_tags_user_team` of Athena, which has lost the spelling of the key.
    private static func key(ofColumn name: String) -> String? {
        if let tag = rest(of: name, after: "resourceTags/") { return rest(of: tag, after: "user:") ?? tag }
        if let tag = rest(of: name, after: "resource_tags_") { return rest(of: tag, after: "user_") ?? tag }
        return nil
    }

    /// `user_team` of `resource_tags`, and `resourceTags/team` of `tags`; there the keys of accounts and users keep
    /// their prefix.
    private static func key(ofMember name: String) -> String {
        if let tag = rest(of: name, after: "resourceTags/") { return rest(of: tag, after: "user:") ?? tag }
        return rest(of: name, after: "user:") ?? rest(of: name, after: "user_") ?? name
    }

    private static func rest(of name: String, after prefix: String) -> String? {
        name.hasPrefix(prefix) && name.utf8.count > prefix.utf8.count
            ? String(name.dropFirst(prefix.count)) : nil
    }
}
