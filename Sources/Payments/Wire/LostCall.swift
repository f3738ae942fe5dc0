import HTTP
import Kernel

/// What a call without an answer leaves us with.
enum LostCall {
    /// The server certainly did not get it.
    case notSent(String)
    case unknown(String)

    /// - Throws: the error itself when nothing was sent and no later call will fare better.
    init(_ error: HTTPError) throws(HTTPError) {
        let text = error.diagnostics[0].message
        if error.mayHaveArrived {
            self = .unknown(text)
        } else if error.isTransient {
            self = .notSent(text)
        } else {
            throw error
        }
    }

    var text: String {
        switch self {
        case .notSent(let text), .unknown(let text): text
        }
    }
}
