import Documents
import HTTP
import Kernel
import Runner

/// Tells people when the state of a job changes: it failed after it was good, or is good after it had failed.
struct Notifier {
    let project: Project
    let machine: CallingMachine

    private var settings: WatchSettings { project.watch }
    private var home: String { project.home }

    private static let webhook = "webhook"
    private static let sendmail = "sendmail"

    /// The ways that are configured.
    static func ways(_ settings: WatchSettings) -> [String] {
        (settings.webhook == nil ? [] : [webhook]) + (settings.mail == nil ? [] : [sendmail])
    }

    /// - Returns: what went wrong.
    func tell(_ notice: Notice) -> [any Error] {
        let ways = Notifier.ways(settings)
        guard !ways.isEmpty else { return [] }
        let told = ToldHealth(home: home, project: project.root, tenant: notice.tenant, job: notice.job)
        do {
            return try told.update(to: notice.health, ways: ways) { way in
                try send(
                    PersonalNews(
                        subject: notice.subject, text: notice.text, identity: notice.identity, at: notice.at,
                        json: notice.json), by: way, folder: told.folder, name: notice.job.text)
            }
        } catch { return [error] }
    }

    func send(_ digest: NightDigest, by way: String) throws {
        let folder = "\(home)/watch"
        try FileSystem.makeDirectory(home, mode: 0o711)
        try FileSystem.makeDirectory(folder, mode: 0o700)
        try send(
            PersonalNews(
                subject: digest.subject, text: digest.text, identity: digest.identity, at: digest.night.to,
                json: digest.json), by: way, folder: folder, name: "digest-\(digest.night.day)")
    }

    /// - Parameters:
    ///   - folder: on whose disk a mail lies while its program reads it.
    ///   - name: tells it from others that lie there.
    private func send(_ news: PersonalNews, by way: String, folder: String, name: String) throws {
        if way == Notifier.webhook, let webhook = settings.webhook {
            let call = ShortCall(machine: machine)
            try call.send(
                HTTPRequest(
                    .post, call.address(webhook.url, on: webhook.server), purpose: "notification",
                    headers: [
                        HTTPHeader("Content-Type", "application/json"),
                        HTTPHeader("Idempotency-Key", news.identity.description),
                    ], body: PrettyJSON.line(news.json)))
        }
        if way == Notifier.sendmail, let mail = settings.mail {
            let message = MailMessage(
                from: mail.from, to: mail.to, subject: news.subject, identity: news.identity.description, at: news.at,
                text: news.text)
            try machine.mailProgram(mail.program).send(message.rendered, in: folder, named: name)
        }
    }
}

/// What people are sent, by whichever way.
private struct PersonalNews {
    let subject: String
    let text: String
    let identity: RunUUID
    let at: Instant
    let json: JSONOut
}
