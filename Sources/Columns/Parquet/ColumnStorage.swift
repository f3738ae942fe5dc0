import Glibc

/// The growing buffers behind a `ColumnBuilder`, in the layout that CArrow.h describes.
///
/// Lives at a fixed address, so that appending pays no exclusivity check.
@unsafe @usableFromInline
struct ColumnStorage {
    @usableFromInline var rows = 0
    @usableFromInline var rowCapacity = 0
    @usableFromInline var nulls = 0
    @usableFromInline var values: UnsafeMutableRawPointer
    @usableFromInline var valueCapacity: Int
    /// Text only: bytes used in `values`.
    @usableFromInline var textBytes = 0
    /// Text only, one more than rows.
    @usableFromInline var offsets: UnsafeMutablePointer<Int32>?
    /// Meaningful only once a null is there.
    @usableFromInline var validity: UnsafeMutablePointer<UInt8>
    /// The row of the first value that does not fit, -1 for none. It is reported when the batch is written.
    @usableFromInline var badRow = -1
    let type: ParquetType
    /// 0 for text and boolean.
    @usableFromInline let width: Int

    init(_ type: ParquetType) {
        unsafe self.type = type
        unsafe width = type.byteWidth ?? 0
        unsafe valueCapacity = 64
        unsafe values = allocated(64)
        unsafe validity = allocated(8).assumingMemoryBound(to: UInt8.self)
        if type == .utf8 {
            let first = unsafe allocated(MemoryLayout<Int32>.stride).assumingMemoryBound(to: Int32.self)
            unsafe first.pointee = 0
            unsafe offsets = first
        }
    }

    func free() {
        unsafe Glibc.free(values)
        unsafe Glibc.free(offsets)
        unsafe Glibc.free(validity)
    }

    /// Doubles the room for rows.
    @usableFromInline
    mutating func growRows() {
        unsafe reserve(rows: max(1024, rowCapacity * 2))
    }

    mutating func reserve(rows wanted: Int) {
        guard unsafe wanted > rowCapacity else { return }
        unsafe rowCapacity = wanted
        let bitmapBytes = (wanted + 7) / 8
        unsafe validity = grown(validity, to: bitmapBytes).assumingMemoryBound(to: UInt8.self)
        switch unsafe type {
        case .utf8:
            unsafe offsets = grown(offsets, to: (wanted + 1) * 4).assumingMemoryBound(to: Int32.self)
        case .boolean:
            unsafe values = grown(values, to: bitmapBytes)
        default:
            unsafe values = grown(values, to: wanted * width)
        }
    }

    @usableFromInline
    mutating func growText(by count: Int) {
        var wanted = unsafe max(4096, valueCapacity * 2)
        while unsafe wanted < textBytes + count { wanted *= 2 }
        unsafe values = grown(values, to: wanted)
        unsafe valueCapacity = wanted
    }

    /// Turns the bitmap on: all rows so far hold values.
    @usableFromInline
    mutating func startNulls() {
        unsafe memset(validity, 0xFF, (rows + 7) / 8)
    }

    /// Sets the bits of rows from `first` on, whole bytes at a time; those behind them may be overwritten.
    mutating func setValidity(from first: Int, count: Int, isValid: Bool) {
        var row = first
        let end = first + count
        while row < end, row & 7 != 0 {
            let bit = UInt8(1) << UInt8(row & 7)
            let others = unsafe validity[row >> 3] & ~bit
            unsafe validity[row >> 3] = isValid ? others | bit : others
            row += 1
        }
        if row < end { unsafe memset(validity + (row >> 3), isValid ? 0xFF : 0, (end - row + 7) / 8) }
    }

    mutating func removeAll() {
        unsafe rows = 0
        unsafe nulls = 0
        unsafe textBytes = 0
        unsafe badRow = -1
    }
}

/// Memory comes from malloc: aligned to 16 bytes, as decimals need, and growing without a copy where it can.
@unsafe
private func allocated(_ bytes: Int) -> UnsafeMutableRawPointer {
    unsafe grown(nil, to: bytes)
}

@unsafe
private func grown(_ buffer: UnsafeMutableRawPointer?, to bytes: Int) -> UnsafeMutableRawPointer {
    guard let memory = unsafe realloc(buffer, bytes) else {
        preconditionFailure("out of memory for \(bytes) bytes of a column")
    }
    return unsafe memory
}
