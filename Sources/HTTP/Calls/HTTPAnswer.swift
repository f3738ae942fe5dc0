/// What the server answered. A status such as 404 or 503 is an answer and no error.
package struct HTTPAnswer: Sendable {
    package struct Header: Sendable, Hashable {
        /// In lower case.
        package let name: String
        package let value: String
    }

    package let status: Int
    /// In the order in which they came.
    package let headers: [Header]
    package let body: [UInt8]
    /// How often the request was sent until this answer came, 1 for the first time.
    package internal(set) var attempts = 1

    /// The first value of a header, whose name is given in lower case.
    package func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

    /// The bytes whose digest an audit record keeps.
    package var transcript: [UInt8] {
        let head = ["\(status)"] + headers.map { "\($0.name): \($0.value)" } + ["", ""]
        return Array(head.joined(separator: "\r\n").utf8) + body
    }
}
