import ArgumentParser
import Kernel
import Runner
import Schedule

struct CronRenderCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "render",
        abstract: "Print or write the lines of a crontab, or timers of systemd; none is installed.")

    @Option(help: "Write the crontab's lines to this file.")
    var output: String?

    @Option(help: "Write a timer and a service for each job to this folder.")
    var systemd: String?

    @Flag(help: "Write nothing; fail when a file is not as it would be written.")
    var check = false

    @OptionGroup var wake: WakeOptions

    func validate() throws {
        if check, output == nil, systemd == nil { throw ValidationError("--check needs --output or --systemd") }
        if systemd != nil, output == nil, wake.mailTo != nil {
            throw ValidationError("--mail-to is for a crontab: what a service prints goes to the journal")
        }
    }

    func run() throws {
        try Terminal.reporting {
            if output == nil, systemd == nil { return Terminal.print(String(try wake.block().text.dropLast())) }
            var files: [(path: String, text: String)] = []
            if let output { files.append((output, try wake.block().text)) }
            if let systemd {
                files += try TimerUnits(wake.plan(), from: WallClock.system.now()).files.map {
                    ("\(systemd)/\($0.name)", $0.text)
                }
            }
            if check { return try compare(files) }
            for (path, text) in files {
                try FileSystem.makeDirectory(FileSystem.parentPath(path))
                try FileSystem.write(Array(text.utf8), to: path)
                Terminal.print(path)
            }
        }
    }

    private func compare(_ files: [(path: String, text: String)]) throws(Failure) {
        var findings = DiagnosticCollector()
        func add(_ path: String, _ message: String, _ hint: String) {
            findings.add(.error(CommandCode.otherContent, message, at: Place(file: path), hint: hint))
        }
        for (path, text) in files {
            if FileSystem.exists(path), try FileSystem.read(path) == Array(text.utf8) { continue }
            add(path, "the file is not what this program writes", "run `reckon cron render` without --check")
        }
        if let systemd {
            let wanted = Set(files.map(\.path))
            // Units of others lie in the same folder.
            let ours = try FileSystem.names(in: systemd).filter {
                $0.hasPrefix(TimerUnits.prefix) && ($0.hasSuffix(".timer") || $0.hasSuffix(".service"))
            }
            for name in ours where !wanted.contains("\(systemd)/\(name)") {
                add("\(systemd)/\(name)", "no job is woken by this file any more", "remove it")
            }
        }
        try findings.throwIfErrors(.configuration)
    }
}
