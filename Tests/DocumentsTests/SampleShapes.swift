@testable import Documents

/// Tables of the kinds that job files need.
enum SampleShapes {
    static let retry = ObjectShape(
        "retry policy", "how often a failed stage is tried again",
        [
            .optional("attempts", .integer(0...10), default: 3, "tries after the first"),
            .optional(
                "backoffSeconds", .integer(1...3600), default: 30, "wait before the second try; doubles each time"),
            .optional("jitter", .decimal("0", "1", decimals: 3), default: 0, "share of the wait that is random"),
        ])

    static let ingest = ObjectShape(
        "ingest options", "reads a FOCUS export into the lake",
        [
            .required("source", .identifier, "the source, as Config/sources names it"),
            .required("month", .month, "the billing period"),
            .optional(
                "files", .array(of: .path, count: 1...100, unique: .value), "files to read instead of the newest export"
            ),
            .optional(
                "compression",
                .oneOf(["none": "plain text", "gzip": "one gzip member or many", "zstd": "Zstandard frames"]),
                default: "gzip",
                "how the files are compressed"),
        ])

    static let allocate = ObjectShape(
        "allocate options", "splits shared cost",
        [
            .optional("weights", .map(of: .decimal("0", "1000000"), count: 1...50), "weight of each team"),
            .optional("strict", .boolean, default: true, "fail when a cost has no receiver"),
        ])

    static let report = ObjectShape("report options", "prints the night's report", [])

    static let stage = TaggedShape(
        "stage", "one step of the job", tag: "use", "which stage runs",
        placement: .sibling(key: "options", summary: "settings of the stage"),
        common: [
            .required("id", .identifier, "name of the step, unique in the job"),
            .optional("retry", .object(retry), default: [:], "what happens when the stage fails"),
        ],
        choices: [
            .init("ingest-focus", ingest), .init("allocate", allocate), .init("report", report),
        ])

    static let destination = TaggedShape(
        "destination", "where results go", tag: "kind", "what sort of destination", placement: .inline,
        common: [.optional("label", .text(length: 1...20), "name in reports")],
        choices: [
            .init("folder", ObjectShape("folder", "a local folder", [.required("path", .path, "the folder")])),
            .init(
                "bucket",
                ObjectShape(
                    "bucket", "an object store | bucket",
                    [
                        .required("bucket", .text(length: 3...63), "name of the bucket"),
                        .optional("prefix", .text(), "start of the keys"),
                    ])),
        ])

    static let job = ObjectShape.document(
        "job", "what runs in a night",
        [
            .required("id", .identifier, "name of the job"),
            .optional(
                "schedule",
                .either([
                    .text(length: 9...200),
                    .object(
                        ObjectShape(
                            "business day", "a day counted without holidays",
                            [.required("nth", .integer(1...23), "which business day of the month")])),
                ]), "when it runs; without it only by hand"),
            .optional("tenants", .array(of: .identifier, unique: .value), "tenants that it runs for; all without it"),
            .required("stages", .array(of: .tagged(stage), count: 1...20, unique: .key("id")), "the steps in order"),
            .optional("destinations", .array(of: .tagged(destination)), default: [], "where results go"),
            .optional("notes", .any, "anything; not read"),
            .optional("offset", .integer(-5...5), default: 0, "days before or after"),
            .optional("seed", .integer(Int.min...Int.max), "seed of the random numbers"),
        ])

    static let validJob = """
        {
          "$schema": "../docs/job.schema.json",
          "id": "nightly",
          "schedule": "0 2 * * *",
          "tenants": ["acme", "globex"],
          "stages": [
            {
              "id": "read",
              "use": "ingest-focus",
              "options": { "source": "aws-main", "month": "2026-04", "files": ["a.csv.gz", "b/c.csv.gz"] },
              "retry": { "attempts": 5, "jitter": 0.125 }
            },
            { "id": "split", "use": "allocate", "options": { "weights": { "web": 1.5, "data": 2 } } },
            { "id": "print", "use": "report" }
          ],
          "destinations": [
            { "kind": "folder", "path": "/srv/out", "label": "disk \\u00e9" },
            { "kind": "bucket", "bucket": "reports" }
          ],
          "notes": [null, { "owner": "finops" }],
          "offset": -1
        }
        """
}
