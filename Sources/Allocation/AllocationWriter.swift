import Columns
import Documents
import Kernel
import Model

/// Writes a result as the datasets `allocations` and `distributions`.
struct AllocationWriter {
    /// Names the rules, for `x_AllocatedMethodId`; raised with the rules' version.
    static func methodID(_ options: AllocationOptions) -> String {
        let rules = options.rules == .koku ? "koku" : "max-request-usage"
        return "\(rules)/\(options.resource.rawValue)/\(options.join.rawValue)/v1"
    }

    /// Names the rules of what is outside of clusters.
    private static let outsideMethodID = "outside-rules/v1"

    private static let rowsAtOnce = 8192

    let result: AllocationResult
    let options: AllocationOptions

    /// - Parameter progress: called now and then; what it throws ends the work.
    func write(to directory: String, progress: () throws -> Void) throws {
        try writeAllocations("\(directory)/\(Dataset.allocations.rawValue)", progress)
        try writeDistributions("\(directory)/\(Dataset.distributions.rawValue)")
    }

    private func writeAllocations(_ folder: String, _ progress: () throws -> Void) throws {
        try FileSystem.makeDirectory(folder)
        // A row group is in memory until it is whole; the rows have some seventy columns.
        let writer = try ParquetWriter(
            path: "\(folder)/part-00000.parquet", schema: Dataset.allocations.schema,
            options: ParquetWriterOptions(rowGroupRows: 3 * AllocationWriter.rowsAtOnce))
        let stretches = self.stretches
        // Threads make the rows of a stretch each, and they are written in order: one thread makes the same file.
        _ = try OrderedWork.run(
            units: stretches.count, lanes: OrderedWork.processors, ahead: 1, makeLane: {},
            work: { _, index in
                let batch = BatchBuilder(Dataset.allocations.schema)
                batch.reserve(rows: stretches[index].count)
                appendCharges(stretches[index], to: batch)
                return batch
            },
            consume: { _, batch in
                try writer.append(batch)
                try progress()
            })
        _ = try writer.close()
    }

    /// Rows in stretches that end with a charge.
    private var stretches: [Range<Int>] {
        var stretches: [Range<Int>] = []
        var start = 0
        for index in result.rows.indices {
            let isLastOfCharge =
                index + 1 == result.rows.count || result.rows[index + 1].charge != result.rows[index].charge
            guard isLastOfCharge, index + 1 - start >= AllocationWriter.rowsAtOnce || index + 1 == result.rows.count
            else { continue }
            stretches.append(start..<index + 1)
            start = index + 1
        }
        return stretches
    }

    private func appendCharges(_ range: Range<Int>, to batch: BatchBuilder) {
        var start = range.lowerBound
        while start < range.upperBound {
            // The rows of a charge stand together; their ratios sum to one. Rows without weights have none.
            var end = start + 1
            while end < range.upperBound, result.rows[end].charge == result.rows[start].charge { end += 1 }
            append(result.charges[result.rows[start].charge], result.rows[start..<end], to: batch)
            start = end
        }
    }

    /// What a charge says of itself is looked up once for all of its rows.
    private func append(_ charge: Charge, _ rows: ArraySlice<AllocationRow>, to batch: BatchBuilder) {
        for (ordinal, column) in FocusColumn.allCases.enumerated() {
            let builder = batch[ordinal]
            switch column {
            case .billedCost: for row in rows { builder.append(row.measures.costs.billed) }
            case .effectiveCost: for row in rows { builder.append(row.measures.costs.effective) }
            case .listCost: for row in rows { builder.append(row.measures.costs.list) }
            case .contractedCost: for row in rows { builder.append(row.measures.costs.contracted) }
            case .pricingCurrencyEffectiveCost:
                for row in rows { append(row.measures.pricingCurrencyEffectiveCost?.units, to: builder) }
            case .pricingQuantity: for row in rows { append(row.measures.pricingQuantity?.units, to: builder) }
            case .consumedQuantity: for row in rows { append(row.measures.consumedQuantity?.units, to: builder) }
            case .commitmentDiscountQuantity:
                for row in rows { append(row.measures.commitmentDiscountQuantity?.units, to: builder) }
            case .chargePeriodStart: for _ in rows { builder.append(charge.start) }
            case .chargePeriodEnd: for _ in rows { builder.append(charge.end) }
            default: append(text: charge[column], of: column.kind, times: rows.count, to: builder)
            }
        }
        let isSplit = rows.count > 1
        let ratios = isSplit ? Split.ratios(of: rows.map(\.weight), places: 12) : ["1"]
        for (offset, row) in rows.enumerated() { append(row, isPiece: isSplit, ratio: ratios?[offset], to: batch) }
    }

    private func append(_ row: AllocationRow, isPiece: Bool, ratio: String?, to batch: BatchBuilder) {
        let recipient = row.recipient
        let first = FocusColumn.allCases.count
        let isSplit = isPiece || recipient.part != .outside || recipient.rule != nil
        let texts: [String?] = [
            isSplit ? ratio.map { details(row, ratio: $0) } : nil,
            isSplit ? methodID(recipient) : nil,
            AllocationWriter.resourceID(recipient),
            recipient.container ?? recipient.pod ?? recipient.volume ?? recipient.service ?? recipient.namespace,
            recipient.part.rawValue, recipient.cluster, recipient.namespace, recipient.node, recipient.pod,
            recipient.volume, recipient.controllerKind, recipient.controller, recipient.labels, recipient.team,
            recipient.container, recipient.service,
        ]
        for (offset, text) in texts.enumerated() {
            let builder = batch[first + offset]
            if let text { builder.append(text) } else { builder.appendNull() }
        }
    }

    private func methodID(_ recipient: Recipient) -> String {
        if recipient.part == .traffic { return "transmitted-bytes/\(options.join.rawValue)/v1" }
        return recipient.rule == nil ? AllocationWriter.methodID(options) : AllocationWriter.outsideMethodID
    }

    private func append(text: String?, of kind: FocusColumn.Kind, times: Int, to builder: ColumnBuilder) {
        guard let text else { return builder.appendNulls(times) }
        switch kind {
        case .instant:
            guard let instant = Instant(text) else { return builder.appendNulls(times) }
            for _ in 0..<times { builder.append(instant) }
        case .unitPrice:
            let price: Amount
            do { price = try Amount(text) } catch { preconditionFailure("a price was not kept as a decimal") }
            for _ in 0..<times { builder.append(price) }
        default: builder.append(text, times: times)
        }
    }

    private func append(_ units: Int128?, to builder: ColumnBuilder) {
        if let units { builder.append(units) } else { builder.appendNull() }
    }

    /// `cluster/namespace/Pod/name`, as FOCUS 1.3 wants it; null for what no workload received.
    private static func resourceID(_ recipient: Recipient) -> String? {
        guard let cluster = recipient.cluster, let namespace = recipient.namespace else { return nil }
        if let pod = recipient.pod {
            let id = "\(cluster)/\(namespace)/Pod/\(pod)"
            return recipient.container.map { "\(id)/Container/\($0)" } ?? id
        }
        if let service = recipient.service { return "\(cluster)/\(namespace)/Service/\(service)" }
        if let volume = recipient.volume { return "\(cluster)/\(namespace)/PersistentVolume/\(volume)" }
        return "\(cluster)/\(namespace)"
    }

    /// How the piece was measured, as AllocatedMethodDetails of FOCUS 1.3.
    private func details(_ row: AllocationRow, ratio: String) -> String {
        var element: [JSONOut.Member] = [.init("AllocatedRatio", number(ratio))]
        if let usage = usage(row) {
            element.append(.init("UsageUnit", .string(usage.unit)))
            element.append(.init("UsageQuantity", number(usage.quantity)))
        }
        var members: [JSONOut.Member] = [.init("Elements", .array([.object(element)]))]
        if !row.recipient.part.hasNamespace { members.append(.init("x_Kind", .string(row.recipient.part.rawValue))) }
        if let rule = row.recipient.rule { members.append(.init("x_Rule", .string(rule))) }
        return String(decoding: PrettyJSON.line(.object(members)), as: UTF8.self)
    }

    private func number(_ text: String) -> JSONOut { JSONNumber(text).map { .number($0) } ?? .string(text) }

    private func usage(_ row: AllocationRow) -> (unit: String, quantity: String)? {
        switch row.recipient.part {
        case .compute, .platformIdle, .workerIdle:
            guard let weight = row.use.flatMap({ Int128(exactly: $0) }) else { return nil }
            switch options.resource {
            case .cpu: return ("Core-Seconds", DecimalText.print(weight, scale: 9))
            case .memory: return ("Byte-Seconds", DecimalText.print(weight, scale: 0))
            case .blend: return nil
            }
        case .storage, .storageUnattributed, .traffic:
            guard let weight = row.use.flatMap({ Int128(exactly: $0) }) else { return nil }
            return ("Bytes", DecimalText.print(weight, scale: 0))
        default: return nil
        }
    }

    private func writeDistributions(_ folder: String) throws {
        try FileSystem.makeDirectory(folder)
        let writer = try ParquetWriter(path: "\(folder)/part-00000.parquet", schema: Dataset.distributions.schema)
        let batch = BatchBuilder(Dataset.distributions.schema)
        for row in result.distribution {
            batch[0].append(row.day)
            batch[1].append(row.cluster)
            batch[2].append(row.pool.rawValue)
            batch[3].append(row.currency.description)
            if let namespace = row.namespace { batch[4].append(namespace) } else { batch[4].appendNull() }
            for (offset, metric) in CostMetric.allCases.enumerated() { batch[5 + offset].append(row.costs[metric]) }
            batch[9].append(row.split)
            batch[10].append(row.window.rawValue)
            if let policy = row.policy { batch[11].append(Int64(policy)) } else { batch[11].appendNull() }
            if batch.rowCount >= AllocationWriter.rowsAtOnce {
                try writer.append(batch)
                batch.removeAll()
            }
        }
        if batch.rowCount > 0 { try writer.append(batch) }
        _ = try writer.close()
    }
}
