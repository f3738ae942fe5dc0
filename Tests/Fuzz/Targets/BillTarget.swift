import Billing
import Kernel
import Model

/// `inspect` on any bytes: an answer that adds up, or a failure that is told.
enum BillTarget {
    static func check(_ input: [UInt8]) throws {
        let file = MemoryFile()
        file.hold(input)
        let inspection: BillInspection
        do {
            let grouping = try BillGrouping(["ServiceName", "ChargeCategory", "day"])
            inspection = try BillInspection(path: file.path, grouping: grouping)
        } catch let failure as Failure {
            return try FuzzFinding.require(!failure.diagnostics.isEmpty, "a failure says nothing")
        } catch is AmountOverflow {
            return
        }
        let groups = inspection.groups()
        let counted = groups.reduce(0) { $0 + $1.rows }
        try FuzzFinding.require(counted == inspection.rows, "groups have \(counted) rows of \(inspection.rows)")
        try FuzzFinding.require(inspection.totals.rows == inspection.rows, "totals have other rows")
        var sums: [Currency: CostVector] = [:]
        for group in groups { try sums[group.currency, default: .zero].add(group.costs) }
        try FuzzFinding.require(try inspection.totals.byCurrency() == sums, "groups and totals differ")
        let largest = inspection.largestGroups(3)
        try FuzzFinding.require(largest.count == min(3, groups.count), "there are \(largest.count) largest groups")
    }
}
