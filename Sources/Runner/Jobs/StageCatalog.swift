package import Documents
import Kernel

/// The kinds of stages this program knows. Adding a kind is one line where the catalogue is made.
package struct StageCatalog: Sendable {
    package let kinds: [StageKind]

    package init(_ kinds: [StageKind]) { self.kinds = kinds }

    package func kind(_ use: String) -> StageKind? { kinds.first { $0.use == use } }

    /// What a job file holds.
    package var jobShape: ObjectShape {
        .document(
            "job", "what one job runs, stage by stage",
            [
                .required("job", .identifier, "name of the job; the file is Jobs/<name>.json"),
                .optional("summary", .text(), "what the job is for"),
                .required("tenant", .identifier, "whose data it is; Config/tenants/<name>.json says who that is"),
                .optional("limits", .object(RunLimits.shape), "left out, there are none"),
                .optional("schedule", .object(JobSchedule.shape), "when the job is due; left out, when it is called"),
                .optional("missed", .object(MissedRuns.shape), "left out, the latest missed run is made up for"),
                .optional(
                    "overlap", OverlapPolicy.choices, default: "forbid",
                    "what happens when a slot is due while an earlier run of the same period is at work"),
                .required(
                    "stages",
                    .array(of: .tagged(stageShape), count: 1...100, unique: .key("id")),
                    "what is done, in this order; a stage may read what those above it publish"),
            ])
    }

    private var stageShape: TaggedShape {
        TaggedShape(
            "stage", "one step of a job", tag: "use", "the kind of stage",
            placement: .sibling(key: "options", summary: "what the stage is told"),
            common: [
                .required("id", .identifier, "name of the stage within the job"),
                .optional("retry", .object(StageRetry.shape), "left out, the stage is tried once"),
                .optional(
                    "timeoutSeconds", .integer(1...604_800),
                    "how long one try may take; it ends between two batches"),
            ],
            choices: kinds.map { TaggedShape.Choice($0.use, $0.options) })
    }
}
