extension BridgeLine.Kind {
    /// The line's name in tables and charts.
    var label: String {
        switch self {
        case .direct: "Direct use"
        case .idle: "Idle capacity"
        case .shared: "Shared platform"
        case .network: "Network"
        case .storage: "Unclaimed storage"
        case .outside: "Outside the clusters"
        case .noTelemetry: "No telemetry"
        case .residual: "Residual"
        }
    }

    var explanation: String {
        switch self {
        case .direct: "what the pods, volumes and tagged resources of a namespace cost by themselves"
        case .idle: "machine capacity that was paid for and that no pod used or reserved"
        case .shared: "platform namespaces and resources that a whole cluster uses"
        case .network: "data transfer of machines, which no pod can be named for"
        case .storage: "disk space that no volume claims"
        case .outside: "resources, fees, credits and tax that belong to no cluster"
        case .noTelemetry: "hours in which a machine was billed and no pod was reported"
        case .residual: "cost that no namespace received"
        }
    }

    /// Class of the style sheet.
    var fill: String { "f-\(rawValue)" }
}

extension SpreadCost.Pool {
    var label: String {
        switch self {
        case .platform: "Platform"
        case .worker: "Worker idle"
        case .storage: "Storage"
        case .network: "Network"
        case .clusterShared: "Cluster shared"
        }
    }
}
