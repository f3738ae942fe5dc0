import ArgumentParser
import Documents
import Kernel
import Runner

struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Write the JSON Schemas of job and configuration files, and the reference page made from them.")

    @Flag(help: "Write nothing; fail when a file is not as it would be written.")
    var check = false

    @OptionGroup var options: ProjectOptions

    func run() throws {
        try Terminal.reporting {
            let project = try options.project()
            var findings = DiagnosticCollector()
            for (path, text) in GeneratedFiles.all {
                let full = "\(project.root)/\(path)"
                let bytes = Array(text.utf8)
                if check {
                    if try !FileSystem.exists(full) || FileSystem.read(full) != bytes {
                        findings.add(
                            .error(
                                CommandCode.otherContent, "the file is not what this program writes",
                                at: Place(file: path), hint: "run `reckon schema`"))
                    }
                } else {
                    try FileSystem.makeDirectory(FileSystem.parentPath(full))
                    try FileSystem.write(bytes, to: full)
                    Terminal.print(path)
                }
            }
            try findings.throwIfErrors(.configuration)
        }
    }
}
