import Kernel
import Testing

@testable import Documents

struct JSONSchemaTests {
    /// The whole file, so that any change of its bytes is seen.
    @Test func printsAClosedSchema() {
        let shape = ObjectShape.document(
            "job", "what runs",
            [
                .required("id", .identifier, "name"),
                .optional("tries", .integer(0...3), default: 1, "tries"),
                .optional("tags", .array(of: .text(length: 0...10), count: 0...5, unique: .value), "tags"),
                .required("step", .tagged(step), "step"),
            ])
        let expected = #"""
            {
              "$schema": "https://json-schema.org/draft/2020-12/schema",
              "$id": "job.schema.json",
              "title": "Job",
              "description": "what runs",
              "type": "object",
              "properties": {
                "$schema": {
                  "description": "address of this file's JSON Schema, for editors; not read by `reckon`",
                  "type": "string",
                  "minLength": 1,
                  "maxLength": 1000
                },
                "id": {
                  "description": "name",
                  "type": "string",
                  "pattern": "^[a-z0-9][a-z0-9_-]{0,62}$"
                },
                "tries": {
                  "description": "tries",
                  "type": "integer",
                  "minimum": 0,
                  "maximum": 3,
                  "default": 1
                },
                "tags": {
                  "description": "tags",
                  "type": "array",
                  "items": {
                    "type": "string",
                    "maxLength": 10
                  },
                  "maxItems": 5,
                  "uniqueItems": true
                },
                "step": {
                  "description": "step",
                  "$ref": "#/$defs/step"
                }
              },
              "required": [
                "id",
                "step"
              ],
              "additionalProperties": false,
              "$defs": {
                "nap-options": {
                  "description": "sleeps",
                  "type": "object",
                  "properties": {
                    "hours": {
                      "description": "hours",
                      "type": "number",
                      "minimum": 0.5,
                      "maximum": 8
                    }
                  },
                  "additionalProperties": false
                },
                "step": {
                  "description": "a step",
                  "type": "object",
                  "properties": {
                    "use": {
                      "description": "what it does",
                      "type": "string",
                      "oneOf": [
                        {
                          "const": "nap",
                          "description": "sleeps"
                        }
                      ]
                    }
                  },
                  "required": [
                    "use"
                  ],
                  "allOf": [
                    {
                      "if": {
                        "properties": {
                          "use": {
                            "const": "nap"
                          }
                        },
                        "required": [
                          "use"
                        ]
                      },
                      "then": {
                        "$ref": "#/$defs/step-nap"
                      }
                    }
                  ]
                },
                "step-nap": {
                  "description": "sleeps",
                  "type": "object",
                  "properties": {
                    "use": {
                      "description": "what it does",
                      "type": "string",
                      "oneOf": [
                        {
                          "const": "nap",
                          "description": "sleeps"
                        }
                      ]
                    },
                    "options": {
                      "description": "its settings",
                      "$ref": "#/$defs/nap-options",
                      "default": {}
                    }
                  },
                  "required": [
                    "use"
                  ],
                  "additionalProperties": false
                }
              }
            }

            """#
        #expect(JSONSchema.document(for: shape, id: "job.schema.json", title: "Job") == expected)
    }

    private let step = TaggedShape(
        "step", "a step", tag: "use", "what it does", placement: .sibling(key: "options", summary: "its settings"),
        choices: [
            .init(
                "nap", ObjectShape("nap options", "sleeps", [.optional("hours", .decimal("0.5", "8"), "hours")]))
        ])

    @Test func hasTheSameBytesEachTime() {
        let texts = Set((0..<5).map { _ in JSONSchema.document(for: SampleShapes.job, id: "x", title: "Job") })
        #expect(texts.count == 1)
    }

    @Test func everyReferenceHasItsDefinition() throws {
        let text = JSONSchema.document(for: SampleShapes.job, id: "x", title: "Job")
        let schema = try JSONText.parse(Array(text.utf8), file: "schema.json")
        let defined = Set(schema["$defs"]?.members?.map { "#/$defs/\($0.key)" } ?? [])
        let wanted = references(in: schema)
        #expect(wanted == defined)
        #expect(wanted.count == 12)
    }

    private func references(in node: JSONNode) -> Set<String> {
        switch node.value {
        case .array(let elements): elements.reduce(into: []) { $0.formUnion(references(in: $1)) }
        case .object(let members):
            members.reduce(into: []) { found, member in
                if member.key == "$ref", let target = member.value.string { found.insert(target) }
                found.formUnion(references(in: member.value))
            }
        default: []
        }
    }

    /// What the reader accepts, the schema's regular expression accepts.
    @Test(arguments: [
        (
            NamedText.identifier, ["a", "nightly-run_2", "0", String(repeating: "x", count: 63)],
            ["", "A", "-a", "é", "a b", "a\n"]
        ),
        (.month, ["2026-04", "0001-12"], ["2026-4", "2026-13", "2026-00", "+026-04", "2026-04 ", "２026-04"]),
        (.day, ["2024-02-29", "2026-12-31"], ["2026-1-01", "2026-01-32", "2026-00-10", "2026-01-+1", "2026-01-01T"]),
        (.path, ["/a/b", "é.csv", "a b"], ["", "a\0b", "a\nb", "a\u{7f}"]),
        (.currency, ["USD", "NGN"], ["usd", "US", "USDX", ""]),
    ])
    func ruleAndPatternAgree(rule: NamedText, accepted: [String], refused: [String]) throws {
        let pattern = try Regex(rule.pattern)
        for text in accepted {
            #expect(rule.accepts(text), "\(text)")
            #expect(text.wholeMatch(of: pattern) != nil, "\(text)")
        }
        for text in refused {
            #expect(!rule.accepts(text), "\(text)")
            #expect(text.wholeMatch(of: pattern) == nil, "\(text)")
        }
    }

    /// Days that a regular expression cannot know.
    @Test(arguments: ["2026-02-29", "2026-02-30", "1900-02-29", "0000-01-01"])
    func refusesDaysThatDoNotExist(day: String) {
        #expect(!NamedText.day.accepts(day))
    }
}
