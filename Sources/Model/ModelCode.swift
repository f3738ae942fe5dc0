package import Kernel

/// The codes of findings about published records.
package enum ModelCode {
    static let factMissing = DiagnosticCode("E", 320)

    package static let explanations: [CodeExplanation] = [
        .init(
            factMissing, "the facts of a publication lack a figure: another version of reckon published it",
            advice: "run with --force, which publishes every stage anew")
    ]
}
