/// What the report was made from, and how to repeat its figures.
struct EvidenceSection {
    let inputs: [InputFile]
    let checks: [CheckCommand]

    func render() -> HTML {
        HTML.group {
            HTML.section(HTMLAttribute("aria-labelledby", "inputs")) {
                HTML.h2(.id("inputs")) { "Inputs" }
                if inputs.isEmpty {
                    HTML.p(.class("note")) { "No input file is recorded." }
                } else {
                    ReportTable(
                        id: "input-table", caption: "Files that this report was made from",
                        columns: [.text("File"), .number("Bytes"), .text("SHA-256")],
                        rows: inputs.map {
                            [.name($0.name), .number(MoneyText.grouped($0.bytes)), .code($0.sha256)]
                        }
                    ).render()
                }
            }
            if !checks.isEmpty {
                HTML.section(HTMLAttribute("aria-labelledby", "check")) {
                    HTML.h2(.id("check")) { "Check it yourself" }
                    HTML.p(.class("prose")) {
                        "These commands use public tools only and can be run by anybody who has the files."
                    }
                    HTML.ol(.class("checks")) { for check in checks { HTML.li { self.check(check) } } }
                }
            }
        }
    }

    private func check(_ check: CheckCommand) -> HTML {
        HTML.group {
            HTML.p { check.title }
            HTML.pre(
                .class(check.language.rawValue), HTMLAttribute("tabindex", "0"),
                HTMLAttribute("aria-label", "\(check.language == .sql ? "SQL" : "Shell command"): \(check.title)")
            ) {
                HTML.code { check.command }
            }
            if let expected = check.expected {
                HTML.p(.class("note")) {
                    "Expected: "
                    HTML.code { expected }
                }
            }
        }
    }
}
