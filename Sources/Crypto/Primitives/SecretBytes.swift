import COpenSSL

/// Bytes of a key: in memory of their own, printed as `***`, overwritten when nobody holds them any more.
@safe final class SecretBytes: Sendable {
    /// Told what the memory holds once it has been overwritten, before it is given back: zeros, as a test can see.
    typealias ErasureObserver = @Sendable ([UInt8]) -> Void

    let count: Int
    private nonisolated(unsafe) let memory: UnsafeMutableRawPointer
    private let observer: ErasureObserver?

    private init(count: Int, observer: ErasureObserver?) {
        self.count = count
        self.observer = observer
        // One byte at least: an empty key has an address too.
        unsafe memory = .allocate(byteCount: max(count, 1), alignment: 16)
        unsafe memory.initializeMemory(as: UInt8.self, repeating: 0, count: max(count, 1))
    }

    /// A copy; overwriting the original is the caller's business.
    convenience init(copying bytes: [UInt8], observer: ErasureObserver? = nil) {
        self.init(count: bytes.count, observer: observer)
        unsafe bytes.withUnsafeBytes {
            unsafe UnsafeMutableRawBufferPointer(start: memory, count: count).copyMemory(from: $0)
        }
    }

    /// `count` bytes that `fill` writes in place; nil when it says that it could not.
    convenience init?(count: Int, filledBy fill: (UnsafeMutableRawBufferPointer) -> Bool) {
        self.init(count: count, observer: nil)
        guard unsafe fill(UnsafeMutableRawBufferPointer(start: memory, count: count)) else { return nil }
    }

    deinit {
        unsafe OPENSSL_cleanse(memory, count)
        if let observer { observer(unsafe Array(UnsafeRawBufferPointer(start: memory, count: count))) }
        unsafe memory.deallocate()
    }

    /// Lends the bytes; `body` keeps no copy of them.
    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        unsafe body(UnsafeRawBufferPointer(start: memory, count: count))
    }

    /// Overwrites text that a key was read from. Works on this copy: others that the array was copied to stay.
    static func erase(_ bytes: inout [UInt8]) {
        overwrite(&bytes)
        bytes = []
    }

    /// Leaves as many zeros.
    static func overwrite(_ bytes: inout [UInt8]) {
        unsafe bytes.withUnsafeMutableBytes { unsafe OPENSSL_cleanse($0.baseAddress, $0.count) }
    }
}

extension SecretBytes: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    var description: String { "***" }
    var debugDescription: String { "***" }
    var customMirror: Mirror { Mirror(self, children: [:]) }
}
