import HTTP
import Kernel
import Payments
import Runner

extension BillingDesk {
    /// Hands on what waits for tenants, and prints what came of it.
    ///
    /// - Returns: whether a person has to look.
    func deliverNotices() throws -> Bool {
        guard let settings = rules.notices else { return false }
        let folder = "\(project.home)/\(settings.files)"
        var mailer: NoticeOutbox.Mailer?
        if let mail = settings.mail {
            let program = MailProgram(
                path: mail.program, clock: .system, pause: Waiting.sleeping(clock: .system).pause)
            mailer = { [folder = self.folder] in try program.send($0, in: folder, named: $1) }
        }
        let report = try NoticeOutbox(
            store: store, rules: rules, folder: folder, clock: .system, name: project.name(of:),
            from: settings.mail?.from ?? "", mailer: mailer
        ).run()
        if report.isElsewhere { Terminal.print("notices: another run hands them on") }
        if report.handedOn > 0 { Terminal.print("notices: \(report.handedOn) handed on") }
        for path in report.withoutAddress {
            Terminal.print("[look] there is no e-mail that a mail can go to; hand '\(path)' over yourself")
        }
        for (why, count) in report.failures.sorted(by: { $0.key < $1.key }) {
            Terminal.printError("notices: \(count) not mailed, waiting for the next run: \(why)\n")
        }
        BillingDesk.print([], report.faults)
        return report.needsPerson
    }
}
