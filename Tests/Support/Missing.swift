/// Something that a test relies on is not there.
package struct Missing: Error, CustomStringConvertible {
    package let description: String
    package init(_ what: String) { description = "missing: \(what)" }
}
