import Crypto
package import Documents

extension InputFile {
    /// Name, size and digest, as facts of a publication list the files it was made from.
    ///
    /// - Throws: what reading the files throws.
    package static func facts(_ files: [InputFile]) throws -> JSONOut {
        .array(
            try files.map {
                .object([
                    .init("name", .string($0.name)), .init("bytes", .integer(Int($0.byteCount))),
                    .init("sha256", .string(try $0.digest().description)),
                ])
            })
    }
}
