import COpenSSL
package import Kernel

#if canImport(Glibc)
    import Glibc
#endif

/// The digest of some bytes: 32 bytes, printed as 64 hexadecimal digits.
package struct Digest: Sendable, Hashable, CustomStringConvertible {
    package let bytes: [UInt8]

    /// `sha256` of the bytes.
    package init(of bytes: some Sequence<UInt8>) {
        var hash = SHA256()
        hash.update(Array(bytes))
        self = hash.finish()
    }

    package init(of text: String) { self.init(of: text.utf8) }

    /// Reads 64 lower-case hexadecimal digits; nil for anything else.
    package init?(hexadecimal text: String) {
        let digits = Array(text.utf8)
        guard digits.count == 64 else { return nil }
        var bytes = [UInt8](repeating: 0, count: 32)
        let isRead = unsafe bytes.withUnsafeMutableBytes { unsafe HexadecimalText.read(digits[...], into: $0) }
        // A digest has one spelling, in lower case.
        guard isRead, HexadecimalText.of(bytes) == text else { return nil }
        self.bytes = bytes
    }

    fileprivate init(raw bytes: [UInt8]) { self.bytes = bytes }

    package var description: String { HexadecimalText.of(bytes) }

    /// Its beginning as a number, such as the key of an advisory lock.
    package var first64Bits: Int64 { bytes.prefix(8).reduce(0) { $0 << 8 | Int64($1) } }

    /// Standard base 64, as Content-Security-Policy writes hashes.
    package var base64: String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let value = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for place in 0..<4 {
                text.append(place <= group.count ? alphabet[value >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}

/// SHA-256 (FIPS 180-4) by OpenSSL, fed in pieces.
@safe package struct SHA256: ~Copyable {
    private let context: OpaquePointer

    package init() {
        guard let context = unsafe EVP_MD_CTX_new(), unsafe EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
            preconditionFailure("OpenSSL offers no SHA-256")
        }
        unsafe self.context = context
    }

    deinit { unsafe EVP_MD_CTX_free(context) }

    package mutating func update(_ bytes: [UInt8]) {
        unsafe bytes.withUnsafeBytes { unsafe update($0) }
    }

    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        let done = unsafe EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
        precondition(done == 1, "OpenSSL refused to hash")
    }

    package consuming func finish() -> Digest {
        var bytes = [UInt8](repeating: 0, count: 32)
        let done = unsafe bytes.withUnsafeMutableBufferPointer {
            unsafe EVP_DigestFinal_ex(context, $0.baseAddress, nil)
        }
        precondition(done == 1, "OpenSSL refused to finish a hash")
        return Digest(raw: bytes)
    }
}

extension Digest {
    /// The digest and the size of a file's bytes.
    ///
    /// - Throws: exit 66 when the file cannot be opened, 74 when reading it fails.
    package static func ofFile(_ path: String) throws(Failure) -> (digest: Digest, byteCount: Int64) {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            let cause = errno
            throw Failure(
                .missingInput, cause == ENOENT ? KernelCode.missingFile : KernelCode.unreadableFile,
                "cannot open '\(path)': \(unsafe String(cString: strerror(cause)))",
                hint: "check the path in the job file and who may read it")
        }
        defer { close(descriptor) }
        var hash = SHA256()
        var total: Int64 = 0
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = unsafe buffer.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                throw Failure(
                    .inputOutput, KernelCode.readFailed,
                    "cannot read '\(path)': \(unsafe String(cString: strerror(errno)))")
            }
            if count == 0 { return (hash.finish(), total) }
            unsafe buffer.withUnsafeBytes { unsafe hash.update(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
            total += Int64(count)
        }
    }
}
