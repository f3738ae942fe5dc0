package import Kernel

/// Every finding this target reports. The numbers are stable: they are printed, searched for and documented.
///
/// J101 to J119 are about what a document says, J121 to J139 about its JSON text, J141 to J149 about JSON we write.
package enum DocumentCode: Int, Sendable, CaseIterable {
    case unknownKey = 101
    case missingKey = 102
    case wrongType = 103
    case outsideRange = 104
    case notAllowed = 105
    case breaksRule = 106
    case wrongCount = 107
    case repeatedElement = 108
    case badMapKey = 109
    case tooManyDecimals = 110

    case notUTF8 = 121
    case byteOrderMark = 122
    case unexpectedText = 123
    case comment = 124
    case trailingComma = 125
    case missingComma = 126
    case badNumber = 127
    case badEscape = 128
    case controlCharacter = 129
    case halfSurrogate = 130
    case duplicateKey = 131
    case tooDeep = 132
    case tooLarge = 133
    case openString = 134
    case emptyDocument = 135
    case unexpectedEnd = 136

    case inexactNumber = 141
    case repeatedName = 142

    package var code: DiagnosticCode { DiagnosticCode("J", rawValue) }

    package static let explanations: [CodeExplanation] = allCases.map { CodeExplanation($0.code, $0.explanation) }

    /// One line for docs/errors.md.
    package var explanation: String {
        switch self {
        case .unknownKey: "the object has a key that its kind of record does not know; keys are never ignored"
        case .missingKey: "the object lacks a key that is required"
        case .wrongType: "the value is of another JSON type than the key takes"
        case .outsideRange: "the number lies outside the range that the key takes"
        case .notAllowed: "the text is not one of the values that the key takes"
        case .breaksRule: "the text breaks the rule of its kind, for example that of identifiers, months or paths"
        case .wrongCount: "the array, map or text has too few or too many elements or characters"
        case .repeatedElement: "an element of the array has the same identity as an earlier one"
        case .badMapKey: "a key of the map breaks the rule that its keys obey"
        case .tooManyDecimals: "the number has more decimals than are kept; nothing is rounded silently"
        case .notUTF8: "the file is not UTF-8 text"
        case .byteOrderMark: "the file starts with a byte order mark, which JSON does not allow"
        case .unexpectedText: "the text at this place is not JSON"
        case .comment: "the file has a comment; JSON has none"
        case .trailingComma: "a comma stands before the closing bracket"
        case .missingComma: "two members or elements have no comma between them"
        case .badNumber: "the number is not written as JSON writes numbers"
        case .badEscape: "a string has a backslash escape that JSON does not know"
        case .controlCharacter: "a string has a raw control character, which JSON wants escaped"
        case .halfSurrogate: "a string has a \\u escape that is one half of a surrogate pair"
        case .duplicateKey: "an object has the same key twice; which one was meant cannot be known"
        case .tooDeep: "arrays and objects are nested deeper than the limit"
        case .tooLarge: "the file has more bytes or more values than the limit"
        case .openString: "a string is not closed on the line where it begins"
        case .emptyDocument: "the file holds no JSON value"
        case .unexpectedEnd: "the file ends before the JSON value is complete"
        case .inexactNumber: "a number cannot be written in canonical JSON (RFC 8785) without changing it"
        case .repeatedName: "an object to be written in canonical JSON has the same key twice"
        }
    }
}

extension Diagnostic {
    static func error(
        _ code: DocumentCode, _ message: String, at place: Place? = nil, hint: String? = nil
    ) -> Diagnostic {
        .error(code.code, message, at: place, hint: hint)
    }
}
