import Kernel

/// Reads an answer of OpenCost's allocation interface as it streams by: one allocation is in memory.
struct AllocationReader {
    /// A number or text that no allocation can have.
    struct Unfit: Error { let message: String }

    private let take: (AllocationRow, Place, Unfit?) throws -> Void
    private let readsNetwork: Bool
    private var hasData = false

    /// - Parameters:
    ///   - readsNetwork: what pods receive and send is asked for.
    ///   - take: is given each allocation, and what is wrong with it.
    static func read(
        _ cursor: ByteCursor, readsNetwork: Bool, _ take: @escaping (AllocationRow, Place, Unfit?) throws -> Void
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

    private init(readsNetwork: Bool, take: @escaping (AllocationRow, Place, Unfit?) throws -> Void) {
        self.readsNetwork = readsNetwork
        self.take = take
    }

    private func readRow(_ stream: JSONStream, key: String) throws {
        if try stream.passNull() { return }
        let place = stream.cursor.place
        var row = AllocationRow()
        row.name = key
        var unfit: Unfit?
        try stream.members { stream, member in
            do {
                try readMember(stream, member, &row)
            } catch let wrong as Unfit {
                unfit = unfit ?? Unfit(message: "\(member) \(wrong.message)")
            }
        }
        try take(row, place, unfit)
    }

    private func readMember(_ stream: JSONStream, _ member: String, _ row: inout AllocationRow) throws {
        switch member {
        case "name": row.name = try stream.string()
        case "properties": if try !stream.passNull() { try readProperties(stream, &row) }
        case "start": row.start = try instant(stream)
        case "end": row.end = try instant(stream)
        case "cpuCoreRequestAverage": row.figures.cpuRequest = try number(stream, to: 2_000_000)
        case "cpuCoreUsageAverage": row.figures.cpuUsage = try number(stream, to: 2_000_000)
        case "ramByteRequestAverage": row.figures.memoryRequest = try number(stream, to: AllocationReader.mostBytes)
        case "ramByteUsageAverage": row.figures.memoryUsage = try number(stream, to: AllocationReader.mostBytes)
        case "gpuHours": row.figures.gpuHours = try number(stream, to: 2_000_000)
        case "lbAllocations":
            if try !stream.passNull() { try stream.members { try readLoadBalancer($0, key: $1, &row) } }
        case "networkReceiveBytes" where readsNetwork:
            row.figures.networkReceive = try number(stream, to: AllocationReader.mostBytes)
        case "networkTransferBytes" where readsNetwork:
            row.figures.networkTransmit = try number(stream, to: AllocationReader.mostBytes)
        default: try stream.skipValue()
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
        if !service.isEmpty, !address.isEmpty { row.loadBalancers.append((service, address)) }
    }

    private func readProperties(_ stream: JSONStream, _ row: inout AllocationRow) throws {
        try stream.members { stream, key in
            if try stream.passNull() { return }
            switch key {
            case "cluster": row.subject.cluster = try stream.string()
            case "node": row.subject.node = try stream.string()
            case "namespace": row.subject.namespace = try stream.string()
            case "pod": row.subject.pod = try stream.string()
            case "container": row.subject.container = try stream.string()
            case "providerID": row.providerID = try stream.string()
            case "controllerKind": row.controllerKind = try stream.string()
            case "controller": row.controller = try stream.string()
            case "labels": try stream.members { stream, label in row.labels[label] = try stream.string() }
            case "namespaceLabels":
                try stream.members { stream, label in row.namespaceLabels[label] = try stream.string() }
            default: try stream.skipValue()
            }
        }
    }

    private func instant(_ stream: JSONStream) throws -> Instant {
        let text = try stream.string()
        guard let instant = Instant(text) else { throw Unfit(message: "\(QuotedText.of(text)) is no UTC time") }
        return instant
    }

    /// A number in units of 10^-9, at most `limit`: what no machine has would overflow sums further on.
    private func number(_ stream: JSONStream, to limit: Int128) throws -> Int128 {
        if try stream.passNull() { return 0 }
        var bytes: [UInt8] = []
        try stream.number(into: &bytes)
        let units = bytes.withUnsafeBufferPointer { text in
            // Too large, too small or no number are one finding.
            try? DecimalText.parse(text, scale: 9, excess: .roundHalfEven)
        }
        guard let units, units >= 0, units <= limit * 1_000_000_000 else {
            let text = String(decoding: bytes, as: UTF8.self)
            throw Unfit(message: "\(QuotedText.of(text)) is negative or impossibly large")
        }
        return units
    }

    /// Two petabytes.
    private static let mostBytes: Int128 = 2_000_000_000_000_000
}
