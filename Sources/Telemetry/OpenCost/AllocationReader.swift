import Kernel

/// Reads an answer of OpenCost's allocation interface as it streams by: one allocation is in memory.
struct AllocationReader {
    private let take: (AllocationRow, Place, AllocationRow.Unfit?) throws -> Void
    private let readsNetwork: Bool
    private var hasData = false

    /// - Parameters:
    ///   - readsNetwork: what pods receive and send is asked for.
    ///   - take: is given each allocation, and what is wrong with it.
    static func read(
        _ cursor: ByteCursor, readsNetwork: Bool,
        _ take: @escaping (AllocationRow, Place, AllocationRow.Unfit?) throws -> Void
    ) throws {
        var reader = AllocationReader(readsNetwork: readsNetwork, take: take)
        let stream = JSONStream(cursor, wrong: TelemetryCode.notAnAllocation)
        try stream.members { stream, key in
            switch key {
            case "status":
                let status = try stream.string()
                guard status == "success" else {
                    throw stream.failure("the answer has the status \(QuotedText.of(status)): the query failed")
                }
            case "data":
                reader.hasData = true
                try stream.elements { stream in
                    if try !stream.passNull() { try stream.members { try reader.readRow($0, key: $1) } }
                }
            default: try stream.skipValue()
            }
        }
        try stream.end()
        guard reader.hasData else { throw stream.failure("the answer has no data") }
    }

    private init(readsNetwork: Bool, take: @escaping (AllocationRow, Place, AllocationRow.Unfit?) throws -> Void) {
        self.readsNetwork = readsNetwork
        self.take = take
    }

    private func readRow(_ stream: JSONStream, key: String) throws {
        if try stream.passNull() { return }
        let place = stream.cursor.place
        var row = AllocationRow()
        row.name = key
        var unfit: AllocationRow.Unfit?
        try stream.members { stream, member in
            do {
                try readMember(stream, member, &row)
            } catch let wrong as AllocationRow.Unfit {
                unfit = unfit ?? AllocationRow.Unfit(message: "\(member) \(wrong.message)")
            }
        }
        try take(row, place, unfit)
    }

    private func readMember(_ stream: JSONStream, _ member: String, _ row: inout AllocationRow) throws {
        switch member {
        case "name": row.name = try stream.string()
        case "properties": if try !stream.passNull() { try readProperties(stream, &row) }
        case "start": row.start = try AllocationRow.instant(stream.string())
        case "end": row.end = try AllocationRow.instant(stream.string())
        case "lbAllocations":
            if try !stream.passNull() { try stream.members { try readLoadBalancer($0, key: $1, &row) } }
        default:
            guard let figure = AllocationFigure(rawValue: member), readsNetwork || !figure.isOfNetwork else {
                return try stream.skipValue()
            }
            if try stream.passNull() { return }
            var number: [UInt8] = []
            try stream.number(into: &number)
            try row.set(figure, to: number)
        }
    }

    private func readLoadBalancer(_ stream: JSONStream, key: String, _ row: inout AllocationRow) throws {
        if try stream.passNull() { return }
        var (service, address) = ("", "")
        try stream.members { stream, member in
            switch member {
            case "service": service = try stream.passNull() ? "" : stream.string()
            case "ip": address = try stream.passNull() ? "" : stream.string()
            default: try stream.skipValue()
            }
        }
        row.note(loadBalancer: service, at: address)
    }

    private func readProperties(_ stream: JSONStream, _ row: inout AllocationRow) throws {
        try stream.members { stream, key in
            if try stream.passNull() { return }
            switch key {
            case "labels": try stream.members { stream, label in row.labels[label] = try stream.string() }
            case "namespaceLabels":
                try stream.members { stream, label in row.namespaceLabels[label] = try stream.string() }
            default:
                guard let property = AllocationProperty(rawValue: key) else { return try stream.skipValue() }
                row.set(property, to: try stream.string())
            }
        }
    }
}
