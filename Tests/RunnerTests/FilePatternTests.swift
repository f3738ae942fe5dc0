import Glibc
import Kernel
import Runner
import TestSupport
import Testing

/// Paths of a job, found below the project.
struct FilePatternTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        for name in ["b-2026-04.csv", "a-2026-04.csv", "B-2026-04.csv", "é-2026-04.csv", "a-2026-05.csv"] {
            try folder.write("x", to: "in/\(name)")
        }
        try folder.write("x", to: "in/2026-04/2026-04.csv")
    }

    @Test(arguments: [
        ("in/a-{period}.csv", ["in/a-2026-04.csv"]), ("in/{period}/{period}.csv", ["in/2026-04/2026-04.csv"]),
        (
            "in/*-{period}.csv",
            ["in/B-2026-04.csv", "in/a-2026-04.csv", "in/b-2026-04.csv", "in/é-2026-04.csv"]
        ),
        ("in/[ab]-{period}.csv", ["in/a-2026-04.csv", "in/b-2026-04.csv"]),
        ("in/?-2026-05.csv", ["in/a-2026-05.csv"]), ("in", ["in"]),
    ])
    func namesAreInByteOrder(pattern: String, names: [String]) throws {
        let period = try #require(Month("2026-04"))
        #expect(try FilePattern(pattern).resolve(root: folder.path, period: period) == names)
    }

    @Test(arguments: [
        (
            "in/c-{period}.csv", "in/c-2026-04.csv",
            "'in/c-{period}.csv' stands for this path in period 2026-04; choose another with --period"
        ),
        ("in/c*.csv", "in/c*.csv", "check the path; relative paths start at the folder that holds Jobs/"),
    ])
    func nothingFoundIsSaid(pattern: String, shown: String, hint: String) throws {
        let period = try #require(Month("2026-04"))
        let place = Place(file: "Jobs/a.json", line: 3, column: 9)
        let error = #expect(throws: Failure.self) {
            try FilePattern(pattern, at: place).resolve(root: folder.path, period: period)
        }
        #expect(error?.exitStatus == .missingInput)
        #expect(
            error?.description == "Jobs/a.json:3:9: error[P201]: no file matches '\(shown)'\n  hint: \(hint)")
    }

    @Test func absolutePathsStayAbsolute() throws {
        let period = try #require(Month("2026-04"))
        let path = "\(folder.path)/in/a-2026-05.csv"
        #expect(try FilePattern(path).resolve(root: "/nowhere", period: period) == [path])
    }
}
