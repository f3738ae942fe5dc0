import Kernel
import Testing

@testable import Documents

struct ParseAsShapeTests {
    private static let shape = ObjectShape.document(
        "box", "a box",
        [
            .required("name", .identifier, "what it is called"),
            .optional("size", .integer(1...9), default: 3, "how large it is"),
        ])

    @Test func showsMistakesOfTextAndShapeTogetherInTheOrderOfTheFile() {
        let text = """
            {
              "name": "A b",
              "size": 12,
              "size": 3,
              "colour": "red",
            }
            """
        let failure = #expect(throws: Failure.self) {
            try JSONText.parse(Array(text.utf8), file: "box.json", as: ParseAsShapeTests.shape)
        }
        #expect(failure?.diagnostics.map(\.place?.line) == [2, 3, 4, 5, 5])
        #expect(failure?.exitStatus == .configuration)
    }

    @Test func fillsInDefaults() throws {
        let node = try JSONText.parse(Array(#"{"name":"a"}"#.utf8), file: "box.json", as: ParseAsShapeTests.shape)
        #expect(node["size"]?.int == 3)
    }
}
