/// The versions of FOCUS that are written.
package enum FocusExportVersion: String, Sendable, CaseIterable {
    /// The version that the public validator checks; how a charge was split stands in columns of our own.
    case v1_2 = "1.2"
    /// The version that has columns for split charges.
    case v1_3 = "1.3"
}

/// The kinds of files that are written.
package enum FocusExportFormat: String, Sendable, CaseIterable {
    case csv, parquet
}
