import Columns
package import Kernel
package import Model

/// What a bill file is and what is in it: found out from the file alone, with the checks and sums of an ingest.
package struct BillInspection {
    /// A group of rows that agree in billing period, currency and what was asked for.
    package struct Group {
        package let billingPeriod: Month
        package let currency: Currency
        /// Nil when the day was not asked for.
        package let day: CalendarDay?
        /// One for each column asked for; empty for null.
        package let texts: [String]
        package let rows: Int64
        package let costs: CostVector
    }

    package let name: String
    /// `FOCUS 1.2`.
    package let format: String
    /// `CSV, gzip`.
    package let container: String
    package let bytes: Int64
    package let rows: Int64
    package let setAside: Int64
    package let columns: InspectedColumns
    /// The earliest and the latest start of a charge; nil when no row is sound.
    package let chargeStarts: ClosedRange<Instant>?
    package let totals: ControlTotals
    /// What can be read of the costs of rows set aside, by currency code; "unknown" where that cannot be read.
    package let setAsideCosts: [(currency: String, rows: Int64, costs: CostVector)]
    /// Why rows would be set aside, then lesser findings; one a kind.
    package let findings: [Diagnostic]
    private let sums: GroupedCosts

    /// Reads a file.
    ///
    /// - Parameter grouping: what to sum by, beside billing period and currency; nil for nothing.
    /// - Throws: exit 66 when it is missing, 65 when it is no bill or cannot be read to its end.
    package init(path: String, grouping: BillGrouping?) throws {
        try self.init(path: path, grouping: grouping, BillReading())
    }

    init(path: String, grouping: BillGrouping?, _ how: BillReading) throws {
        let before = FileSystem.fingerprint(path)
        let bill = try OpenedBill(path: path, name: path)
        let reading: InspectedRows
        do {
            reading = try InspectedRows(bill, grouping, how)
        } catch is BillReading.Misjudged {
            reading = try InspectedRows(bill, grouping, how.inOrder)
        }
        guard FileSystem.fingerprint(path) == before else {
            throw Failure(
                .tryLater, TextCode.changedWhileRead, "the file changed while it was read", at: Place(file: path),
                hint: "run again when the file is complete", isTransient: true)
        }
        name = path
        format = bill.format.description
        container = bill.container.description
        bytes = before.first ?? 0
        rows = reading.kept.rows
        setAside = reading.setAside.rows
        columns = InspectedColumns(bill)
        chargeStarts = reading.sums.chargeStarts
        totals = reading.kept
        setAsideCosts = reading.setAside.byCurrency.sorted { $0.key < $1.key }.map {
            ($0.key, $0.value.rows, $0.value.costs)
        }
        findings =
            bill.format.warnings
            + reading.rejected.summary.map {
                var finding = $0
                finding.message = "row would be set aside: \(finding.message)"
                return finding
            } + reading.notes.summary
        sums = reading.sums.groups
    }

    package var groupCount: Int { sums.lines.count }

    /// All groups, in the order of their keys; each is made when it is reached.
    package func groups() -> some RandomAccessCollection<Group> { groups(sums.order) }

    /// The groups of the largest effective cost, at most `count`, largest first.
    package func largestGroups(_ count: Int) -> [Group] {
        guard count > 0, groupCount > 0 else { return [] }
        // The largest amounts so far, smallest first: of a hundred thousand groups only a few get in.
        var largestAmounts: [Int128] = []
        for line in sums.lines {
            let amount = line.costs.effective.units
            if largestAmounts.count == count {
                if amount <= largestAmounts[0] { continue }
                largestAmounts.removeFirst()
            }
            largestAmounts.insert(amount, at: largestAmounts.firstIndex { $0 > amount } ?? largestAmounts.count)
        }
        let least = largestAmounts[0]
        // Equal amounts go by key, so that the answer does not depend on the order of rows.
        let candidates = sums.order(of: sums.lines.indices.filter { sums.lines[$0].costs.effective.units >= least })
        let largest = candidates.enumerated().sorted { left, right in
            let (one, other) = (sums.lines[left.element].costs.effective, sums.lines[right.element].costs.effective)
            return one != other ? one > other : left.offset < right.offset
        }
        return Array(groups(largest.prefix(count).map(\.element)))
    }

    private func groups(_ order: [Int]) -> some RandomAccessCollection<Group> {
        let texts = sums.texts
        return order.lazy.map { index in
            let line = sums.lines[index]
            return Group(
                billingPeriod: line.key.billingPeriod, currency: line.key.currency,
                day: sums.dimensions.byDay ? line.key.day : nil,
                texts: texts.indices.map { texts[$0][Int(line.key.text($0))] }, rows: line.rows, costs: line.costs)
        }
    }
}

/// What `inspect` sums by.
package struct BillGrouping: Sendable {
    package let columns: [FocusColumn]
    package let byDay: Bool

    /// - Parameter names: names of FOCUS columns that hold text, in any case, and `day`.
    /// - Throws: exit 64 for other names, for a name twice, and for more than five columns.
    package init(_ names: [String]) throws(Failure) {
        var columns: [FocusColumn] = []
        var byDay = false
        for name in names {
            if name.lowercased() == "day" {
                guard !byDay else { throw BillGrouping.refused("day is named twice", "name each column once") }
                byDay = true
                continue
            }
            guard let column = FocusColumn.allCases.first(where: { $0.rawValue.lowercased() == name.lowercased() })
            else {
                throw BillGrouping.refused(
                    "\(QuotedText.of(name)) is no FOCUS column",
                    "name columns such as ServiceName, SubAccountId, RegionId, and day")
            }
            guard column.holdsText, !columns.contains(column) else {
                throw BillGrouping.refused(
                    columns.contains(column) ? "\(column.rawValue) is named twice" : "\(column.rawValue) holds no text",
                    "sums can be told by columns of text, and by day")
            }
            columns.append(column)
        }
        guard columns.count <= GroupedCosts.Dimensions.most else {
            throw BillGrouping.refused(
                "more than five columns are named", "sums can be told by five columns and the day")
        }
        self.columns = columns
        self.byDay = byDay
    }

    private static func refused(_ message: String, _ hint: String) -> Failure {
        Failure(.usage, BillCode.unknownGrouping, message, hint: hint)
    }
}
