import ArgumentParser
import Documents
import Kernel
import Runner
import Watching

struct GraphCommand: ParsableCommand {
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case mermaid, dot, svg, json
    }

    static let configuration = CommandConfiguration(
        commandName: "graph", abstract: "Draw the stages of a job and what they read.")

    @Argument(help: "Name of the job: Jobs/<job>.json.", transform: CommandArgument.job)
    var job: JobID

    @Option(help: "How to draw: mermaid, dot (Graphviz), svg or json.")
    var format = Format.mermaid

    @OptionGroup var options: ProjectOptions

    func run() throws {
        try Terminal.reporting {
            let graph = JobGraph(try JobFile(job, project: options.project(), catalog: Catalog.stages))
            switch format {
            case .mermaid: Terminal.print(graph.mermaid)
            case .dot: Terminal.print(graph.dot)
            case .svg: Terminal.print(graph.svg)
            case .json: Terminal.print(String(decoding: PrettyJSON.line(graph.json), as: UTF8.self))
            }
        }
    }
}
