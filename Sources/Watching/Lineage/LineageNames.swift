import Documents
import Kernel
import Runner

/// Names and facets of OpenLineage objects. Facets name the schema that they were written to.
struct LineageNames {
    let namespace: String
    let tenant: TenantID
    let job: JobID
    /// What paths of the job are relative to.
    let root: String
    /// Names this program.
    let producer: String

    private static let schema = "https://openlineage.io/spec"

    func of(job other: JobID) -> LineageNames {
        LineageNames(namespace: namespace, tenant: tenant, job: other, root: root, producer: producer)
    }

    private var space: String { "\(namespace).\(tenant)" }

    func event(
        _ type: String, at instant: Instant, id: RunUUID, stage: StageID?, facets: [JSONOut.Member],
        inputs: [JSONOut] = [], outputs: [JSONOut] = []
    ) -> JSONOut {
        .object([
            .init("eventType", .string(type)), .init("eventTime", .string(instant.description)),
            .init("run", .object([.init("runId", .string(id.description)), .init("facets", .object(facets))])),
            .init(
                "job",
                .object(
                    named(stage) + [
                        .init(
                            "facets",
                            .object([
                                facet(
                                    "jobType", "facets/2-0-3/JobTypeJobFacet.json#/$defs/JobTypeJobFacet",
                                    [
                                        .init("processingType", "BATCH"), .init("integration", "RECKON"),
                                        .init("jobType", stage == nil ? "JOB" : "STAGE"),
                                    ])
                            ]))
                    ])),
            .init("inputs", .array(inputs)), .init("outputs", .array(outputs)),
            .init("producer", .string(producer)),
            .init("schemaURL", .string("\(LineageNames.schema)/2-0-2/OpenLineage.json#/$defs/RunEvent")),
        ])
    }

    /// `nightly`, or `nightly.bill` for a stage.
    private func named(_ stage: StageID?) -> [JSONOut.Member] {
        [
            .init("namespace", .string(space)),
            .init("name", .string(job.text + (stage.map { ".\($0)" } ?? ""))),
        ]
    }

    // MARK: run facets

    func parent(_ run: RunUUID) -> JSONOut.Member {
        facet(
            "parent", "facets/1-0-1/ParentRunFacet.json#/$defs/ParentRunFacet",
            [.init("run", .object([.init("runId", .string(run.description))])), .init("job", .object(named(nil)))])
    }

    /// The period, and the name under which the run is known here.
    func facets(_ run: RunID, _ period: Month) -> [JSONOut.Member] {
        [
            facet(
                "nominalTime", "facets/1-0-1/NominalTimeRunFacet.json#/$defs/NominalTimeRunFacet",
                [
                    .init("nominalStartTime", .string("\(period.firstDay)T00:00:00Z")),
                    .init("nominalEndTime", .string("\(period.next.firstDay)T00:00:00Z")),
                ]),
            facet(
                "tags", "facets/1-0-0/TagsRunFacet.json#/$defs/TagsRunFacet",
                [
                    .init(
                        "tags",
                        [["key": "reckon_run", "value": .string(run.text), "source": "RECKON"]])
                ]),
        ]
    }

    /// A fixed sentence with the code; what happened is in the run's log.
    func failure(_ code: DiagnosticCode, stage: StageID?, run: RunID) -> JSONOut.Member {
        facet(
            "errorMessage", "facets/1-0-1/ErrorMessageRunFacet.json#/$defs/ErrorMessageRunFacet",
            [
                .init(
                    "message", "\(stage.map { "stage \($0)" } ?? "the run") ended with \(code); see the log of \(run)"),
                .init("programmingLanguage", "Swift"),
            ])
    }

    // MARK: datasets

    /// A file as other programs name it: by bucket and key, else by its absolute path.
    func file(_ name: String) -> JSONOut {
        if let scheme = name.firstRange(of: "://") {
            let slash = name[scheme.upperBound...].firstIndex(of: "/") ?? name.endIndex
            return dataset(String(name[..<slash]), String(name[slash...].dropFirst()))
        }
        return dataset("file", name.hasPrefix("/") ? name : "\(root)/\(name)")
    }

    /// What a stage publishes: `nightly.bill.cost_lines`, whatever the period.
    func published(_ stage: StageID, _ kind: String?, rows: Int64?) -> JSONOut {
        let statistics = rows.map { rows in
            facet(
                "outputStatistics",
                "facets/1-0-2/OutputStatisticsOutputDatasetFacet.json#/$defs/OutputStatisticsOutputDatasetFacet",
                [.init("rowCount", .integer(Int(rows)))])
        }
        return dataset(
            space, "\(job).\(stage)" + (kind.map { ".\($0)" } ?? ""),
            statistics.map { [.init("outputFacets", .object([$0]))] } ?? [])
    }

    private func dataset(_ space: String, _ name: String, _ more: [JSONOut.Member] = []) -> JSONOut {
        .object([.init("namespace", .string(space)), .init("name", .string(name))] + more)
    }

    private func facet(_ name: String, _ schema: String, _ members: [JSONOut.Member]) -> JSONOut.Member {
        .init(
            name,
            .object(
                [
                    .init("_producer", .string(producer)),
                    .init("_schemaURL", .string("\(LineageNames.schema)/\(schema)")),
                ] + members))
    }
}
