import Columns
import Model

extension FocusDraft {
    /// A text of the program, which is not copied.
    mutating func setConstant(_ column: FocusColumn, _ text: StaticString) {
        set(column, CSVField(constant: text))
    }
}

extension CSVField {
    init(constant text: StaticString) {
        self.init(
            bytes: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount), isQuoted: true)
    }

    /// A part of the field.
    func part(_ range: Range<Int>) -> CSVField {
        CSVField(bytes: UnsafeBufferPointer(rebasing: bytes[range]), isQuoted: true)
    }

    func equals(_ text: StaticString) -> Bool {
        bytes.elementsEqual(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
}
