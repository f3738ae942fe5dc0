internal import CCurl
import Kernel

/// Sets libcurl's options and remembers whether it took all of them: a call with one missing must not be made.
@safe struct CurlOptions {
    private let handle: UnsafeMutableRawPointer
    private(set) var areAccepted = true

    init(_ handle: UnsafeMutableRawPointer) { unsafe self.handle = handle }

    mutating func set(_ option: CURLoption, _ value: Int) {
        note(unsafe reckon_curl_set_number(handle, option, value))
    }

    /// libcurl keeps a copy of the text.
    mutating func set(_ option: CURLoption, _ text: String?) {
        note(unsafe reckon_curl_set_text(handle, option, text))
    }

    mutating func set(_ option: CURLoption, _ pointer: UnsafeMutableRawPointer?) {
        note(unsafe reckon_curl_set_pointer(handle, option, pointer))
    }

    mutating func set(_ option: CURLoption, _ callback: curl_write_callback) {
        note(unsafe reckon_curl_set_callback(handle, option, callback))
    }

    private mutating func set(_ option: CURLoption, size: Int) {
        note(unsafe reckon_curl_set_size(handle, option, curl_off_t(size)))
    }

    private mutating func note(_ result: CURLcode) {
        if result != CURLE_OK { areAccepted = false }
    }
}

extension CurlOptions {
    /// Where to, and whom to believe.
    mutating func set(server: HTTPURL, trust: TrustedRoots) {
        set(CURLOPT_URL, server.text)
        set(CURLOPT_PATH_AS_IS, 1)
        set(CURLOPT_PROTOCOLS_STR, server.scheme.rawValue)
        set(CURLOPT_FOLLOWLOCATION, 0)
        // An empty text: no proxy, not even one that the environment names.
        set(CURLOPT_PROXY, "")
        set(CURLOPT_NETRC, 0)
        set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
        set(CURLOPT_HTTP09_ALLOWED, 0)
        set(CURLOPT_SSL_VERIFYPEER, 1)
        set(CURLOPT_SSL_VERIFYHOST, 2)
        set(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
        if case .file(let path) = trust {
            set(CURLOPT_CAINFO, path)
            // Else libcurl trusts the machine's folder of certificates beside the file.
            set(CURLOPT_CAPATH, nil as String?)
        }
    }

    mutating func set(limits: HTTPLimits) {
        // Without signals: time limits must not depend on the thread that calls.
        set(CURLOPT_NOSIGNAL, 1)
        set(CURLOPT_CONNECTTIMEOUT_MS, limits.connectMilliseconds)
        set(CURLOPT_TIMEOUT_MS, limits.totalMilliseconds)
        if let seconds = limits.idleSeconds {
            set(CURLOPT_LOW_SPEED_LIMIT, 1)
            set(CURLOPT_LOW_SPEED_TIME, seconds)
        }
        // Refuses at once what is announced as too large; the reader counts what is not announced.
        set(CURLOPT_MAXFILESIZE_LARGE, size: limits.bodyBytes)
    }

    /// libcurl repeats a request by itself when a connection that it used before dies without a byte of an answer. A
    /// new connection that nobody uses again keeps it from doing so.
    mutating func setReuse(_ isReused: Bool) {
        set(CURLOPT_FRESH_CONNECT, isReused ? 0 : 1)
        set(CURLOPT_FORBID_REUSE, isReused ? 0 : 1)
    }

    mutating func set(method: HTTPRequest.Method, body: UnsafeMutableRawPointer?, byteCount: Int) {
        switch method {
        case .get: set(CURLOPT_HTTPGET, 1)
        case .post:
            set(CURLOPT_POST, 1)
            set(CURLOPT_POSTFIELDSIZE_LARGE, size: byteCount)
            unsafe set(CURLOPT_POSTFIELDS, body)
        }
    }
}
