internal import Glibc

/// Calls `body` with a null-terminated array of C strings, as libpq takes them.
func withCStrings<Result>(
    _ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Result
) -> Result {
    unsafe withMutableCStrings(strings) { pointers in
        unsafe pointers.withMemoryRebound(to: UnsafePointer<CChar>?.self, capacity: strings.count + 1) {
            unsafe body($0)
        }
    }
}

/// The same for `posix_spawn`, which does not write to them either.
func withMutableCStrings<Result>(
    _ strings: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
    var pointers = unsafe strings.map { unsafe strdup($0) }
    defer { unsafe pointers.forEach { unsafe free($0) } }
    unsafe pointers.append(nil)
    return unsafe pointers.withUnsafeMutableBufferPointer { unsafe body($0.baseAddress!) }
}
