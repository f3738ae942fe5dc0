import ArgumentParser
import Documents
import Payments
import Runner

/// Files of the project that are made from the program's own tables.
enum GeneratedFiles {
    /// Path below the project and content.
    static let all: [(path: String, text: String)] =
        [
            schema("job", Catalog.stages.jobShape, "A job of reckon"),
            schema("configuration", Project.configurationShape, "Settings of reckon"),
            schema("tenant", Project.tenantShape, "A tenant of reckon"),
            schema("calendar", CalendarFile.shape, "A calendar of reckon"),
            schema("payments", PaymentRules.shape, "Payments of reckon"),
            ("docs/job-reference.md", jobReference),
            ("docs/errors.md", ErrorPage.markdown),
        ] + completions + ManualPages.all.map { ("docs/man/\($0.name)", $0.text) }

    /// For the completion of words in a shell.
    private static let completions: [(path: String, text: String)] = [
        ("docs/completions/reckon.bash", script(.bash)), ("docs/completions/_reckon", script(.zsh)),
        ("docs/completions/reckon.fish", script(.fish)),
    ]

    private static func script(_ shell: CompletionShell) -> String { Reckon.completionScript(for: shell) + "\n" }

    private static func schema(_ name: String, _ shape: ObjectShape, _ title: String) -> (path: String, text: String) {
        let file = "\(name).schema.json"
        return ("Config/schemas/\(file)", JSONSchema.document(for: shape, id: file, title: title))
    }

    private static var jobReference: String {
        """
        # Keys of a job file

        This page is written by `reckon schema` from the tables that the program itself reads jobs with.
        [Writing jobs](jobs.md) explains how the pieces work together.

        \(ShapeReference.markdown(for: Catalog.stages.jobShape))
        """
    }
}
