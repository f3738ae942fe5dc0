import Kernel
import TestSupport
import Testing

@testable import Documents

struct CanonicalJSONTests {
    /// RFC 8785 appendix B: IEEE 754 bits and the text they must give.
    @Test(
        arguments: [
            (0x0000_0000_0000_0000, "0"), (0x8000_0000_0000_0000, "0"), (0x0000_0000_0000_0001, "5e-324"),
            (0x8000_0000_0000_0001, "-5e-324"), (0x7fef_ffff_ffff_ffff, "1.7976931348623157e+308"),
            (0xffef_ffff_ffff_ffff, "-1.7976931348623157e+308"), (0x4340_0000_0000_0000, "9007199254740992"),
            (0xc340_0000_0000_0000, "-9007199254740992"), (0x4430_0000_0000_0000, "295147905179352830000"),
            (0x44b5_2d02_c7e1_4af5, "9.999999999999997e+22"), (0x44b5_2d02_c7e1_4af6, "1e+23"),
            (0x44b5_2d02_c7e1_4af7, "1.0000000000000001e+23"), (0x444b_1ae4_d6e2_ef4e, "999999999999999700000"),
            (0x444b_1ae4_d6e2_ef4f, "999999999999999900000"), (0x444b_1ae4_d6e2_ef50, "1e+21"),
            (0x3eb0_c6f7_a0b5_ed8c, "9.999999999999997e-7"), (0x3eb0_c6f7_a0b5_ed8d, "0.000001"),
            (0x41b3_de43_5555_5553, "333333333.3333332"), (0x41b3_de43_5555_5554, "333333333.33333325"),
            (0x41b3_de43_5555_5555, "333333333.3333333"), (0x41b3_de43_5555_5556, "333333333.3333334"),
            (0x41b3_de43_5555_5557, "333333333.33333343"), (0xbecb_f647_612f_3696, "-0.0000033333333333333333"),
            (0x4314_3ff3_c1cb_0959, "1424953923781206.2"),
        ] as [(UInt64, String)])
    func writesNumbersAsECMAScript(bits: UInt64, text: String) {
        #expect(ECMAScriptNumber.text(Double(bitPattern: bits)) == text)
    }

    @Test(arguments: [0x7fff_ffff_ffff_ffff, 0x7ff0_0000_0000_0000, 0xfff0_0000_0000_0000] as [UInt64])
    func hasNoTextForNumbersThatAreNotFinite(bits: UInt64) {
        #expect(ECMAScriptNumber.text(Double(bitPattern: bits)) == nil)
    }

    @Test func everyTextReadsBackAsItsDouble() {
        var random = SplitMix(seed: 7)
        for _ in 0..<20_000 {
            let double = Double(bitPattern: random.next())
            guard double.isFinite else { continue }
            let text = ECMAScriptNumber.text(double)
            #expect(text.flatMap { Double($0) } == double)
            #expect(text.flatMap { JSONNumber($0) } != nil)
        }
    }

    /// RFC 8785 section 3.2.2.
    @Test func writesTheExampleOfTheRFC() throws {
        let source = #"""
            {
              "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
              "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
              "literals": [null, true, false]
            }
            """#
        let expected =
            #"{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"#
            + #""string":"€$\u000f\nA'B\"\\\\\"/"}"#
        #expect(try canonical(source) == expected)
    }

    /// RFC 8785 section 3.2.3.
    @Test func sortsKeysByCodeUnits() throws {
        let source = #"""
            {"\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One",
             "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control", "\u00f6": "Latin Small Letter O With Diaeresis"}
            """#
        let node = try JSONText.parse(Array(try canonical(source).utf8), file: "out.json")
        #expect(
            node.members?.compactMap(\.value.string) == [
                "Carriage Return", "One", "Control", "Latin Small Letter O With Diaeresis", "Euro Sign",
                "Emoji: Grinning Face", "Hebrew Letter Dalet With Dagesh",
            ])
    }

    /// The empty object and array, nesting, and escapes that stay raw.
    @Test(arguments: [
        (#" { "b" : [ ] , "a" : { } } "#, #"{"a":{},"b":[]}"#),
        ("[56,{\"d\":true,\"10\":null,\"1\":[]}]", #"[56,{"1":[],"10":null,"d":true}]"#),
        (#""\u007f\u2028\u0000\b\t\f\r""#, "\"\u{7f}\u{2028}\\u0000\\b\\t\\f\\r\""), ("-0", "0"), ("-0.0e5", "0"),
        ("1e-400", "0"),
        ("9007199254740993", "9007199254740992"), (#"["\u0041\u030a","\u00c5"]"#, "[\"A\u{30a}\",\"\u{c5}\"]"),
    ])
    func isCanonical(source: String, expected: String) throws {
        #expect(Array(try canonical(source).utf8) == Array(expected.utf8))
    }

    @Test func refusesNumbersThatWouldChange() {
        #expect(
            message { try CanonicalJSON.text(["a": [0, .integer(9_007_199_254_740_992)]]) } == """
                error[J141]: number 9007199254740992 cannot be written in canonical JSON (at "/a/1")
                  hint: write it as a string: canonical JSON holds doubles only (RFC 8785)
                """)
        #expect(
            message { try canonical(#"{"a/b": 1e400}"#) } == """
                error[J141]: number 1e400 cannot be written in canonical JSON (at "/a~1b")
                  hint: write it as a string: canonical JSON holds doubles only (RFC 8785)
                """)
    }

    @Test func refusesAKeyGivenTwice() {
        #expect(
            message { try CanonicalJSON.text(["x": ["a": 1, "b": 2, "a": 3]]) }
                == #"error[J142]: key "a" is given twice in canonical JSON (at "/x")"#)
    }

    private func canonical(_ source: String) throws -> String {
        try CanonicalJSON.text(JSONOut(JSONText.parse(Array(source.utf8), file: "in.json")))
    }
}
