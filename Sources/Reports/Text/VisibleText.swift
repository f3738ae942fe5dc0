/// Names of the outside (pods, namespaces, files), made safe to look at.
package enum VisibleText {
    /// `name` with characters that have no shape, or that change the order or colour of what follows, written as
    /// `‹U+202E›`: an auditor sees that they are there, and a terminal does not obey them.
    ///
    /// The joiners U+200C and U+200D stay: scripts and emoji need them. An empty name becomes `(no name)`.
    package static func show(_ name: String, ascii: Bool = false) -> String {
        guard !name.isEmpty else { return "(no name)" }
        guard ascii || name.unicodeScalars.contains(where: isHidden) else { return name }
        var result = ""
        for scalar in name.unicodeScalars {
            if isHidden(scalar) {
                result += ascii ? "<U+\(hex(scalar))>" : "‹U+\(hex(scalar))›"
            } else if ascii, !scalar.isASCII {
                result += scalar.value < 0x300 || scalar.properties.generalCategory != .nonspacingMark ? "?" : ""
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7F }
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: return true
        case .format: return scalar.value != 0x200C && scalar.value != 0x200D
        default: return false
        }
    }

    private static func hex(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
