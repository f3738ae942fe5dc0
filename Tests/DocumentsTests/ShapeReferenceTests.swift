import Testing

@testable import Documents

struct ShapeReferenceTests {
    @Test func printsEveryRecordOnce() {
        let expected = """
            ## job

            What runs in a night.

            | key | type | default | meaning |
            | --- | --- | --- | --- |
            | `$schema` | text | none | address of this file's JSON Schema, for editors; not read by `reckon` |
            | `id` | identifier | required | name of the job |
            | `schedule` | text, 9 to 200 characters; or [business day](#business-day) | none | when it runs; without it only by hand |
            | `tenants` | array of identifier, all different | none | tenants that it runs for; all without it |
            | `stages` | array of [stage](#stage), 1 to 20 elements, each with its own `id` | required | the steps in order |
            | `destinations` | array of [destination](#destination) | `[]` | where results go |
            | `notes` | any JSON value | none | anything; not read |
            | `offset` | integer, -5 to 5 | `0` | days before or after |
            | `seed` | integer | none | seed of the random numbers |

            ## business day

            A day counted without holidays.

            | key | type | default | meaning |
            | --- | --- | --- | --- |
            | `nth` | integer, 1 to 23 | required | which business day of the month |

            ## stage

            One step of the job.

            | key | type | default | meaning |
            | --- | --- | --- | --- |
            | `use` | `ingest-focus`, `allocate`, `report` | required | which stage runs |
            | `id` | identifier | required | name of the step, unique in the job |
            | `retry` | [retry policy](#retry-policy) | `{}` | what happens when the stage fails |
            | `options` | object, chosen by `use` | see below | settings of the stage |

            | `use` | meaning | `options` then holds |
            | --- | --- | --- |
            | `ingest-focus` | reads a FOCUS export into the lake | [ingest options](#ingest-options) |
            | `allocate` | splits shared cost | [allocate options](#allocate-options) |
            | `report` | prints the night's report | nothing |

            """
        let text = ShapeReference.markdown(for: SampleShapes.job)
        #expect(text.hasPrefix(expected))
        let headings = text.split(separator: "\n").filter { $0.hasPrefix("## ") }
        #expect(
            headings == [
                "## job", "## business day", "## stage", "## destination", "## retry policy", "## ingest options",
                "## allocate options", "## folder", "## bucket", "## kinds of text",
            ])
        #expect(text.contains("| `kind` | meaning | beside it then stands |"))
        #expect(text.contains(#"an object store \| bucket"#))
        #expect(
            text.contains("\nValues of `compression`:\n\n* `none`: plain text\n* `gzip`: one gzip member or many\n"))
        #expect(
            text.hasSuffix(
                """
                | kind | what is allowed |
                | --- | --- |
                | identifier | 1 to 63 characters: lower-case letters, digits, '-' and '_', starting with a letter or digit |
                | month | a year and a month such as 2026-04 |
                | path | 1 to 4096 bytes without control characters |

                """))
    }
}
