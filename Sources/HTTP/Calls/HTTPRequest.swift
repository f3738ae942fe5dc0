import Kernel

/// One call, as a value.
package struct HTTPRequest: Sendable {
    package enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
    }

    /// What the call is for, in words that may stand in any log: `paystack verify`.
    package var purpose: String
    package var method: Method
    package var url: HTTPURL
    package var headers: [HTTPHeader]
    package var body: [UInt8]
    package var limits: HTTPLimits
    /// True when the server may see the request twice without harm.
    ///
    /// A request for which it is false, such as one that moves money, goes over a connection of its own, because libcurl
    /// repeats by itself what dies on a connection that was used before. It is tried again only when it certainly was
    /// not carried out.
    package var mayBeRepeated: Bool

    /// - Parameter mayBeRepeated: nil: GET may, POST may not.
    package init(
        _ method: Method, _ url: HTTPURL, purpose: String, headers: [HTTPHeader] = [], body: [UInt8] = [],
        limits: HTTPLimits = HTTPLimits(), mayBeRepeated: Bool? = nil
    ) {
        precondition(method == .post || body.isEmpty, "only a POST has a body")
        self.method = method
        self.url = url
        self.purpose = purpose
        self.headers = headers
        self.body = body
        self.limits = limits
        self.mayBeRepeated = mayBeRepeated ?? (method != .post)
    }

    /// The bytes whose digest an audit record keeps: all that is sent, but for secrets and what libcurl adds.
    package var transcript: [UInt8] {
        let head = ["\(method.rawValue) \(url.text)"] + headers.map(\.shown) + ["", ""]
        return Array(head.joined(separator: "\r\n").utf8) + body
    }
}
