import Columns
import Documents
import Kernel
import Model
import Runner

/// Reads operator reports row by row into `usage_hours`, `volume_hours` and `node_labels`.
final class OperatorIngest {
    private static let progressRows: Int64 = 16_384
    private static let rowGroupRows = 32_768

    /// A row that cannot be read, found while its columns are read.
    private struct BadRow: Error { let diagnostic: Diagnostic }

    private final class Output {
        let writer: ParquetWriter
        let batch: BatchBuilder

        init(_ dataset: Dataset, directory: String) throws {
            let folder = "\(directory)/\(dataset.rawValue)"
            try FileSystem.makeDirectory(folder)
            writer = try ParquetWriter(path: "\(folder)/part-00000.parquet", schema: dataset.schema)
            batch = BatchBuilder(dataset.schema)
        }

        func flush() throws {
            if batch.rowCount > 0 { try writer.append(batch) }
            batch.removeAll()
        }
    }

    private struct NodeDay: Hashable {
        let day: CalendarDay
        let cluster: String
        let node: String
        let labels: String
    }

    private let usage: Output
    private let volumes: Output
    private let labels: Output
    private var seenLabels: Set<NodeDay> = []
    private let quarantine: Quarantine
    private let progress: @Sendable (StageProgress) -> Void
    private var rows: Int64 = 0
    private var rowsByReport: [OperatorReport: Int64] = [:]
    private var hours: (first: Instant, last: Instant)?

    init(
        directory: String, maximumQuarantinedRows: Int, progress: @escaping @Sendable (StageProgress) -> Void
    ) throws {
        usage = try Output(.usageHours, directory: directory)
        volumes = try Output(.volumeHours, directory: directory)
        labels = try Output(.nodeLabels, directory: directory)
        quarantine = Quarantine(
            directory: directory, limit: maximumQuarantinedRows, tooMany: TelemetryCode.tooManyQuarantined)
        self.progress = progress
    }

    func read(_ file: InputFile, report: OperatorReport, cluster: String) throws {
        let reader = try CSVReader(path: file.path)
        let positions = try OperatorIngest.positions(reader.header, report, file: file.name)
        try reader.forEachRecord { record in
            do {
                if let problem = record.problem { throw BadRow(diagnostic: problem.diagnostic(file: file.name)) }
                switch report {
                case .podUsage: try addPod(record, positions, file.name, cluster)
                case .storageUsage: try addVolume(record, positions, file.name, cluster)
                case .nodeLabels: try addLabels(record, positions, file.name, cluster)
                }
                rowsByReport[report, default: 0] += 1
                rows += 1
            } catch let bad as BadRow {
                try quarantine.add(bad.diagnostic, rawRow: record.rawBytes)
            }
            if rows % OperatorIngest.progressRows == 0 { progress(StageProgress(rows: rows)) }
        }
    }

    func finish(files: [InputFile]) throws -> StageOutcome {
        for output in [usage, volumes, labels] {
            try output.flush()
            _ = try output.writer.close()
        }
        try quarantine.close()
        try quarantine.refuseIfNothing(kept: rows, TelemetryCode.nothingReadable)
        return StageOutcome(
            facts: .object([
                .init("files", try InputFile.facts(files)),
                .init(
                    "rows",
                    .object(
                        OperatorReport.allCases.map {
                            .init($0.rawValue, .integer(Int(rowsByReport[$0] ?? 0)))
                        })),
                .init("firstHour", .optional(hours?.first.description)),
                .init("lastHour", .optional(hours?.last.description)),
                .init("rowsQuarantined", .integer(Int(quarantine.rowCount))),
                .init("quarantine", quarantine.tally.facts),
            ]),
            rowCount: rows, diagnostics: quarantine.warnings)
    }

    private func addPod(
        _ record: borrowing CSVRecord, _ positions: [Int], _ file: String, _ cluster: String
    ) throws {
        let hour = try self.hour(record, positions[0], file)
        let numbers = try (5..<11).map { index in
            // Core-seconds are kept to the nanosecond, byte-seconds to the whole byte-second.
            let isCPU = index == 5 || index == 6 || index == 9
            return try number(
                record, positions[index], scale: isCPU ? 9 : 0, OperatorReport.podUsage.columns[index], file)
        }
        let batch = usage.batch
        batch[0].append(hour)
        batch[1].append(cluster)
        for (column, source) in [(2, 3), (3, 4), (4, 2), (5, 1)] { copy(record, positions[source], batch[column]) }
        batch[6].append(numbers[0])
        batch[7].append(numbers[1])
        batch[8].append(numbers[2])
        batch[9].append(numbers[3])
        batch[10].append(numbers[4])
        batch[11].append(numbers[5])
        copy(record, positions[11], batch[12])
        if batch.rowCount >= OperatorIngest.rowGroupRows { try usage.flush() }
    }

    private func addVolume(
        _ record: borrowing CSVRecord, _ positions: [Int], _ file: String, _ cluster: String
    ) throws {
        let hour = try self.hour(record, positions[0], file)
        let bytes = try number(
            record, positions[7], scale: 0, OperatorReport.storageUsage.columns[7], file)
        let batch = volumes.batch
        batch[0].append(hour)
        batch[1].append(cluster)
        for column in 2..<8 { copy(record, positions[column - 1], batch[column]) }
        batch[8].append(bytes)
        if batch.rowCount >= OperatorIngest.rowGroupRows { try volumes.flush() }
    }

    private func addLabels(
        _ record: borrowing CSVRecord, _ positions: [Int], _ file: String, _ cluster: String
    ) throws {
        let hour = try self.hour(record, positions[0], file)
        let day = NodeDay(
            day: hour.day, cluster: cluster, node: record[positions[1]].text,
            labels: record[positions[2]].text)
        guard seenLabels.insert(day).inserted else { return }
        let batch = labels.batch
        batch[0].append(day.day)
        batch[1].append(cluster)
        batch[2].append(day.node)
        batch[3].append(day.labels)
        if batch.rowCount >= OperatorIngest.rowGroupRows { try labels.flush() }
    }

    private func copy(_ record: borrowing CSVRecord, _ position: Int, _ builder: ColumnBuilder) {
        builder.append(utf8: record[position].bytes)
    }

    private func hour(_ record: borrowing CSVRecord, _ position: Int, _ file: String) throws -> Instant {
        let field = record[position]
        guard let instant = Instant(utf8: field.bytes) else {
            throw bad(
                TelemetryCode.notATime, "interval_start \(QuotedText.of(field.text)) is no UTC time", record, position,
                file)
        }
        hours = (min(hours?.first ?? instant, instant), max(hours?.last ?? instant, instant))
        return instant
    }

    /// A non-negative number in units of 10^-scale, rounded half to even; an empty field is zero, as the operator
    /// leaves out what it did not see.
    private func number(
        _ record: borrowing CSVRecord, _ position: Int, scale: Int, _ column: String, _ file: String
    ) throws -> Int64 {
        let field = record[position]
        if field.isNull { return 0 }
        var units: Int128?
        do {
            units = try DecimalText.parse(field.bytes, scale: scale, excess: .roundHalfEven)
        } catch .tooLarge {
            units = nil
        } catch {
            throw bad(
                TelemetryCode.notANumber, "\(column) \(QuotedText.of(field.text)) is no number", record, position, file)
        }
        guard let units, units >= 0, let value = Int64(exactly: units) else {
            throw bad(
                TelemetryCode.impossibleNumber,
                "\(column) \(QuotedText.of(field.text)) is negative or impossibly large",
                record,
                position, file)
        }
        return value
    }

    private func bad(
        _ code: DiagnosticCode, _ message: String, _ record: borrowing CSVRecord, _ position: Int, _ file: String
    ) -> BadRow {
        let place = record.position(ofField: position)
        return BadRow(
            diagnostic: .error(code, message, at: Place(file: file, line: place.line, column: place.column)))
    }

    private static func positions(
        _ header: [String], _ report: OperatorReport, file: String
    ) throws(Failure) -> [Int] {
        let missing = report.columns.filter { !header.contains($0) }
        guard missing.isEmpty else {
            throw Failure(
                .badInput, TelemetryCode.missingColumn,
                "the report lacks the columns \(missing.joined(separator: ", "))", at: Place(file: file, line: 1),
                hint: "'\(report.rawValue)' takes \(report.summary)")
        }
        return report.columns.map { header.firstIndex(of: $0)! }
    }
}
