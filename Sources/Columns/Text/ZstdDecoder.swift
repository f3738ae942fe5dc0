import CZstd
import Kernel

/// Inflates a file of one or many zstd frames.
@safe
final class ZstdDecoder: Decoder {
    private let context: OpaquePointer
    private let input: UnsafeMutableBufferPointer<UInt8>
    private var consumed = 0
    private var filled = 0
    private var inputIsAtEnd = false
    /// Inside a frame: the file must not end here.
    private var frameIsOpen = false

    private static let inputSize = 1 << 18
    /// A window of 128 MiB, the most that `zstd --long` of the command line writes without further options; larger
    /// ones would let a file of a few bytes ask for gigabytes.
    private static let windowLogLimit: CInt = 27

    init() {
        guard let made = unsafe ZSTD_createDCtx() else { preconditionFailure("out of memory for a zstd context") }
        unsafe context = unsafe made
        unsafe input = .allocate(capacity: ZstdDecoder.inputSize)
        unsafe ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, ZstdDecoder.windowLogLimit)
    }

    deinit {
        unsafe ZSTD_freeDCtx(context)
        unsafe input.deallocate()
    }

    func read(into target: UnsafeMutableRawBufferPointer, from file: inout SequentialFile) throws(Failure) -> Int {
        var output = unsafe ZSTD_outBuffer(dst: target.baseAddress, size: target.count, pos: 0)
        while unsafe output.pos < output.size {
            if consumed == filled, !inputIsAtEnd {
                filled = unsafe try file.read(into: UnsafeMutableRawBufferPointer(input))
                consumed = 0
                inputIsAtEnd = filled == 0
            }
            var source = unsafe ZSTD_inBuffer(src: input.baseAddress, size: filled, pos: consumed)
            let before = unsafe output.pos
            let outcome = unsafe ZSTD_decompressStream(context, &output, &source)
            guard ZSTD_isError(outcome) == 0 else { throw corrupt(outcome, file.path) }
            let moved = unsafe source.pos != consumed || output.pos != before
            consumed = unsafe source.pos
            if moved { frameIsOpen = outcome != 0 }
            if !moved, inputIsAtEnd {
                guard !frameIsOpen else { throw truncated(file.path, after: file.byteCount) }
                break
            }
        }
        return unsafe output.pos
    }

    private func truncated(_ path: String, after byteCount: Int) -> Failure {
        Failure(
            .badInput, TextCode.zstdTruncated,
            "the zstd file ends in the middle of its content, after \(byteCount) bytes",
            at: Place(file: path), hint: "the delivery is incomplete; fetch the file again")
    }

    private func corrupt(_ outcome: Int, _ path: String) -> Failure {
        let place = Place(file: path)
        switch ZSTD_getErrorCode(outcome) {
        case ZSTD_error_checksum_wrong:
            return Failure(
                .badInput, TextCode.zstdCorrupt, "the checksum of the zstd content does not match", at: place,
                hint: "the file was damaged on its way; fetch the file again")
        case ZSTD_error_frameParameter_windowTooLarge:
            return Failure(
                .badInput, TextCode.zstdCorrupt, "the zstd file needs a window of more than 128 MiB", at: place,
                hint: "compress it without --long, or with --long=27 at most")
        case ZSTD_error_prefix_unknown:
            return Failure(
                .badInput, TextCode.zstdCorrupt, "bytes that are not zstd follow the compressed content", at: place,
                hint: "the file was damaged or something was appended to it; fetch the file again")
        default:
            return Failure(
                .badInput, TextCode.zstdCorrupt, "the compressed content is not valid zstd", at: place,
                hint: "the file was damaged on its way; fetch the file again")
        }
    }
}
