/// Man pages in roff, one a command, made from the command line's own description. They hold no date, so that they
/// change only when the program does.
enum ManualPages {
    /// Name of the file and its text.
    static var all: [(name: String, text: String)] {
        let program = CommandHelp.program
        return program.all.map { ("\(name($0)).1", page($0, others: program.all)) }
    }

    /// `reckon-schedule-next`.
    private static func name(_ command: CommandHelp) -> String { command.path.joined(separator: "-") }

    private static func page(_ command: CommandHelp, others: [CommandHelp]) -> String {
        var lines = [
            ".TH \(escaped(name(command).uppercased())) 1 \"\" \"reckon \(Reckon.version)\" \"Reckoner\"",
            ".SH NAME", "\(escaped(name(command))) \\- \(escaped(clause(command.abstract)))",
            ".SH SYNOPSIS", ".B \(escaped(command.path.joined(separator: " ")))",
        ]
        lines += command.arguments.map(synopsis)
        if !command.subcommands.isEmpty { lines.append(".I command") }
        lines += [".SH DESCRIPTION", text(command.abstract)]
        if !command.discussion.isEmpty { lines += [".PP", text(command.discussion)] }
        if !command.arguments.isEmpty {
            lines.append(".SH OPTIONS")
            for argument in command.arguments { lines += entry(argument) }
        }
        if !command.subcommands.isEmpty {
            lines.append(".SH COMMANDS")
            for other in command.subcommands {
                lines += [".TP", ".BR \(escaped(name(other))) (1)", text(other.abstract)]
            }
        }
        lines += [
            ".SH EXIT STATUS",
            text(
                "0 when all is done, 3 when a part of it is, 1 for a failure that has no code of its own; others, after "
                    + "sysexits, tell the cause. docs/exit-codes.md in the sources has the list."),
            ".SH SEE ALSO",
        ]
        return (lines + [related(command, others)]).joined(separator: "\n") + "\n"
    }

    private static func synopsis(_ argument: CommandHelp.Argument) -> String {
        let preferred = argument.names.last ?? argument.value
        var text = argument.isPositional ? "\\fI\(escaped(argument.value))\\fR" : "\\fB\(escaped(preferred))\\fR"
        if !argument.isPositional, !argument.isFlag { text += " \\fI\(escaped(argument.value))\\fR" }
        if argument.isOptional { text = "[\(text)]" }
        return text + (argument.isRepeating ? " ..." : "")
    }

    private static func entry(_ argument: CommandHelp.Argument) -> [String] {
        let value = argument.isFlag || argument.isPositional ? "" : " \\fI\(escaped(argument.value))\\fR"
        let names = argument.names.map { argument.isPositional ? "\\fI\(escaped($0))\\fR" : "\\fB\(escaped($0))\\fR" }
        return [".TP", names.joined(separator: ", ") + value, text(argument.abstract)]
    }

    /// The command above, and those below it.
    private static func related(_ command: CommandHelp, _ others: [CommandHelp]) -> String {
        let near = others.filter { other in
            other.path == Array(command.path.dropLast()) || other.path.dropLast().elementsEqual(command.path)
        }
        guard !near.isEmpty else { return "The sources' docs/README.md." }
        return near.enumerated().map { index, other in
            ".BR \(escaped(name(other))) (1)\(index == near.count - 1 ? "" : ",")"
        }.joined(separator: "\n")
    }

    /// Lines of running text; one that begins like a request is none.
    private static func text(_ text: String) -> String {
        guard !text.isEmpty else { return "\\&" }
        return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let escaped = escaped(String(line))
            return escaped.isEmpty
                ? ".PP" : escaped.hasPrefix(".") || escaped.hasPrefix("'") ? "\\&" + escaped : escaped
        }.joined(separator: "\n")
    }

    private static func escaped(_ text: String) -> String {
        text.map { character in
            switch character {
            case "\\": "\\e"
            case "-": "\\-"
            default: String(character)
            }
        }.joined()
    }

    /// As the line after a name has it: without a capital letter and a full stop.
    private static func clause(_ text: String) -> String {
        let start = text.prefix(1).lowercased() + text.dropFirst()
        return start.hasSuffix(".") ? String(start.dropLast()) : start
    }
}
