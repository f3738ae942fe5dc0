import Kernel

/// Texts joined to one key: `cluster`, `namespace`, `pod`. A zero byte parts them, which no Kubernetes name holds, so
/// that names of different fields never run into each other.
struct JoinedKey {
    private var bytes: [UInt8] = []

    mutating func begin(_ text: String) {
        bytes.removeAll(keepingCapacity: true)
        bytes.append(contentsOf: text.utf8)
    }

    mutating func add(_ text: UnsafeBufferPointer<UInt8>) {
        bytes.append(0)
        bytes.append(contentsOf: text)
    }

    func number(in interner: inout ByteInterner) -> Int32 { bytes.withUnsafeBufferPointer { interner.id(of: $0) } }

    static func number(_ texts: [String], in interner: inout ByteInterner) -> Int32 {
        interner.id(of: texts.joined(separator: "\0"))
    }

    /// The texts of a key that the interner knows.
    static func texts(_ number: Int32, in interner: ByteInterner) -> [String] {
        (interner.text(number) ?? "").split(separator: "\0", omittingEmptySubsequences: false).map(String.init)
    }
}
