import Billing
import Glibc
import Kernel
import Reports
import Runner
import TestSupport
import Testing

/// Places that do not take what is written: nothing is published, and the message says what to do.
struct HostileOutputTests {
    /// A stage and the file that it writes first.
    struct Writer: CustomTestStringConvertible, Sendable {
        let kind: Runner.StageKind
        let options: String
        let file: String
        var testDescription: String { kind.use }
    }

    static let writers = [
        Writer(
            kind: IngestFocusStage.kind, options: ExampleMonth.bill,
            file: "cost_lines/billing_period=2026-04/part-00000.parquet"),
        Writer(kind: ExportFocusStage.kind, options: ExampleMonth.export, file: "focus-1.2.csv"),
        Writer(
            kind: ExportFocusStage.kind, options: #"{"allocation": "allocation-both-cpu", "formats": ["parquet"]}"#,
            file: "focus-1.2.parquet"),
        Writer(kind: ReportStage.kind, options: ExampleMonth.report, file: "index.html"),
    ]

    private static let staging = "published/harbor/test/2026-04/stage/staging-g000001"

    private func said(_ writer: Writer, home: String) throws -> String {
        let bench = try Bench("2026-04", home: home, after: ExampleMonth.shared.get())
        do {
            try bench.run("stage", writer.kind, writer.options)
            return "it was written"
        } catch let error as any ReckonError {
            return "exit \(error.exitStatus.rawValue)\n\(error)".replacing(home, with: "HOME")
        }
    }

    @Test(arguments: writers) func fileInPlaceOfTheHome(writer: Writer) throws {
        let folder = try TemporaryFolder()
        let home = try folder.write("I am a file\n", to: "home")
        #expect(
            try said(writer, home: home) == """
                exit 73
                HOME: error[E404]: a file stands where a folder is needed
                  hint: move the file away
                """)
    }

    @Test(arguments: writers) func readOnlyDisk(writer: Writer) throws {
        guard let disk = SmallDisk("size=1m", isReadOnly: true) else { return }
        defer { disk.unmount() }
        #expect(
            try said(writer, home: disk.path) == """
                exit 73
                HOME/published: error[E404]: cannot make folder here: Read-only file system
                  hint: make the folder writable, or choose another with --home
                """)
    }

    @Test(arguments: writers) func fullDisk(writer: Writer) throws {
        guard let disk = SmallDisk("size=24k", isReadOnly: false) else { return }
        defer { disk.unmount() }
        let said = try said(writer, home: disk.path)
        #expect(said.hasPrefix("exit 73\nHOME/\(HostileOutputTests.staging)/\(writer.file): error["), "\(said)")
        #expect(said.contains("hint: free "), "\(said)")
    }
}

/// A small disk of its own, for tests that fill it. Only root can make one.
struct SmallDisk {
    let path: String

    /// Nil, with the reason printed, where disks cannot be mounted.
    init?(_ options: String, isReadOnly: Bool) {
        guard let path = try? TemporaryFolder().path else { return nil }
        guard mount("tmpfs", path, "tmpfs", isReadOnly ? UInt(MS_RDONLY) : 0, options) == 0 else {
            print("skipped: a disk for this test cannot be mounted here: \(String(cString: strerror(errno)))")
            return nil
        }
        self.path = path
    }

    func unmount() { umount2(path, Int32(MNT_DETACH)) }
}
