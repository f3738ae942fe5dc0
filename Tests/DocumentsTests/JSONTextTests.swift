import Kernel
import Testing

@testable import Documents

struct JSONTextTests {
    @Test func knowsThePlaceOfEverything() throws {
        let node = try parse("{\r\n  \"naïve\": [1,\r\n\t\"é😀\", {\"x\": null}],\r \"b\": true}")
        #expect(place(node) == "1:1")
        let list = try #require(node["naïve"])
        #expect(place(list) == "2:13")
        #expect(list.array?.map(place) == ["2:14", "3:2", "3:12"])
        #expect(list.array?.last.flatMap { $0["x"] }.map(place) == "3:18")
        #expect(node.members?.map { "\($0.keyPlace)" } == ["job.json:2:3", "job.json:4:2"])
    }

    @Test func keepsOrderAndExactNumbers() throws {
        let node = try parse(#"{"z": 16.296932136636646274854190, "a": -0, "m": 1E+2, "b": 5.0}"#)
        #expect(node.members?.map(\.key) == ["z", "a", "m", "b"])
        #expect(node.members?.map(\.value.numberText) == ["16.296932136636646274854190", "-0", "1E+2", "5.0"])
        #expect(node.members?.map(\.value.int) == [nil, 0, 100, 5])
        #expect(node["z"]?.amount?.description == "16.29693213663664627485419")
    }

    @Test(arguments: [
        (#""\u00e9\ud83d\ude00\/\"\\""#, "é😀/\"\\"), (#""\b\f\n\r\t\u0000""#, "\u{8}\u{c}\n\r\t\0"), (#""""#, ""),
        ("\"\u{7f}\u{2028}\"", "\u{7f}\u{2028}"), (#""a\u0041""#, "aA"),
    ])
    func readsStrings(source: String, value: String) throws {
        #expect(try parse(source).string.map { Array($0.utf8) } == Array(value.utf8))
    }

    /// Swift holds these equal; JSON does not.
    @Test func tellsKeysApartByTheirCodePoints() throws {
        let node = try parse("{\"K\": 1, \"\u{212A}\": 2, \"\u{e9}\": 3, \"e\u{301}\": 4}")
        #expect(node["K"]?.int == 1)
        #expect(node["\u{212A}"]?.int == 2)
        #expect(node["e\u{301}"]?.int == 4)
    }

    @Test func findsDuplicatesAmongManyKeys() throws {
        let keys = (0..<1000).map { "\"k\($0)\": \($0)" }
        #expect(try parse("{\(keys.joined(separator: ",\n"))}").members?.count == 1000)
        let twice = (keys + ["\"k3\": 0", "\"k700\": 0"]).joined(separator: ",\n")
        let text = message { try parse("{\(twice)}") }
        #expect(
            text == """
                job.json:1001:1: error[J131]: duplicate key "k3"
                  hint: the first is at line 4; keep one of them
                job.json:1002:1: error[J131]: duplicate key "k700"
                  hint: the first is at line 701; keep one of them
                """)
    }

    @Test func bordersOnDepth() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        #expect(try parse(nested(64)).kind == .array)
        #expect(
            message { try parse(nested(65)) }
                == "job.json:1:65: error[J132]: arrays and objects are nested deeper than 64")
        #expect(try parse(nested(256), limits: .data).kind == .array)
        #expect(message { try parse(nested(1_000_000), limits: .data) }.contains("J132"))
        #expect(message { try parse(String(repeating: "{\"a\":", count: 100_000)) }.contains("J132"))
    }

    @Test func bordersOnSize() throws {
        let full = "\"" + String(repeating: "x", count: (1 << 20) - 2) + "\""
        #expect(try parse(full).string?.utf8.count == (1 << 20) - 2)
        #expect(
            message { try parse(full + " ") }
                == "job.json: error[J133]: the file has 1048577 bytes, the limit is 1048576")
        let small = JSONLimits(maximumBytes: 100, maximumDepth: 3, maximumValues: 4)
        #expect(try parse("[1,2,3]", limits: small).array?.count == 3)
        #expect(
            message { try parse("[1,2,3,4]", limits: small) }
                == "job.json:1:8: error[J133]: the file has more than 4 values")
    }

    @Test func readsALargeDataFile() throws {
        let row = #"{"id": 1, "name": "a name with é", "values": [1.5, 2.25, true, null]}"#
        let text = "[" + Array(repeating: row, count: 50_000).joined(separator: ",\n") + "]"
        let node = try parse(text, limits: .data)
        #expect(node.array?.count == 50_000)
        #expect(node.array?.last?.place.line == 50_000)
    }

    private func place(_ node: JSONNode) -> String { "\(node.place.line ?? 0):\(node.place.column ?? 0)" }
}
