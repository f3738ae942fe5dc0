import Foundation
import TestSupport
import Testing

extension ProgramTests {
    /// `reckon inspect`: what it prints, and how it refuses.
    @Suite struct Inspect {
        private static let sample = "Tests/Fixtures/focus-sample/focus_sample.csv"
        private static let goldens = "\(Checkout.root)/Tests/ProcessTests/Goldens"

        /// `RECKON_UPDATE_GOLDENS=1` writes the files anew; read what changed before you keep it.
        @Test(arguments: [
            ("inspect.txt", ["--by", "ServiceCategory,day"]),
            ("inspect.json", ["--format", "json", "--by", "servicename"]),
            ("inspect.csv", ["--format", "csv", "--by", "ProviderName,RegionId,ChargeCategory"]),
        ])
        func theSampleIsToldAsItWas(golden: String, options: [String]) throws {
            let answer = try Reckon.run(["inspect", Inspect.sample] + options, in: Checkout.root)
            #expect(answer.exit == 0)
            #expect(answer.err.isEmpty)
            let file = URL(filePath: "\(Inspect.goldens)/\(golden)")
            if ProcessInfo.processInfo.environment["RECKON_UPDATE_GOLDENS"] == "1" {
                try Data(answer.out.utf8).write(to: file)
            }
            #expect(answer.out == String(decoding: try Data(contentsOf: file), as: UTF8.self))
        }

        /// The known sums of the sample, whatever it is compressed with.
        @Test(arguments: ["cat", "gzip -c", "zstd -q -c"])
        func compressionChangesNothing(compress: String) throws {
            let folder = try TemporaryFolder()
            let made = try Reckon.shell(
                "command -v \(compress) >/dev/null || { echo absent; exit; }; \(compress) \(Inspect.sample) > \(folder.path)/bill",
                in: Checkout.root)
            if made.out.contains("absent") { return }
            let answer = try Reckon.run(["inspect", "bill", "--format", "json"], in: folder.path)
            #expect(answer.exit == 0)
            #expect(answer.out.contains("\"rows\": 1000,"))
            let sums = answer.out.matches(of: /"BilledCost": "([-0-9.]+)"/).compactMap { Decimal(string: String($0.1)) }
            #expect(sums.reduce(0, +) == Decimal(string: "20.52022672899"))
        }

        /// A file each, and what is said of it. `$` is the path.
        @Test(arguments: [
            ("missing", "", 66, "$: error[D101]: the file does not exist\n"),
            ("empty", ": > $", 65, "$: error[D120]: the file is empty: there is no header line\n"),
            ("folder", "mkdir $", 65, "$: error[D103]: a file is wanted here, this is a directory\n"),
            ("pipe", "mkfifo $", 65, "$: error[D103]: a file is wanted here, this is a named pipe\n"),
            ("unreadable", "touch $ && chmod 0 $", 66, "$: error[D102]: the file cannot be read: permission denied\n"),
            ("no bill", "printf 'a,b\\n1,2\\n' > $", 65, "$:1: error[D200]: this is no FOCUS bill: mandatory columns"),
            (
                "gzip cut short", "gzip -c in.csv | head -c 3000 > $", 65,
                "$: error[D110]: the gzip file ends in the middle"
            ),
            ("Parquet cut short", "head -c 3000 in.parquet > $", 65, "$: error[D"),
            (
                "a ZIP archive", "printf 'PK\\003\\004rest' > $", 65,
                "$: error[D124]: CSV is wanted here, this is a ZIP archive"
            ),
            ("UTF-16", "printf '\\377\\376a\\000' > $", 65, "$: error[D124]: CSV is wanted here, this is UTF-16 text"),
            (
                "garbage", "head -c 9000 /dev/zero | tr '\\000' '\\201' > $", 65,
                "$:1:1: error[D123]: the header cannot be read"
            ),
            ("zeros", "head -c 9000 /dev/zero > $", 65, "$:1:1: error[D123]: the header cannot be read: a NUL byte"),
            (
                "an open quote", "(cat in.csv; printf '\"open,') > $", 65,
                "$:1002:1: error[D125]: the quote that opens here"
            ),
            ("a column twice", "sed '1s/BilledCost/ListCost/' in.csv > $", 65, "$:1:"),
        ])
        func whatCannotBeReadIsRefused(name: String, command: String, exit: Int32, said: String) throws {
            let folder = try TemporaryFolder()
            let path = "\(folder.path)/bill"
            if !command.isEmpty {
                let line = command.replacing("in.csv", with: "\(Checkout.root)/\(Inspect.sample)")
                    .replacing("in.parquet", with: "\(Checkout.root)/Tests/Fixtures/aws/every-type-2.0.parquet")
                let made = try Reckon.shell(line.replacing("$", with: path), in: folder.path)
                try #require(made.exit == 0, "\(made.err)")
            }
            // Who may read everything is refused nothing.
            if name == "unreadable", geteuid() == 0 { return }
            let answer = try Reckon.run(["inspect", path], in: folder.path)
            #expect(answer.exit == exit, "\(answer.err)")
            #expect(answer.out.isEmpty)
            #expect(answer.err.hasPrefix(said.replacing("$", with: path)), "\(answer.err)")
            #expect(answer.err.contains("\n  hint: "))
        }

        /// zstd is no program that every machine has, so the file is made of the one frame it needs.
        @Test func zstdCutShortIsRefused() throws {
            let folder = try TemporaryFolder()
            let made = try Reckon.shell(
                "printf '\\050\\265\\057\\375\\040\\004\\041\\000\\000a,' > bill", in: folder.path)
            try #require(made.exit == 0)
            let answer = try Reckon.run(["inspect", "bill"], in: folder.path)
            #expect(answer.exit == 65)
            #expect(
                answer.err.hasPrefix("bill: error[D115]: the zstd file ends in the middle of its content"),
                "\(answer.err)")
        }

        @Test func aHeaderAloneIsABillWithoutRows() throws {
            let folder = try TemporaryFolder()
            _ = try Reckon.shell("head -n 1 '\(Checkout.root)/\(Inspect.sample)' > bill", in: folder.path)
            let answer = try Reckon.run(["inspect", "bill"], in: folder.path)
            #expect(answer.exit == 0)
            #expect(answer.out.contains("\n  0 rows\n"), "\(answer.out)")
        }

        @Test(arguments: [
            ("Frobnication", "\"Frobnication\" is no FOCUS column"), ("BilledCost", "BilledCost holds no text"),
            ("ChargePeriodStart", "ChargePeriodStart holds no text"),
            ("ServiceName,servicename", "ServiceName is named twice"), ("day,Day", "day is named twice"),
            ("ServiceName,ServiceCategory,RegionId,SubAccountId,ProviderName,Tags", "more than five columns are named"),
            ("ServiceName, RegionId", "\" RegionId\" is no FOCUS column"),
        ])
        func sumsThatCannotBeToldAre64(by: String, said: String) throws {
            let answer = try Reckon.run(["inspect", Inspect.sample, "--by", by], in: Checkout.root)
            #expect(answer.exit == 64)
            #expect(answer.out.isEmpty)
            #expect(answer.err.contains("\(said)\n  hint: "), "\(answer.err)")
        }

        @Test(arguments: [[], ["bill", "--format", "yaml"], ["bill", "--format", "csv"], ["--by", "ServiceName"]])
        func aWrongCommandLineIs64(arguments: [String]) throws {
            let answer = try Reckon.run(["inspect"] + arguments, in: "/")
            #expect(answer.exit == 64)
            #expect(answer.out.isEmpty)
        }

        /// People see the other files, and what is wrong with each; a program gets a whole answer or none.
        @Test func oneFileThatCannotBeReadDoesNotHideTheOthers() throws {
            let files = ["missing.csv", Inspect.sample, "README.md"]
            let answer = try Reckon.run(["inspect"] + files, in: Checkout.root)
            #expect(answer.exit == 66)
            #expect(answer.out.hasPrefix("\(Inspect.sample)\n  FOCUS 1.0"), "\(answer.out)")
            #expect(answer.err.contains("missing.csv: error[D101]"), "\(answer.err)")
            #expect(answer.err.contains("README.md:1: error[D200]"), "\(answer.err)")
            let json = try Reckon.run(["inspect", "--format", "json"] + files, in: Checkout.root)
            #expect(json.exit == 66)
            #expect(json.out.isEmpty)
        }
    }
}
