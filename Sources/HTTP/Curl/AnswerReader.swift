internal import CCurl

/// Takes what libcurl hands over, up to the limits.
final class AnswerReader {
    private let bodyLimit: Int
    private(set) var headers: [HTTPAnswer.Header] = []
    private var headerBytes = 0
    private(set) var body: [UInt8] = []
    /// True when it stopped the call because of a limit.
    private(set) var isOverLimit = false

    init(bodyLimit: Int) { self.bodyLimit = bodyLimit }

    /// False ends the call.
    private func take(body bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count <= bodyLimit - body.count else {
            isOverLimit = true
            return false
        }
        unsafe body.append(contentsOf: bytes)
        return true
    }

    /// One whole line. A line of status begins anew: an interim answer (1xx) came before.
    private func take(headerLine bytes: UnsafeRawBufferPointer) -> Bool {
        headerBytes += bytes.count
        guard headerBytes <= HTTPLimits.headerBytes else {
            isOverLimit = true
            return false
        }
        let line = unsafe String(decoding: bytes, as: UTF8.self)
        if line.hasPrefix("HTTP/") {
            headers = []
        } else if let colon = line.firstIndex(of: ":") {
            let value = line[line.index(after: colon)...]
            headers.append(HTTPAnswer.Header(name: line[..<colon].lowercased(), value: AnswerReader.trimmed(value)))
        }
        return true
    }

    private static func trimmed(_ text: Substring) -> String {
        func isBlank(_ character: Character) -> Bool { character.isWhitespace }
        let start = text.drop(while: isBlank)
        return String(start.prefix(upTo: start.lastIndex { !isBlank($0) }.map(start.index(after:)) ?? start.startIndex))
    }
}

extension AnswerReader {
    static let bodyCallback: curl_write_callback = { bytes, size, count, reader in
        unsafe AnswerReader.hand(bytes, size * count, to: reader) { unsafe $0.take(body: $1) }
    }

    static let headerCallback: curl_write_callback = { bytes, size, count, reader in
        unsafe AnswerReader.hand(bytes, size * count, to: reader) { unsafe $0.take(headerLine: $1) }
    }

    /// libcurl takes any other number than that of the bytes for a failure.
    private static func hand(
        _ bytes: UnsafeMutablePointer<CChar>?, _ count: Int, to reader: UnsafeMutableRawPointer?,
        _ take: (AnswerReader, UnsafeRawBufferPointer) -> Bool
    ) -> Int {
        guard let reader = unsafe reader else { return count + 1 }
        let object = unsafe Unmanaged<AnswerReader>.fromOpaque(reader).takeUnretainedValue()
        let isTaken = unsafe take(object, UnsafeRawBufferPointer(start: bytes, count: count))
        return isTaken ? count : count + 1
    }
}
