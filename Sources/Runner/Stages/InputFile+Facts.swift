import Crypto
package import Documents

extension InputFile {
    /// Name, size and digest, as facts of a publication list the files it was made from.
    package static func facts(_ files: [InputFile]) -> JSONOut {
        .array(
            files.map {
                .object([
                    .init("name", .string($0.name)), .init("bytes", .integer(Int($0.byteCount))),
                    .init("sha256", .string($0.digest.description)),
                ])
            })
    }
}
