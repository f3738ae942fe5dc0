import Columns
import Documents
import Kernel

/// The product's name out of the map that CUR 2.0 has of a product's properties.
struct CURProductNames {
    /// Distinct maps that are kept; a bill has as many as it has prices.
    private static let keptMaps = 4096

    private var numbers = ByteInterner()
    private var names: [[UInt8]?] = [nil]

    mutating func name(in map: CSVField) -> [UInt8]? {
        if names.count > CURProductNames.keptMaps { self = CURProductNames() }
        let number = Int(numbers.id(of: map.bytes))
        if number == names.count { names.append(CURProductNames.name(map)) }
        return names[number]
    }

    private static func name(_ map: CSVField) -> [UInt8]? {
        // A text that is no map has no name; it stays in `x_OtherColumns`, and the name comes from the product code.
        guard let node = try? JSONText.parse(Array(map.bytes), file: "product", limits: .data),
            case .object(let members) = node.value,
            let member = members.first(where: { $0.key == "product_name" }),
            case .string(let name) = member.value.value, !name.isEmpty
        else { return nil }
        return Array(name.utf8)
    }
}
