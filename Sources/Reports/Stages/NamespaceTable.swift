import Columns
import Kernel

/// `namespaces.csv`: one line a namespace, every figure with all its digits.
enum NamespaceTable {
    private static let texts = ["Currency", "Cluster", "Namespace"]
    private static let numbers = [
        "DirectCompute", "DirectStorage", "DirectProjectTag", "DirectTraffic", "DirectLoadBalancer", "PlatformShare",
        "WorkerIdleShare",
        "StorageShare",
        "NetworkShare", "ClusterSharedShare", "Final", "FinalRounded",
    ]

    static func write(_ report: AllocationReport, to path: String) throws {
        let file = try DurableFile(path: path)
        let writer = try CSVWriter(
            columns: texts.map { CSVColumn($0) } + numbers.map { CSVColumn($0, .number) }, to: file,
            guardsFormulas: true)
        for section in report.sections {
            for cluster in section.clusters {
                for namespace in cluster.namespaces {
                    for text in [section.currency.description, cluster.name, namespace.name] { writer.write(text) }
                    let (direct, given) = (namespace.direct, namespace.distributed)
                    for amount in [
                        direct.compute, direct.storage, direct.projectTag, direct.traffic, direct.loadBalancer,
                        given.platform, given.worker,
                        given.storage, given.network, given.clusterShared, namespace.final,
                    ] {
                        writer.write(amount.description)
                    }
                    writer.write(namespace.finalInCoins.rounded(toPlaces: MoneyText(section.currency).places))
                    try writer.endRecord()
                }
            }
        }
        try writer.finish()
        try file.commit()
    }
}
