import Testing

@testable import Documents

struct PrettyJSONTests {
    @Test func keepsOrderAndIndentsByTwo() {
        let run: JSONOut = [
            "run": "20260401T021700Z-0123abcd", "rows": .integer(.max), "ratio": .number(JSONNumber("0.10")!),
            "stages": [["id": "read", "ok": true, "error": nil], [:]], "warnings": [], "path": "a/\"b\"\n\u{1f}é😀",
        ]
        let expected = #"""
            {
              "run": "20260401T021700Z-0123abcd",
              "rows": 9223372036854775807,
              "ratio": 0.10,
              "stages": [
                {
                  "id": "read",
                  "ok": true,
                  "error": null
                },
                {}
              ],
              "warnings": [],
              "path": "a/\"b\"\n\u001fé😀"
            }

            """#
        #expect(PrettyJSON.text(run) == expected)
    }

    @Test func printsOneLineForJSONLines() {
        #expect(
            String(decoding: PrettyJSON.line(["b": [1, 2], "a": ["x": nil]]), as: UTF8.self)
                == #"{"b":[1,2],"a":{"x":null}}"#)
    }

    @Test func whatIsPrintedReadsBack() throws {
        let job = JSONOut(try parse(SampleShapes.validJob))
        #expect(JSONOut(try parse(PrettyJSON.text(job))) == job)
    }

    @Test(arguments: ["", "-", "01", "1.", ".5", "1e", "+1", "NaN", "0x1", " 1", "1 ", "1,0", "--1", "1e+", "١"])
    func refusesTextThatIsNoNumber(text: String) { #expect(JSONNumber(text) == nil) }

    @Test(arguments: ["0", "-0", "10", "0.5", "-1.25e-3", "1E+30", "123456789012345678901234567890"])
    func takesNumbers(text: String) { #expect(JSONNumber(text)?.text == text) }
}
