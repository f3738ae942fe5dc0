import Kernel

/// Stored rows of an allocation as a view needs them: texts as numbers, one array a column.
struct ViewRows {
    /// What becomes of a row when pools are shared.
    enum Role: UInt8 {
        /// A user namespace's own.
        case direct
        /// A platform namespace's own: part of a pool.
        case platform
        /// Unused capacity: part of a pool.
        case idle
        /// What else the namespaces of a cluster share.
        case pool
        case outside, noTelemetry
        /// Not stored with a charge: what came from a pool and lies on no row.
        case received

        /// What stands for a key of which the row has no value.
        var mark: ViewMark {
            switch self {
            case .direct, .platform, .pool, .received: .unallocated
            case .idle: .idle
            case .outside: .outside
            case .noTelemetry: .noTelemetry
            }
        }
    }

    /// What a namespace received from a pool on a day; no namespace for what nobody could receive.
    struct Received {
        let group: PoolGroup
        let pool: Int32
        let namespace: Int32?
        let amount: Amount
    }

    /// Where and when a pool is shared.
    struct PoolGroup: Hashable {
        let day: Int32
        let cluster: Int32
        let currency: Int32
    }

    /// Numbers of all texts; the first are those of the marks.
    var texts = ByteInterner()
    private var columns: [ViewKey: [Int32]] = [:]
    var currencies: [Int32] = []
    var roles: [Role] = []
    /// What the row was charged.
    var direct: [Int128] = []
    /// What pools add to it, or take away.
    var shared: [Int128] = []
    var received: [Received] = []
    /// Unused capacity that goes with each row, where a view shares it by itself; else empty.
    var idle: [Int128] = []

    /// By the numbers of days.
    private var weeks: [Int32: Int32] = [:]

    /// The keys whose columns are filled.
    let keys: [ViewKey]

    init(keys: [ViewKey]) {
        self.keys = keys
        for mark in ViewMark.allCases {
            let number = texts.id(of: mark.text)
            precondition(number == mark.rawValue, "marks are the first texts")
        }
    }

    var count: Int { direct.count }

    subscript(key: ViewKey) -> [Int32] {
        get { columns[key] ?? [] }
        _modify { yield &columns[key, default: []] }
    }

    /// The number of the week of a day, by the day's number; that of what is no day, such as a mark, is its own.
    mutating func week(of day: Int32) -> Int32 {
        if let known = weeks[day] { return known }
        let number = texts.text(day).flatMap { Instant("\($0)T00:00:00Z") }.map {
            texts.id(of: CalendarWeek(containing: $0.day).description)
        }
        weeks[day] = number ?? day
        return number ?? day
    }

    /// True for a pod's part of its node.
    func isOfPod(_ row: Int) -> Bool {
        self[.part].indices.contains(row) && texts.text(self[.part][row]) == "Compute"
    }

    /// A key of the unused capacity that goes with each row.
    func keyOfIdle(_ key: ViewKey) -> [Int32] {
        ViewKey.ofTime.contains(key) ? self[key] : Array(repeating: ViewMark.idle.rawValue, count: count)
    }

    /// Gives the rest of disks a mark of its own.
    mutating func markUnmounted() {
        let parts = self[.part]
        let rest = (0..<count).filter { texts.text(parts[$0]) == "Storage unattributed" }
        for key in keys where !ViewKey.ofTime.contains(key) {
            for row in rest where self[key][row] == ViewMark.unallocated.rawValue {
                self[key][row] = ViewMark.unmounted.rawValue
            }
        }
    }

    func group(of row: Int) -> PoolGroup {
        PoolGroup(day: self[.day][row], cluster: self[.cluster][row], currency: currencies[row])
    }

    /// Adds what came from a pool and lies on no row; keys beyond the group's are those of `mark`.
    mutating func append(_ amount: Amount, _ group: PoolGroup, namespace: Int32, mark: ViewMark) {
        let week = week(of: group.day)
        for key in keys {
            switch key {
            case .day: self[key].append(group.day)
            case .week: self[key].append(week)
            case .cluster: self[key].append(group.cluster)
            case .namespace: self[key].append(namespace)
            default: self[key].append(mark.rawValue)
            }
        }
        currencies.append(group.currency)
        roles.append(.received)
        direct.append(0)
        shared.append(amount.units)
    }
}
