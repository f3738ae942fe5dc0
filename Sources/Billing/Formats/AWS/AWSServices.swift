import Columns
import Kernel

/// The product codes of AWS: what the service is called where the row does not say it, and its FOCUS category.
///
/// Categories are those of the specification; where AWS's own FOCUS export has another one, its examples decided. A code that is not here is `Other` and is reported: nothing is guessed from parts of names.
struct AWSServices {
    struct Service {
        let code: StaticString
        let name: StaticString
        let category: StaticString

        init(_ code: StaticString, _ name: StaticString, _ category: StaticString) {
            self.code = code
            self.name = name
            self.category = category
        }
    }

    /// Disks are billed under the code of EC2; their product families tell them.
    static let blockStore = Service("AmazonEC2", "Amazon Elastic Block Store", "Storage")
    private static let blockStoreFamilies = Spellings([
        "Storage", "Storage Snapshot", "System Operation", "Provisioned Throughput",
    ])

    static func isBlockStore(_ code: CSVField, family: CSVField?) -> Bool {
        guard let family, code.equals(blockStore.code) else { return false }
        return blockStoreFamilies.index(of: family.bytes) >= 0
    }

    /// Numbers of codes; those of the table come first and in its order.
    private var numbers = ByteInterner()

    init() {
        for service in AWSServices.table {
            _ = numbers.id(of: CSVField(constant: service.code).bytes)
        }
    }

    mutating func service(code: UnsafeBufferPointer<UInt8>) -> Service? {
        let number = Int(numbers.id(of: code))
        return number <= AWSServices.table.count ? AWSServices.table[number - 1] : nil
    }
}
