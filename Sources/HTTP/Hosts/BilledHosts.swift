/// Servers where a question about costs is billed by itself. They are refused whatever a configuration says.
///
/// These are Amazon's Cost Explorer (each request) and Google's BigQuery (each byte that a query reads). Azure's Cost
/// Management takes no money for a query.
enum BilledHosts {
    /// - Parameter host: in lower case.
    static func contains(_ host: String) -> Bool {
        let labels = host.split(separator: ".")
        return domains.contains { domain in
            host.hasSuffix(domain.suffix)
                && labels.contains { label in domain.services.contains { label == $0 || label.hasPrefix($0 + "-") } }
        }
    }

    /// A service stands anywhere in a name: private endpoints put their own labels before it.
    private static let domains: [(suffix: String, services: [String])] = [
        (".amazonaws.com", amazon), (".amazonaws.com.cn", amazon), (".api.aws", amazon),
        (".api.amazonwebservices.com.cn", amazon), (".googleapis.com", ["bigquery", "bigquerystorage"]),
    ]
    private static let amazon = ["ce"]
}
