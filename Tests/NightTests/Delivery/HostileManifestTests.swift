import Kernel
import Testing

@testable import Billing

/// Manifests that no provider writes are refused with their place; nothing outside the delivery is ever read.
struct HostileManifestTests {
    private static let data = "focus/data/BILLING_PERIOD=2026-04"
    private static let metadata = "focus/metadata/BILLING_PERIOD=2026-04/focus-Manifest.json"

    private static func aws(
        _ name: String, at location: String = "s3://bills/exports", _ text: String, _ expected: String
    ) -> Shelf {
        Shelf(name, AWSDataExport(name: "focus"), at: location, "exit 65\n\(location)/\(metadata):\(expected)") {
            $0.write("x", to: "\(data)/a.csv")
            $0.write("x", to: "secret.csv")
            $0.write(text, to: metadata)
        }
    }

    private static func path(
        _ name: String, at location: String = "s3://bills/exports", _ path: String, shown: String? = nil,
        _ hint: String
    ) -> Shelf {
        aws(
            name, at: location, #"{"dataFiles": ["\#(path)"]}"#,
            """
            1:16: error[D253]: the manifest names "\(shown ?? path)", which is no file of this delivery
              hint: \(hint)
            """)
    }

    private static let plain = "a path has parts between single slashes, none of them . or .."
    private static let inside = #"files of this delivery lie in "\#(data)/", "focus/data/billing_period=2026-04/""#

    static let paths: [Shelf] = [
        path("an absolute path", "/etc/passwd", plain),
        path("a path upwards", "s3://bills/exports/\(data)/../../../secret.csv", plain),
        path("a dot", "\(data)/./a.csv", plain),
        path("two slashes", "s3://bills/exports/\(data)//a.csv", plain),
        path("the folder itself", "s3://bills/exports/\(data)/", plain),
        path("a backslash", "\(data)\\\\a.csv", shown: "\(data)\\\\a.csv", plain),
        path("an empty name", "", plain),
        path("another bucket", "s3://other/exports/\(data)/a.csv", "it lies outside the location s3://bills/exports"),
        path(
            "a bucket whose name begins alike", "s3://bills/exports-old/\(data)/a.csv",
            "it lies outside the location s3://bills/exports"),
        path(
            "a file of the web", "https://example.com/\(data)/a.csv", "it lies outside the location s3://bills/exports"),
        path("a file beside the export", "s3://bills/exports/secret.csv", inside),
        path("a file of another export", "s3://bills/exports/other/data/BILLING_PERIOD=2026-04/a.csv", inside),
        path("a file of another month", "s3://bills/exports/focus/data/BILLING_PERIOD=2026-03/a.csv", inside),
        path("nothing but a bucket", at: "/srv/bills", "s3://bucket", plain),
        path("a path upwards in a copy", at: "/srv/bills", "s3://b/\(data)/../../../secret.csv", plain),
    ]

    private static let layoutHint =
        #"  hint: is it the manifest of another layout? the job's "layout" says what is expected"#

    static let contents: [Shelf] = [
        aws(
            "no list", #"{"reportKeys": []}"#,
            "1:1: error[D252]: the manifest has no \"dataFiles\"\n\(layoutHint)"),
        aws(
            "a list that is text", #"{"dataFiles": "a.csv"}"#,
            "1:15: error[D252]: \"dataFiles\" is a string, expected an array\n\(layoutHint)"),
        aws(
            "a list of objects", #"{"dataFiles": [{"key": "a.csv"}]}"#,
            "1:16: error[D252]: a data file is an object, expected a string\n\(layoutHint)"),
        aws(
            "an array", "[]",
            "1:1: error[D252]: the manifest holds an array where an object is expected\n\(layoutHint)"),
        aws(
            "a file twice", #"{"dataFiles": ["\#(data)/a.csv", "s3://bills/exports/\#(data)/a.csv"]}"#,
            """
            1:59: error[D252]: the manifest names "\(data)/a.csv" twice
              hint: its charges would count twice; let the provider deliver anew
            """),
        aws(
            "a list twice", #"{"dataFiles": [], "dataFiles": []}"#,
            """
            1:19: error[J131]: duplicate key "dataFiles"
              hint: the first is at line 1; keep one of them
            """),
        aws(
            "no JSON", "hello",
            "1:1: error[J123]: unexpected \"hello\", expected a value\n"
                + "  hint: texts are quoted: \"...\"; the only bare words are true, false and null"),
    ]

    @Test(arguments: paths) func aPathThatLeavesTheDelivery(shelf: Shelf) throws { try shelf.check() }

    @Test(arguments: contents) func aManifestOfAnotherKind(shelf: Shelf) throws { try shelf.check() }

    @Test(arguments: [20_000, 1_000_000]) func moreFilesThanABillHas(count: Int) throws {
        var store = MemoryStore("s3://bills/exports")
        let entries = (0..<count).map { "\"\($0)\"" }.joined(separator: ",")
        store.write(#"{"dataFiles": [\#(entries)]}"#, to: HostileManifestTests.metadata)
        let source = DeliverySource(store: store, shown: store.location)
        let period = try #require(Month("2026-04"))
        let failure = #expect(throws: Failure.self) { try AWSDataExport(name: "focus").find(period, in: source) }
        #expect(failure?.exitStatus == .badInput)
        #expect(failure?.diagnostics.first?.place?.file == "s3://bills/exports/\(HostileManifestTests.metadata)")
    }
}
