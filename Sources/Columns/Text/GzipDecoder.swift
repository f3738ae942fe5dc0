import CISAL
import Kernel

/// Inflates a gzip file, of one or many members, with buffers that do not grow with the file.
///
/// ISA-L because it was measured at about twice the speed of zlib on bills, and streams, which libdeflate does not.
@safe
final class GzipDecoder: Decoder {
    private let state: UnsafeMutablePointer<inflate_state>
    private let input: UnsafeMutableBufferPointer<UInt8>
    private var inputIsAtEnd = false
    private var membersFinished = 0

    private static let inputSize = 1 << 18

    init() {
        unsafe state = .allocate(capacity: 1)
        unsafe input = .allocate(capacity: GzipDecoder.inputSize)
        unsafe isal_inflate_init(state)
        unsafe state.pointee.crc_flag = UInt32(ISAL_GZIP)
        unsafe state.pointee.next_in = input.baseAddress
        unsafe state.pointee.avail_in = 0
    }

    deinit {
        unsafe state.deallocate()
        unsafe input.deallocate()
    }

    /// Fills `target` as far as the file goes; 0 at its end only.
    func read(into target: UnsafeMutableRawBufferPointer, from file: inout SequentialFile) throws(Failure) -> Int {
        // Field by field through the pointer: a copy of the state would be 87 kB.
        unsafe state.pointee.next_out = target.baseAddress?.assumingMemoryBound(to: UInt8.self)
        unsafe state.pointee.avail_out = UInt32(clamping: target.count)
        while unsafe state.pointee.avail_out > 0 {
            if unsafe state.pointee.avail_in == 0 { try refill(from: &file) }
            if unsafe state.pointee.block_state == ISAL_BLOCK_FINISH {
                if unsafe state.pointee.avail_in == 0 { break }
                try beginNextMember(file.path)
            }
            let before = unsafe (state.pointee.avail_in, state.pointee.avail_out)
            let outcome = unsafe isal_inflate(state)
            guard outcome >= 0 else { throw corrupt(outcome, file.path) }
            let finished = unsafe state.pointee.block_state == ISAL_BLOCK_FINISH
            if finished { membersFinished += 1 }
            let stalled = unsafe before == (state.pointee.avail_in, state.pointee.avail_out)
            if stalled, !finished, inputIsAtEnd { throw truncated(file.path, after: file.byteCount) }
        }
        return unsafe Int(UInt32(clamping: target.count) - state.pointee.avail_out)
    }

    private func refill(from file: inout SequentialFile) throws(Failure) {
        guard !inputIsAtEnd else { return }
        let count = unsafe try file.read(into: UnsafeMutableRawBufferPointer(input))
        inputIsAtEnd = count == 0
        unsafe state.pointee.next_in = input.baseAddress
        unsafe state.pointee.avail_in = UInt32(count)
    }

    private func beginNextMember(_ path: String) throws(Failure) {
        guard unsafe state.pointee.next_in.pointee == 0x1F else { throw trailingBytes(path) }
        let input = unsafe (state.pointee.next_in, state.pointee.avail_in)
        unsafe isal_inflate_reset(state)
        unsafe state.pointee.crc_flag = UInt32(ISAL_GZIP)
        unsafe (state.pointee.next_in, state.pointee.avail_in) = unsafe input
    }

    private func truncated(_ path: String, after byteCount: Int) -> Failure {
        Failure(
            .badInput, TextCode.gzipTruncated,
            "the gzip file ends in the middle of its content, after \(byteCount) bytes",
            at: Place(file: path), hint: "the delivery is incomplete; fetch the file again")
    }

    private func trailingBytes(_ path: String) -> Failure {
        Failure(
            .badInput, TextCode.gzipTrailingBytes, "bytes that are not gzip follow the end of the compressed content",
            at: Place(file: path), hint: "the file was damaged or something was appended to it; fetch the file again")
    }

    private func corrupt(_ outcome: CInt, _ path: String) -> Failure {
        let place = Place(file: path)
        let again = "the file was damaged on its way; fetch the file again"
        switch outcome {
        case ISAL_INCORRECT_CHECKSUM:
            return Failure(
                .badInput, TextCode.gzipChecksum, "the checksum of the gzip content does not match", at: place,
                hint: again)
        case ISAL_INVALID_WRAPPER where membersFinished > 0:
            return trailingBytes(path)
        case ISAL_INVALID_WRAPPER, ISAL_UNSUPPORTED_METHOD:
            return Failure(.badInput, TextCode.gzipCorrupt, "the gzip header is not valid", at: place, hint: again)
        default:
            return Failure(
                .badInput, TextCode.gzipCorrupt, "the compressed content is not valid gzip", at: place, hint: again)
        }
    }
}
