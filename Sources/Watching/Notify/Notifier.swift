import Documents
import HTTP
import Kernel
import Runner

/// Tells people when the state of a job changes: it failed after it was good, or is good after it had failed.
struct Notifier {
    let settings: WatchSettings
    let home: String
    let machine: WatchMachine

    private static let webhook = "webhook"
    private static let sendmail = "sendmail"

    /// - Returns: what went wrong.
    func tell(_ notice: Notice) -> [any Error] {
        let ways =
            (settings.webhook == nil ? [] : [Notifier.webhook]) + (settings.mail == nil ? [] : [Notifier.sendmail])
        guard !ways.isEmpty else { return [] }
        let told = ToldHealth(home: home, tenant: notice.tenant, job: notice.job)
        do {
            return try told.update(to: notice.health, ways: ways) { way in
                if way == Notifier.webhook, let webhook = settings.webhook { try post(notice, to: webhook) }
                if way == Notifier.sendmail, let mail = settings.mail { try send(notice, mail, told.folder) }
            }
        } catch { return [error] }
    }

    private func post(_ notice: Notice, to webhook: WatchSettings.Webhook) throws {
        let call = ShortCall(machine: machine)
        try call.send(
            HTTPRequest(
                .post, call.address(webhook.url, on: webhook.server), purpose: "notification",
                headers: [
                    HTTPHeader("Content-Type", "application/json"),
                    HTTPHeader("Idempotency-Key", notice.identity.description),
                ], body: PrettyJSON.line(notice.json)))
    }

    private func send(_ notice: Notice, _ mail: WatchSettings.Mail, _ folder: String) throws {
        try machine.mailProgram(mail.program).send(notice.mail(mail), in: folder, named: notice.job.text)
    }
}
