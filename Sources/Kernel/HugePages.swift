#if canImport(Glibc)
    import Glibc
#endif

/// Large tables that are read in no order: with pages of 4 KiB nearly every read also looks up its page in a table that
/// does not fit the cache either.
package enum HugePages {
    /// Asks for large pages for memory that has not been written yet. Nothing but speed depends on the answer.
    package static func advise(_ start: UnsafeMutableRawPointer?, bytes: Int) {
        guard let start else { return }
        let page = Int(getpagesize())
        let first = (Int(bitPattern: start) + page - 1) / page * page
        let end = (Int(bitPattern: start) + bytes) / page * page
        guard end > first else { return }
        // A kernel that does not know them says so, and small pages it is.
        _ = madvise(UnsafeMutableRawPointer(bitPattern: first), end - first, MADV_HUGEPAGE)
    }
}
