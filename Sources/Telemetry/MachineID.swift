/// Ids of machines as the bill ends with them.
enum MachineID {
    /// Reads the provider id of a node: `aws:///zone/i-0f93`, `gce://project/zone/name`, `azure:///subscriptions/...`.
    ///
    /// A machine of an Azure scale set has but a number for its last part, so that the set's name is kept with it.
    static func read(_ provider: String) -> String {
        let parts = provider.split(separator: "/")
        guard let last = parts.last, provider.contains("://") else { return provider }
        if parts.count >= 4, parts[parts.count - 2].lowercased() == "virtualmachines",
            parts[parts.count - 4].lowercased() == "virtualmachinescalesets"
        {
            return parts.suffix(3).joined(separator: "/")
        }
        return String(last)
    }
}
