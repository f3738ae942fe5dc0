import Documents
import Kernel

/// Members of an answer, read as Paystack writes them: the same figure may come as a number or as text, the same date
/// under two names, and text with blanks around it.
extension JSONNode {
    /// A whole number, written as one or as text.
    func wholeNumber<Value: FixedWidthInteger>(_ key: String) -> Value? {
        guard let node = self[key] else { return nil }
        if let text = node.numberText { return Value(text) }
        return node.string.flatMap { Value($0.trimmed) }
    }

    /// Text without the blanks around it; nil when there is none.
    func text(_ keys: String...) -> String? {
        for key in keys {
            if let text = self[key]?.string?.trimmed, !text.isEmpty { return text }
        }
        return nil
    }

    func instant(_ keys: String...) -> Instant? {
        for key in keys {
            if let instant = self[key]?.string.flatMap({ Instant($0.trimmed) }) { return instant }
        }
        return nil
    }

    /// Paystack's metadata is an object, text that holds an object, empty text, 0 or null.
    var metadata: JSONNode? {
        guard let node = self["metadata"] else { return nil }
        if node.members != nil { return node }
        guard let text = node.string, text.utf8.count <= 65_536 else { return nil }
        // Text that is no JSON is somebody else's metadata, which says nothing to us.
        do { return try JSONText.parse(Array(text.utf8), file: "metadata", limits: .answer) } catch { return nil }
    }
}

extension String {
    var trimmed: String {
        var scalars = unicodeScalars[...]
        while let first = scalars.first, first.properties.isWhitespace { scalars.removeFirst() }
        while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
        return String(scalars)
    }
}

extension JSONLimits {
    /// A page of a list has some hundred thousand bytes; the transport stops at 16 MiB.
    static let answer = JSONLimits(maximumBytes: 16 << 20, maximumDepth: 64, maximumValues: 1_000_000)
}
