import FuzzTargets
import Kernel
import TestSupport
import Testing

@testable import Columns

/// Files read in parts. The invariant: where each part begins at the end of the one before it, the records are those of
/// the whole file; a wrong guess shows as a part that begins somewhere else.
struct CSVPartTests {
    private static let hostile: [(name: String, text: String)] = [
        ("plain", "h1,h2,h3\na,b,c\n1,2,3\n4,5,6\n"),
        ("quotes", "h1,h2\n\"a\",\"b\"\n\"a\"\"b\",\"\"\"\"\n\"\",c\n"),
        ("line feeds inside quotes", "h1,h2\n\"a\nb\",\"c\n\nd\"\ne,f\n\"\n\",\"\n\n\"\n"),
        ("rows inside quotes", "h1,h2\nx,\"\n1,2\n3,4\n5,6\n\"\ny,z\n"),
        ("quoted rows inside quotes", "h1,h2\nx,\"\n\"\"1\"\",2\n\"\"3\"\",4\n\"\ny,z\n"),
        ("CRLF", "h1,h2\r\na,b\r\n\"c\r\nd\",e\r\nf,g\r\n"), ("BOM", "\u{FEFF}h1,h2\na,b\nc,d\n"),
        ("empty fields", "h1,h2,h3\n,,\n\"\",,\"\"\n,a,\n"), ("ragged", "h1,h2,h3\na\nb,c\nd,e,f,g\nh,i,j\n"),
        ("blank lines", "h1,h2\n\n\r\n\na,b\n\n\nc,d\n\n"), ("one column", "h\n\na\n\n\"b\n\"\n\n"),
        ("no last line end", "h1,h2\na,b\nc,\"d\""), ("a return at the end", "h1,h2\na,b\nc,d\r"),
        ("stray quotes", "h1,h2\na\"b,c\n\"d\"e,f\ng,\"h\"i\"\n\"j\",k\n"),
        ("an open quote", "h1,h2\na,b\nc,\"d\ne,f\n"),
        ("returns", "h1,h2\na\rb,c\n\rd,e\n"), ("header of three lines", "\"h\n\n1\",h2\n\"a\nb\",c\nd,e\n"),
        ("header alone", "h1,h2\n"), ("header without a line end", "h1,h2"),
        ("one long field", "h1,h2\n\"\(String(repeating: "a,b\n", count: 40))\",x\ny,z\n"),
        ("long field without line feeds", "h1,h2\n\(String(repeating: "x", count: 5000)),y\nz,w\n"),
        ("quotes and separators only", "h1,h2\n\",\",\",\"\n\"\"\"\",\"\"\n"), ("NUL", "h1,h2\na\0b,c\nd,e\n"),
        ("tags", "h1,h2\n\"{\"\"k\"\":\"\",NULL,NULL,\"\"}\",1\n\"{\n\"\"k\"\": \"\"v\"\"\n}\",2\n"),
    ]

    private let folder = TemporaryFolder.made()

    @Test(arguments: hostile.map(\.name))
    func partsHaveTheRecordsOfTheWholeOrAGap(name: String) throws {
        let text = try #require(CSVPartTests.hostile.first { $0.name == name }?.text)
        let path = folder.file("a.csv", text)
        let limits = CSVLimits(recordBytes: 1 << 16, columns: 64, bufferBytes: 64, windowBytes: 32)
        let whole = CSVReading(path: path, limits)
        try #require(whole.hasHeader)
        var agreed = 0
        let count = text.utf8.count
        for partBytes in Array(1...min(count, 400)) + [count - 1, count, count + 1] where partBytes > 0 {
            switch try CSVParts.check(path: path, partBytes: partBytes, limits, against: whole) {
            case .agrees: agreed += 1
            case .misjudged: break
            }
        }
        // One part is no guess: only a file that cannot be read to its end does without.
        #expect(agreed > 0 || whole.failure != nil)
    }

    /// Without line feeds inside quotes every guess is right.
    @Test(arguments: ["plain", "quotes", "BOM", "empty fields", "blank lines", "no last line end", "header alone"])
    func guessesAreRightWhereLineFeedsEndRecords(name: String) throws {
        let text = try #require(CSVPartTests.hostile.first { $0.name == name }?.text)
        let path = folder.file("a.csv", text)
        let whole = CSVReading(path: path, CSVLimits())
        for partBytes in 1...(text.utf8.count + 1) {
            #expect(try CSVParts.check(path: path, partBytes: partBytes, CSVLimits(), against: whole) == .agrees)
        }
    }

    /// A field made of lines that look like rows: the part that begins among them must be found out.
    @Test func aGuessInsideQuotesIsFoundOut() throws {
        let path = folder.file("a.csv", "h1,h2\nx,\"\n\(String(repeating: "1,2\n", count: 50))\"\ny,z\n")
        let whole = CSVReading(path: path, CSVLimits())
        #expect(whole.records.count == 2)
        for partBytes in 8...150 {
            #expect(try CSVParts.check(path: path, partBytes: partBytes, CSVLimits(), against: whole) == .misjudged)
        }
    }

    /// The first lines of a part that do not look like rows are passed over.
    @Test func theGuessPassesOverTheRestOfAField() throws {
        let text = "h1,h2,h3\na,\"first\nsecond\nthird\",b\nc,d,e\n"
        let path = folder.file("a.csv", text)
        let inside = try #require(text.utf8.firstIndex(of: UInt8(ascii: "s")))
        let start = text.utf8.distance(from: text.startIndex, to: inside)
        let part = CSVPart(path: path, range: start..<text.utf8.count)
        let (reader, found) = try #require(try part.reader(header: ["h1", "h2", "h3"]))
        #expect(found == text.utf8.count - "c,d,e\n".utf8.count)
        #expect(try reader.records().map(\.fields) == [["c", "d", "e"]])
    }

    @Test func randomFilesAgreeInPartsOfAnySize() throws {
        var generator = SplitMix(seed: 2026)
        let alphabet = [
            "a", "bc", ",", ",", "\n", "\n", "\"x\"", "\"p,q\"", "\"l\nm\"", "\"\"", "\"", "\r\n", "\"\n1,2\n\"",
        ]
        var misjudged = 0
        for _ in 0..<1500 {
            var text = "h1,h2\n"
            for _ in 0..<generator.below(60) { text += alphabet[generator.below(alphabet.count)] }
            let path = folder.file("a.csv", text)
            let limits = CSVLimits(
                recordBytes: 1 << 16, columns: 64, bufferBytes: 1 + generator.below(90),
                windowBytes: 1 + generator.below(90))
            let whole = CSVReading(path: path, limits)
            let outcome = try CSVParts.check(path: path, partBytes: 1 + generator.below(40), limits, against: whole)
            if outcome == .misjudged { misjudged += 1 }
        }
        #expect((1..<1500).contains(misjudged), "both outcomes are met")
    }
}
