import Kernel
import Testing

@testable import Documents

/// The exact text of what a user reads about a malformed document.
struct JSONTextMessageTests {
    @Test(arguments: [
        ("", "job.json:1:1: error[J135]: the file is empty, expected a JSON value"),
        (" \n ", "job.json:2:2: error[J135]: the file is empty, expected a JSON value"),
        ("{\"a\": 1}}", "job.json:1:9: error[J123]: unexpected \"}\", expected the end of the file"),
        (
            "{\"a\" 1}",
            "job.json:1:6: error[J123]: unexpected \"1\", expected \":\" after the key \"a\"\n  hint: the object begins at line 1, column 1"
        ),
        (
            "{\"a\": 1",
            "job.json:1:8: error[J136]: the file ends inside the object that begins at line 1, column 1, expected \",\" or \"}\""
        ),
        (
            "{\"a\": [",
            "job.json:1:8: error[J136]: the file ends inside the array that begins at line 1, column 7, expected a value"
        ),
        (
            "{\"a\": [1}",
            "job.json:1:9: error[J123]: unexpected \"}\", expected \",\" or \"]\"\n  hint: the array begins at line 1, column 7"
        ),
        (
            "{'a': 1}",
            "job.json:1:2: error[J123]: unexpected \"'\", expected a key in quotes\n  hint: JSON quotes texts and keys with \" only"
        ),
        (
            "{\"a\": \u{201C}x\u{201D}}",
            "job.json:1:7: error[J123]: unexpected \"\u{201C}\" (U+201C), expected a value\n  hint: JSON quotes texts and keys with \" only"
        ),
        (
            "{id: 1}",
            "job.json:1:2: error[J123]: unexpected \"id\", expected a key in quotes\n  hint: keys are quoted too: \"id\""
        ),
        ("{\"a\": True}", "job.json:1:7: error[J123]: unexpected \"True\", expected a value\n  hint: write true"),
        ("[None]", "job.json:1:2: error[J123]: unexpected \"None\", expected a value\n  hint: write null"),
        (
            "[NaN]",
            "job.json:1:2: error[J123]: unexpected \"NaN\", expected a value\n  hint: JSON numbers are finite; leave the key out or write null"
        ),
        (
            "[yes]",
            "job.json:1:2: error[J123]: unexpected \"yes\", expected a value\n  hint: texts are quoted: \"...\"; the only bare words are true, false and null"
        ),
        (
            "[1\u{A0}]",
            "job.json:1:3: error[J123]: unexpected \"\\u{a0}\" (U+00A0), expected \",\" or \"]\"\n  hint: an invisible character: JSON has blank, tab and line ends only"
        ),
        (
            "[\u{0}]",
            "job.json:1:2: error[J123]: unexpected \"\\u{0}\" (U+0000), expected a value\n  hint: the array begins at line 1, column 1"
        ),
        (
            "{,}",
            "job.json:1:2: error[J123]: unexpected \",\", expected a key in quotes\n  hint: the object begins at line 1, column 1"
        ),
        (
            "[1,,2]",
            "job.json:1:4: error[J123]: unexpected \",\", expected a value\n  hint: the array begins at line 1, column 1"
        ),
        (
            "// x\n{}",
            "job.json:1:1: error[J124]: comments are not allowed in JSON\n  hint: take it out, or use a key made for notes"
        ),
        (
            "{} /*/ x */",
            "job.json:1:4: error[J124]: comments are not allowed in JSON\n  hint: take it out, or use a key made for notes"
        ),
        (
            "# x\n{}",
            "job.json:1:1: error[J124]: comments are not allowed in JSON\n  hint: take it out, or use a key made for notes"
        ),
        (
            "{\"a\": 1,\n}",
            "job.json:1:8: error[J125]: a comma stands before the end of the object\n  hint: take it out"
        ),
        ("[1, ]", "job.json:1:3: error[J125]: a comma stands before the end of the array\n  hint: take it out"),
        ("{\"a\": 1\n \"b\": 2}", "job.json:1:8: error[J126]: a comma is missing in the object"),
        ("[1 2]", "job.json:1:3: error[J126]: a comma is missing in the array"),
        (
            "[\"a\\x\"]",
            "job.json:1:4: error[J128]: unknown escape \"\\\\x\"\n  hint: allowed: \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u0000"
        ),
        (
            "[\"\\u12g4\"]",
            "job.json:1:3: error[J128]: unknown escape \"\\\\u12g4\"\n  hint: \\u takes four hexadecimal digits"
        ),
        (
            "[\"\\u12\"]",
            "job.json:1:3: error[J128]: unknown escape \"\\\\u12\"\n  hint: \\u takes four hexadecimal digits"
        ),
        ("[\"a\tb\"]", "job.json:1:4: error[J129]: a string holds the control character U+0009\n  hint: write \\t"),
        (
            "[\"a\u{1b}b\"]",
            "job.json:1:4: error[J129]: a string holds the control character U+001B\n  hint: write \\u001b"
        ),
        (
            "[\"\\ud83d\"]",
            "job.json:1:3: error[J130]: \"\\\\ud83d\" is half of a surrogate pair\n  hint: write both halves, or the character itself"
        ),
        (
            "[\"\\ude00\\ud83d\"]",
            "job.json:1:3: error[J130]: \"\\\\ude00\" is half of a surrogate pair\n  hint: write both halves, or the character itself\njob.json:1:9: error[J130]: \"\\\\ud83d\" is half of a surrogate pair\n  hint: write both halves, or the character itself"
        ),
        (
            "{\"a\": 1, \"b\": 2,\n \"a\": 3}",
            "job.json:2:2: error[J131]: duplicate key \"a\"\n  hint: the first is at line 1; keep one of them"
        ),
        (
            "{\"a\": 1, \"\\u0061\": 2}",
            "job.json:1:10: error[J131]: duplicate key \"a\"\n  hint: the first is at line 1; keep one of them"
        ),
        (
            "[\"a\nb\"]",
            "job.json:1:2: error[J134]: a string is not closed on the line where it begins\n  hint: close it with \", or write a line end inside it as \\n"
        ),
        (
            "[\"a",
            "job.json:1:2: error[J134]: a string is not closed on the line where it begins\n  hint: close it with \", or write a line end inside it as \\n"
        ),
    ])
    func says(source: String, expected: String) {
        #expect(message { try parse(source) } == expected)
    }

    @Test(arguments: [
        ("01", "numbers have no leading zeros; a code such as 007 is a text in quotes"),
        ("-01.5", "numbers have no leading zeros; a code such as 007 is a text in quotes"),
        ("+1", "numbers have no plus sign"), (".5", "a digit stands before the point: 0.5"),
        ("5.", "a digit stands after the point: 5.0, or leave the point out"), ("0x1F", "numbers are decimal"),
        ("1_000", "digits are not grouped: 1000000"), ("1.2.3", "a number has one point"),
        ("-Infinity", "JSON numbers are finite; leave the key out or write null"),
        ("-", "examples: 5, -0.25, 1e6; texts such as dates are quoted"),
        ("1e", "examples: 5, -0.25, 1e6; texts such as dates are quoted"),
        ("2026-04-01", "examples: 5, -0.25, 1e6; texts such as dates are quoted"),
    ])
    func explainsNumbers(number: String, hint: String) {
        #expect(
            message { try parse("[\(number)]") }
                == "job.json:1:2: error[J127]: \"\(number)\" is not a JSON number\n  hint: \(hint)")
    }

    @Test(
        arguments: [
            (
                [0xEF, 0xBB, 0xBF, 0x7B, 0x7D],
                "job.json:1:1: error[J122]: the file starts with a byte order mark\n  hint: save it as UTF-8 without BOM: the first three bytes EF BB BF must go"
            ),
            (
                [0xFF, 0xFE, 0x7B, 0x00],
                "job.json:1:1: error[J121]: the file is UTF-16 text, expected UTF-8\n  hint: save it as UTF-8"
            ),
            (
                [0x7B, 0x0D, 0x0A, 0x20, 0x22, 0xE9, 0x22],
                "job.json:2:3: error[J121]: byte 0xE9 is not valid UTF-8\n  hint: save it as UTF-8"
            ),
            (
                [0x22, 0xED, 0xA0, 0x80, 0x22],
                "job.json:1:2: error[J121]: byte 0xED is not valid UTF-8\n  hint: save it as UTF-8"
            ),
            (
                [0x22, 0xC0, 0x80, 0x22],
                "job.json:1:2: error[J121]: byte 0xC0 is not valid UTF-8\n  hint: save it as UTF-8"
            ),
        ] as [([UInt8], String)])
    func saysWhenBytesAreNotText(bytes: [UInt8], expected: String) {
        #expect(message { try JSONText.parse(bytes, file: "job.json") } == expected)
    }

    @Test func reportsAllMistakesThatItCanReadPast() {
        let source = """
            {
              "id": "nightly", // the job
              "retries": 03,
              "id": "again",
              "tags": ["a" "b",],
              "id": 3
            }
            """
        let codes = message { try parse(source) }.split(separator: "\n").filter { $0.hasPrefix("job.json") }
        #expect(
            codes.map { $0.prefix { $0 != "]" } } == [
                "job.json:2:20: error[J124", "job.json:3:14: error[J127", "job.json:4:3: error[J131",
                "job.json:5:15: error[J126", "job.json:5:19: error[J125", "job.json:6:3: error[J131",
            ])
    }

    @Test func stopsAtTheLimitOfMistakes() {
        let text = message { try parse("[" + String(repeating: "01,", count: 500) + "1]") }
        #expect(text.split(separator: "\n").count == 41)
        #expect(text.hasSuffix("job.json:1:61: error[J123]: reading stopped after 20 mistakes"))
    }

    @Test func leavesWithTheConfigurationStatusUnlessTold() {
        #expect(status { try parse("{") } == .configuration)
        #expect(status { try JSONText.parse([0x7B], file: "a", limits: .data, exitStatus: .badInput) } == .badInput)
    }

    private func status(_ work: () throws -> JSONNode) -> Kernel.ExitStatus? {
        do {
            _ = try work()
            return nil
        } catch {
            return (error as? Failure)?.exitStatus
        }
    }
}
