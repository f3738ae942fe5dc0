import Columns
import Documents
import Kernel
import Model

/// Writes a result as the datasets `allocations` and `distributions`.
struct AllocationWriter {
    /// Names the rules, for `x_AllocatedMethodId`; raised with the rules' version.
    static func methodID(_ options: AllocationOptions) -> String {
        "max-request-usage/\(options.resource.rawValue)/\(options.join.rawValue)/v1"
    }

    /// Names the rules of what is outside of clusters.
    private static let outsideMethodID = "outside-rules/v1"

    private static let rowGroupRows = 32_768

    let result: AllocationResult
    let options: AllocationOptions

    /// - Parameter progress: called now and then; what it throws ends the work.
    func write(to directory: String, progress: () throws -> Void) throws {
        try writeAllocations("\(directory)/\(Dataset.allocations.rawValue)", progress)
        try writeDistributions("\(directory)/\(Dataset.distributions.rawValue)")
    }

    private func writeAllocations(_ folder: String, _ progress: () throws -> Void) throws {
        try FileSystem.makeDirectory(folder)
        let writer = try ParquetWriter(path: "\(folder)/part-00000.parquet", schema: Dataset.allocations.schema)
        let batch = BatchBuilder(Dataset.allocations.schema)
        var start = 0
        while start < result.rows.count {
            // The rows of a charge stand together; their ratios sum to one.
            var end = start + 1
            while end < result.rows.count, result.rows[end].charge == result.rows[start].charge { end += 1 }
            let rows = result.rows[start..<end]
            let ratios = rows.count > 1 ? Split.ratios(of: rows.map(\.weight), places: 12) : nil
            for (offset, row) in rows.enumerated() { append(row, ratio: ratios?[offset], to: batch) }
            if batch.rowCount >= AllocationWriter.rowGroupRows {
                try writer.append(batch)
                batch.removeAll()
                try progress()
            }
            start = end
        }
        if batch.rowCount > 0 { try writer.append(batch) }
        _ = try writer.close()
    }

    private func append(_ row: AllocationRow, ratio: String?, to batch: BatchBuilder) {
        let charge = result.charges[row.charge]
        for (ordinal, column) in FocusColumn.allCases.enumerated() {
            append(column, charge, row.measures, to: batch[ordinal])
        }
        let recipient = row.recipient
        let first = FocusColumn.allCases.count
        let isSplit = ratio != nil || recipient.part != .outside || recipient.rule != nil
        let texts: [String?] = [
            isSplit ? details(row, ratio: ratio ?? "1") : nil,
            isSplit ? methodID(recipient) : nil,
            AllocationWriter.resourceID(recipient), recipient.pod ?? recipient.volume ?? recipient.namespace,
            recipient.part.rawValue, recipient.cluster, recipient.namespace, recipient.node, recipient.pod,
            recipient.volume, recipient.controllerKind, recipient.controller, recipient.labels, recipient.team,
        ]
        for (offset, text) in texts.enumerated() {
            let builder = batch[first + offset]
            if let text { builder.append(text) } else { builder.appendNull() }
        }
    }

    private func methodID(_ recipient: Recipient) -> String {
        recipient.rule == nil ? AllocationWriter.methodID(options) : AllocationWriter.outsideMethodID
    }

    private func append(
        _ column: FocusColumn, _ charge: Charge, _ measures: ChargeMeasures, to builder: ColumnBuilder
    ) {
        switch column {
        case .billedCost: builder.append(measures.costs.billed)
        case .effectiveCost: builder.append(measures.costs.effective)
        case .listCost: builder.append(measures.costs.list)
        case .contractedCost: builder.append(measures.costs.contracted)
        case .pricingCurrencyEffectiveCost: append(measures.pricingCurrencyEffectiveCost?.units, to: builder)
        case .pricingQuantity: append(measures.pricingQuantity?.units, to: builder)
        case .consumedQuantity: append(measures.consumedQuantity?.units, to: builder)
        case .commitmentDiscountQuantity: append(measures.commitmentDiscountQuantity?.units, to: builder)
        case .chargePeriodStart: builder.append(charge.start)
        case .chargePeriodEnd: builder.append(charge.end)
        default: append(text: charge[column], of: column.kind, to: builder)
        }
    }

    private func append(text: String?, of kind: FocusColumn.Kind, to builder: ColumnBuilder) {
        guard let text else {
            builder.appendNull()
            return
        }
        switch kind {
        case .instant: if let instant = Instant(text) { builder.append(instant) } else { builder.appendNull() }
        case .unitPrice:
            do { builder.append(try Amount(text)) } catch { preconditionFailure("a price was not kept as a decimal") }
        default: builder.append(text)
        }
    }

    private func append(_ units: Int128?, to builder: ColumnBuilder) {
        if let units { builder.append(units) } else { builder.appendNull() }
    }

    /// `cluster/namespace/Pod/name`, as FOCUS 1.3 wants it; null for what no workload received.
    private static func resourceID(_ recipient: Recipient) -> String? {
        guard let cluster = recipient.cluster, let namespace = recipient.namespace else { return nil }
        if let pod = recipient.pod { return "\(cluster)/\(namespace)/Pod/\(pod)" }
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
        case .storage, .storageUnattributed:
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
            if batch.rowCount >= AllocationWriter.rowGroupRows {
                try writer.append(batch)
                batch.removeAll()
            }
        }
        if batch.rowCount > 0 { try writer.append(batch) }
        _ = try writer.close()
    }
}
