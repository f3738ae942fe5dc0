/// The checkout that the tests were built from.
package enum Checkout {
    /// Its top folder, without a slash at the end.
    package static let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
        .joined(separator: "/")
}
