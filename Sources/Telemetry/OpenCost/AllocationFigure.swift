import Kernel

/// The figures of an allocation that are read, as OpenCost names them in every kind of file.
enum AllocationFigure: String, CaseIterable {
    case cpuRequest = "cpuCoreRequestAverage"
    case cpuUsage = "cpuCoreUsageAverage"
    case memoryRequest = "ramByteRequestAverage"
    case memoryUsage = "ramByteUsageAverage"
    case gpuHours
    case networkReceive = "networkReceiveBytes"
    case networkTransmit = "networkTransferBytes"

    var isOfNetwork: Bool { self == .networkReceive || self == .networkTransmit }

    /// The largest that is read, in whole cores, bytes or hours: what no machine has would overflow sums further on.
    var most: Int128 {
        switch self {
        case .cpuRequest, .cpuUsage, .gpuHours: 2_000_000
        // Two petabytes.
        case .memoryRequest, .memoryUsage, .networkReceive, .networkTransmit: 2_000_000_000_000_000
        }
    }
}

extension AllocationRow {
    /// Sets a figure from a decimal number as it is written.
    ///
    /// - Throws: `Unfit` for what is no number, negative or too large.
    mutating func set(_ figure: AllocationFigure, to number: [UInt8]) throws(Unfit) {
        let units = number.withUnsafeBufferPointer { text in
            // Too large, too small or no number are one finding.
            try? DecimalText.parse(text, scale: 9, excess: .roundHalfEven)
        }
        guard let units, units >= 0, units <= figure.most * 1_000_000_000 else {
            let text = String(decoding: number, as: UTF8.self)
            throw Unfit(message: "\(QuotedText.of(text)) is negative or impossibly large")
        }
        switch figure {
        case .cpuRequest: figures.cpuRequest = units
        case .cpuUsage: figures.cpuUsage = units
        case .memoryRequest: figures.memoryRequest = units
        case .memoryUsage: figures.memoryUsage = units
        case .gpuHours: figures.gpuHours = units
        case .networkReceive: figures.networkReceive = units
        case .networkTransmit: figures.networkTransmit = units
        }
    }
}
