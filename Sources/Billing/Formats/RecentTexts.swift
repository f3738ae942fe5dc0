import Kernel

/// What was made of each text of a column, so that a text that repeats is not read again.
///
/// Bills repeat a few thousand texts over millions of rows. It starts anew when it has many, so that memory is bounded;
/// what it answers does not depend on what it remembers.
struct RecentTexts<Value> {
    private static var textLimit: Int { 1 << 13 }
    private static var byteLimit: Int { 1 << 22 }

    private var known = ByteInterner()
    private var values: [Value] = []
    private var byteCount = 0

    mutating func value(
        of text: UnsafeBufferPointer<UInt8>, make: (UnsafeBufferPointer<UInt8>) -> Value
    ) -> Value {
        if values.count >= RecentTexts.textLimit || byteCount >= RecentTexts.byteLimit {
            known = ByteInterner()
            values.removeAll(keepingCapacity: true)
            byteCount = 0
        }
        let id = Int(known.id(of: text))
        if id <= values.count { return values[id - 1] }
        let made = make(text)
        values.append(made)
        byteCount += text.count
        return made
    }
}
