import HTTP
import Kernel
import Payments
import Runner

extension BillingDesk {
    static func program(of mail: NoticeSettings.Mail) -> MailProgram {
        MailProgram(path: mail.program, clock: .system, pause: Waiting.sleeping(clock: .system).pause)
    }

    /// Hands on what waits for tenants, and prints what came of it.
    ///
    /// - Returns: whether a person has to look.
    func deliverNotices() throws -> Bool {
        guard let settings = rules.notices else { return false }
        let folder = "\(project.home)/\(settings.files)"
        var mailer: NoticeOutbox.Mailer?
        if let mail = settings.mail {
            let program = BillingDesk.program(of: mail)
            mailer = { [folder = self.folder] in try program.send($0, in: folder, named: $1) }
        }
        let report = try NoticeOutbox(
            store: store, rules: rules, folder: folder, clock: .system, name: project.name(of:),
            from: settings.mail?.from ?? "", mailer: mailer
        ).run()
        if report.isElsewhere { Terminal.print("notices: another run hands them on") }
        if report.handedOn > 0 { Terminal.print("notices: \(report.handedOn) handed on") }
        if report.outOfDate > 0 {
            Terminal.print("notices: \(report.outOfDate) dropped: what they told is not so any more")
        }
        for path in report.withoutAddress {
            Terminal.print("[look] there is no e-mail that a mail can go to; hand '\(path)' over yourself")
        }
        for path in report.undeliverable {
            Terminal.print(
                "[look] its mail was refused for \(NoticeOutbox.refusedDays) days and is given up; hand '\(path)' over "
                    + "yourself")
        }
        for (why, paths) in report.failures.sorted(by: { $0.key < $1.key }) {
            Terminal.printError("notices: \(paths.count) not mailed, waiting for the next run: \(why)\n")
            for path in paths { Terminal.printError("  '\(path)'\n") }
        }
        BillingDesk.print([], report.faults)
        return report.needsPerson
    }
}
