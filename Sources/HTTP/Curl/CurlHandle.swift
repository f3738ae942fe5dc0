internal import CCurl
import Kernel

/// libcurl's easy handle: one call at a time, from one thread at a time. Connections are kept between calls.
@safe final class CurlHandle {
    private let handle: UnsafeMutableRawPointer
    /// Where libcurl puts its words about a failure.
    private let words: UnsafeMutableBufferPointer<CChar>

    /// libcurl wants this once for the process; Swift makes sure of that.
    private static let isReady = curl_global_init(Int(CURL_GLOBAL_ALL)) == CURLE_OK

    init() {
        precondition(CurlHandle.isReady, "libcurl cannot be set up")
        guard let handle = unsafe curl_easy_init() else { preconditionFailure("libcurl has no memory for a handle") }
        unsafe self.handle = handle
        unsafe words = .allocate(capacity: Int(CURL_ERROR_SIZE))
        unsafe words.initialize(repeating: 0)
    }

    deinit {
        unsafe curl_easy_cleanup(handle)
        unsafe words.deallocate()
    }

    /// Sends the request once and waits for the answer.
    func perform(
        _ request: HTTPRequest, trust: TrustedRoots, userAgent: String
    ) throws(HTTPError) -> HTTPAnswer {
        let headers = try CurlHeaders(request)
        let reader = AnswerReader(bodyLimit: request.limits.bodyBytes)
        var options = unsafe CurlOptions(handle)
        // Drops the addresses of all that lives no longer than this call, and keeps the connections.
        defer { unsafe curl_easy_reset(handle) }
        unsafe words[0] = 0
        unsafe options.set(CURLOPT_ERRORBUFFER, UnsafeMutableRawPointer(words.baseAddress))
        options.set(server: request.url, trust: trust)
        options.set(limits: request.limits)
        options.setReuse(request.mayBeRepeated)
        options.set(CURLOPT_USERAGENT, userAgent)
        unsafe options.set(CURLOPT_HTTPHEADER, headers.list)
        unsafe options.set(CURLOPT_WRITEFUNCTION, AnswerReader.bodyCallback)
        unsafe options.set(CURLOPT_HEADERFUNCTION, AnswerReader.headerCallback)
        let address = unsafe Unmanaged.passUnretained(reader).toOpaque()
        unsafe options.set(CURLOPT_WRITEDATA, address)
        unsafe options.set(CURLOPT_HEADERDATA, address)
        // libcurl would read standard input in the place of an empty body without an address.
        var body = request.body + [0]
        let result = unsafe body.withUnsafeMutableBytes { bytes in
            unsafe options.set(method: request.method, body: bytes.baseAddress, byteCount: request.body.count)
            guard options.areAccepted else { return CURLE_UNKNOWN_OPTION }
            return withExtendedLifetime((reader, headers)) { unsafe curl_easy_perform(handle) }
        }
        return try answer(to: request, result, reader)
    }

    private func answer(
        to request: HTTPRequest, _ result: CURLcode, _ reader: AnswerReader
    ) throws(HTTPError) -> HTTPAnswer {
        guard result == CURLE_OK else {
            let code = reader.isOverLimit ? .answerTooLarge : HTTPCode.of(result)
            let sent = code.isOfAnswer || isSent
            throw HTTPError(code, of: request, sent: sent, detail: "libcurl \(result.rawValue) \(wordsText)")
        }
        let status = Int(number(CURLINFO_RESPONSE_CODE))
        guard !(300...399).contains(status) else {
            throw HTTPError(.redirected, of: request, sent: true, detail: "status \(status)")
        }
        return HTTPAnswer(
            status: status, headers: reader.headers, body: reader.body)
    }

    /// Whether a byte of the request may have left: libcurl came to where it begins to send.
    private var isSent: Bool { number(CURLINFO_REQUEST_SIZE) > 0 || size(CURLINFO_PRETRANSFER_TIME_T) > 0 }

    private var wordsText: String {
        unsafe String(decoding: words.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private func number(_ name: CURLINFO) -> Int {
        var value = 0
        let result = unsafe reckon_curl_get_number(handle, name, &value)
        precondition(result == CURLE_OK, "libcurl knows what it counts")
        return value
    }

    private func size(_ name: CURLINFO) -> Int64 {
        var value: curl_off_t = 0
        let result = unsafe reckon_curl_get_size(handle, name, &value)
        precondition(result == CURLE_OK, "libcurl knows what it counts")
        return Int64(value)
    }
}
