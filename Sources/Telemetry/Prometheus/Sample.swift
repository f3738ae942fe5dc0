/// One value of a series. Prometheus keeps times to the millisecond.
struct Sample: Hashable {
    let milliseconds: Int64
    /// In units of the measure: nanocores, nanoseconds, bytes.
    var value: Int64
}
