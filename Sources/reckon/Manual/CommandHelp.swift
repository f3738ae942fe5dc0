import ArgumentParser
import Documents
import Kernel

/// A command as swift-argument-parser describes it: what `reckon --experimental-dump-help` prints, read again.
struct CommandHelp {
    struct Argument {
        /// `--period`, with one or two hyphens; the value's name where there is none.
        let names: [String]
        let value: String
        let isPositional: Bool
        let isFlag: Bool
        let isOptional: Bool
        let isRepeating: Bool
        let abstract: String
        let choices: [String]
    }

    /// `reckon schedule next`.
    let path: [String]
    let abstract: String
    let discussion: String
    let arguments: [Argument]
    let subcommands: [CommandHelp]

    /// All commands, each before those below it.
    var all: [CommandHelp] { [self] + subcommands.flatMap(\.all) }

    /// The program itself.
    static var program: CommandHelp {
        let bytes = Array(Reckon._dumpHelp().utf8)
        do {
            let node = try JSONText.parse(bytes, file: "help", limits: .data, exitStatus: .internal)
            guard let command = node["command"] else { preconditionFailure("the help names no command") }
            return CommandHelp(command, below: [])
        } catch {
            // The library writes JSON with its own encoder.
            preconditionFailure("the help is no JSON: \(error)")
        }
    }

    private init(_ node: JSONNode, below: [String]) {
        let path = below + [node["commandName"]?.string ?? ""]
        self.path = path
        abstract = node["abstract"]?.string ?? ""
        discussion = node["discussion"]?.string ?? ""
        arguments = (node["arguments"]?.array ?? []).filter { $0["shouldDisplay"]?.bool == true }.map { Argument($0) }
        // `help` is the same for every program and says nothing of this one.
        subcommands = (node["subcommands"]?.array ?? []).filter {
            $0["commandName"]?.string != "help" && $0["shouldDisplay"]?.bool == true
        }.map { CommandHelp($0, below: path) }
    }
}

extension CommandHelp.Argument {
    init(_ node: JSONNode) {
        let kind = node["kind"]?.string
        value = node["valueName"]?.string ?? ""
        isPositional = kind == "positional"
        isFlag = kind == "flag"
        isOptional = node["isOptional"]?.bool ?? false
        isRepeating = node["isRepeating"]?.bool ?? false
        abstract = node["abstract"]?.string ?? ""
        choices = (node["allValues"]?.array ?? []).compactMap(\.string)
        let spelled = (node["names"]?.array ?? []).map { name in
            (name["kind"]?.string == "long" ? "--" : "-") + (name["name"]?.string ?? "")
        }
        names = spelled.isEmpty ? [value] : spelled
    }
}
