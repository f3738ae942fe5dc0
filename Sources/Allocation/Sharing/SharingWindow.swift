/// The span of time that a policy looks at as a whole. The raw values stand in options and in the column `Window`.
package enum SharingWindow: String, Sendable, Hashable, CaseIterable {
    /// What a pool holds of an hour goes by that hour.
    case hour
    case day
    /// The calendar month of the pool's day.
    case month
}
