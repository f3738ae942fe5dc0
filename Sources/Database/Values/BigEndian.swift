extension [UInt8] {
    /// Appends the bytes of `value`, most significant first, as every integer of the protocol is sent.
    mutating func appendBigEndian<Value: FixedWidthInteger>(_ value: Value) {
        var shift = Value.bitWidth
        while shift > 0 {
            shift -= 8
            append(UInt8(truncatingIfNeeded: value >> Value(shift)))
        }
    }
}
