import Crypto
package import Kernel

/// The UUIDs under which runs and stages are known outside: version 8 of RFC 9562, made from names with SHA-256 as its
/// appendix B.2 shows. The same run has the same UUID whoever computes it, so that a later run can speak of one that
/// died.
package struct RunUUID: Sendable, Hashable, CustomStringConvertible {
    package let description: String

    /// `851fe014-b8ff-46e6-8f3e-751ebc0ce2a2`: drawn once, for this program.
    static let namespace: [UInt8] = [
        0x85, 0x1F, 0xE0, 0x14, 0xB8, 0xFF, 0x46, 0xE6, 0x8F, 0x3E, 0x75, 0x1E, 0xBC, 0x0C, 0xE2, 0xA2,
    ]

    /// Of a run: its name is `tenant/run`, that of a stage `tenant/run/stage`.
    package init(_ tenant: TenantID, _ run: RunID, stage: StageID? = nil) {
        self.init(name: "\(tenant)/\(run)" + (stage.map { "/\($0)" } ?? ""))
    }

    init(name: String, in namespace: [UInt8] = RunUUID.namespace) {
        var bytes = Array(Digest(of: namespace + Array(name.utf8)).bytes.prefix(16))
        bytes[6] = bytes[6] & 0x0F | 0x80
        bytes[8] = bytes[8] & 0x3F | 0x80
        let digits = bytes.map { (($0 < 16 ? "0" : "") + String($0, radix: 16)) }
        description = [0..<4, 4..<6, 6..<8, 8..<10, 10..<16].map { digits[$0].joined() }.joined(separator: "-")
    }
}
