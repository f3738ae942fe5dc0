/// Two readings that had to agree did not.
package struct FuzzFinding: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }

    static func require(_ holds: Bool, _ description: @autoclosure () -> String) throws(FuzzFinding) {
        guard holds else { throw FuzzFinding(description()) }
    }
}
