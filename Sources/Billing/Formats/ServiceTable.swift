/// Which FOCUS ServiceCategory a provider's services belong to, by name without regard to case.
struct ServiceTable: Sendable {
    static let other = "Other"

    private let categories: [String: String]

    /// - Parameter text: a line a category: `Compute: Virtual Machines, Functions`.
    init(_ text: String) {
        var categories: [String: String] = [:]
        for line in text.split(separator: "\n") {
            guard let colon = line.firstIndex(of: ":") else { preconditionFailure("a line names a category") }
            for name in line[colon...].dropFirst().split(separator: ",") {
                let known = categories.updateValue(String(line[..<colon]), forKey: ServiceTable.folded(name))
                precondition(known == nil, "a service has one category")
            }
        }
        self.categories = categories
    }

    func category(of service: String) -> String? { categories[ServiceTable.folded(service[...])] }

    /// The names of all categories in use.
    var used: Set<String> { Set(categories.values) }

    private static func folded(_ name: Substring) -> String {
        String(name.drop { $0 == " " }).lowercased()
    }
}
