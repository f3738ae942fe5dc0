import Kernel
import Runner
import TestSupport
import Testing

/// A damaged delivery.
struct Damage: CustomTestStringConvertible, Sendable {
    let name: String
    /// Rows that the job lets be set aside.
    let maximum: Int
    let deliver: @Sendable (TemporaryFolder) throws -> Void

    init(_ name: String, maximum: Int = 0, _ deliver: @escaping @Sendable (TemporaryFolder) throws -> Void) {
        self.name = name
        self.maximum = maximum
        self.deliver = deliver
    }

    /// A bill whose fields are changed.
    static func bill(
        _ name: String, maximum: Int = 0, _ change: @escaping @Sendable (inout TinyBill) -> Void
    ) -> Damage {
        Damage(name, maximum: maximum) { folder in
            var bill = try TinyBill()
            change(&bill)
            try folder.write(bill.text, to: "bill.csv")
        }
    }

    /// A bill whose lines are no sound records.
    static func lines(_ name: String, _ change: @escaping @Sendable (inout [String]) -> Void) -> Damage {
        Damage(name) { folder in
            var lines = try TinyBill().lines
            change(&lines)
            var bytes = Array((lines.joined(separator: "\n") + "\n").utf8)
            // "INVALID" stands for bytes that no UTF-8 text holds.
            if let start = bytes.firstRange(of: Array("INVALID".utf8))?.lowerBound { bytes[start + 2] = 0xFF }
            try folder.write(bytes, to: "bill.csv")
        }
    }

    var testDescription: String { name }

    /// What ingesting the delivery says, with the exit code in front; nothing when the delivery is taken.
    func said(_ kind: Runner.StageKind, _ options: String) throws -> String {
        let folder = try TemporaryFolder()
        try deliver(folder)
        let bench = try Bench("2026-06", root: folder.path)
        do {
            try bench.run("stage", kind, options)
            return ""
        } catch let error as any ReckonError {
            return "exit \(error.exitStatus.rawValue)\n\(error)".replacing(folder.path, with: "ROOT")
        }
    }
}
