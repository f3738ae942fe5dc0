internal import CCurl
import Kernel

/// The headers of a request as libcurl takes them; freed with this.
@safe final class CurlHeaders {
    private(set) var list: UnsafeMutablePointer<curl_slist>?

    init(_ request: HTTPRequest) throws(HTTPError) {
        var lines: [String] = []
        for header in request.headers { lines.append(try header.line(for: request.purpose)) }
        // A header with a colon and nothing behind takes away what libcurl would add by itself: a wait before a large
        // body, and a type for a body that is no form.
        lines.append("Expect:")
        if !request.headers.contains(where: { $0.name.lowercased() == "content-type" }) {
            lines.append("Content-Type:")
        }
        unsafe list = nil
        for line in lines {
            guard let longer = unsafe curl_slist_append(list, line) else {
                preconditionFailure("libcurl has no memory for a header")
            }
            unsafe list = longer
        }
    }

    deinit { unsafe curl_slist_free_all(list) }
}
