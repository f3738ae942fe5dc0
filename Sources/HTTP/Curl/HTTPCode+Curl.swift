internal import CCurl

/// From libcurl's code to the one that we show (libcurl-errors(3)).
extension HTTPCode {
    static func of(_ result: CURLcode) -> HTTPCode {
        switch result {
        case CURLE_COULDNT_RESOLVE_HOST: .unknownName
        case CURLE_COULDNT_CONNECT: .noConnection
        case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CIPHER: .noEncryption
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ISSUER_ERROR: .certificateRefused
        case CURLE_SSL_CACERT_BADFILE: .trustUnusable
        case CURLE_OPERATION_TIMEDOUT: .timedOut
        case CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR: .connectionLost
        case CURLE_PARTIAL_FILE: .truncated
        case CURLE_FILESIZE_EXCEEDED: .answerTooLarge
        // The second is what libcurl says of an answer without a line of status.
        case CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL: .notHTTP
        default: .other
        }
    }

    /// True for trouble that only shows when the request is under way.
    var isOfAnswer: Bool { [.connectionLost, .truncated, .answerTooLarge, .redirected, .notHTTP].contains(self) }
}
