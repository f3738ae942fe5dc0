import Kernel

/// Takes the samples that a reader of either format finds.
protocol SampleSink: AnyObject {
    /// The number of a series; nil when its samples are not wanted.
    func series(_ labels: SeriesLabels) -> Int32?

    /// - Parameters:
    ///   - source: another number for each series of a file.
    ///   - place: of the sample, made when there is something to say about it.
    func add(
        series: Int32, source: Int32, time: UnsafeBufferPointer<UInt8>, value: UnsafeBufferPointer<UInt8>,
        place: @autoclosure () -> Place
    ) throws

    /// A line or an element that is no sample.
    func setAside(_ finding: Diagnostic, _ bytes: UnsafeBufferPointer<UInt8>) throws
}
