import Crypto
package import Kernel
import Runner

/// Hands on the notices that wait, each as a file and, where mail is set up, to the payer.
///
/// A notice is marked after it was handed on. A process that dies in between hands it on again in the next run, with
/// the same identity: none is lost, and one may come twice.
package struct NoticeOutbox {
    package struct Report: Sendable {
        package fileprivate(set) var handedOn = 0
        /// Files of those that could not be mailed and wait, by what kept them.
        package fileprivate(set) var failures: [String: [String]] = [:]
        /// Files of notices whose payer has no e-mail that a mail can go to: a person has to hand them over.
        package fileprivate(set) var withoutAddress: [String] = []
        /// Files of those whose mail is not tried any more: a person has to hand them over.
        package fileprivate(set) var undeliverable: [String] = []
        /// What they told is not so any more.
        package fileprivate(set) var outOfDate = 0
        package fileprivate(set) var faults: [PaymentFault] = []
        /// Why the mail program is not asked any more in this run: what waits would wait for it once each.
        fileprivate var silence: MailFailure?
        /// Another run is at it.
        package fileprivate(set) var isElsewhere = false

        package var needsPerson: Bool {
            !failures.isEmpty || !withoutAddress.isEmpty || !undeliverable.isEmpty || !faults.isEmpty
        }
    }

    /// Hands a mail on, or throws a `MailFailure`; any other error ends the run.
    ///
    /// - Parameter name: of the mail, fit for a file.
    package typealias Mailer = (_ mail: String, _ name: String) throws -> Void

    private enum Outcome {
        case handedOn
        case outOfDate
        case withoutAddress(String)
        case undeliverable(String)
        case failed(MailFailure, file: String)
    }

    /// How long a mail is tried that is refused for good: long enough for a person who is told each night to mend a
    /// name server or an address.
    package static let refusedDays: Int64 = 14

    private let store: PostgresPaymentStore
    private let rules: PaymentRules
    private let folder: String
    private let clock: WallClock
    private let name: (TenantID) throws -> String
    private let from: String
    private let mailer: Mailer?

    /// - Parameters:
    ///   - folder: below which the files go.
    ///   - name: a tenant's, as people write it.
    ///   - from: who mails.
    ///   - mailer: nil when no mail is set up.
    package init(
        store: PostgresPaymentStore, rules: PaymentRules, folder: String, clock: WallClock,
        name: @escaping (TenantID) throws -> String, from: String = "", mailer: Mailer? = nil
    ) {
        self.store = store
        self.rules = rules
        self.folder = "\(folder)/\(rules.mode.rawValue)"
        self.clock = clock
        self.name = name
        self.from = from
        self.mailer = mailer
    }

    /// What is wrong with one notice, or with one tenant, leaves the others alone: it waits, and the next run takes it
    /// up.
    package func run() throws -> Report {
        var report = Report()
        for tenant in store.tenants {
            // Two at once would each send what waits.
            let isAlone: Void? = try store.alone("payment-notices/\(tenant)") {
                let waiting = try store.waitingNotices(of: tenant, &report.faults)
                guard !waiting.isEmpty else { return }
                let known = try PaymentFault.leaving("notices of \(tenant)", &report.faults) { try name(tenant) }
                guard let known else { return }
                for notice in waiting { try handOn(notice, to: tenant, known, &report) }
            }
            if isAlone == nil { report.isElsewhere = true }
        }
        return report
    }

    private func handOn(
        _ waiting: WaitingNotice, to tenant: TenantID, _ name: String, _ report: inout Report
    ) throws {
        let silence = report.silence
        let outcome = try PaymentFault.leaving("notice \(waiting.notice.key)", &report.faults) {
            try handOn(waiting, to: tenant, name, silence)
        }
        switch outcome {
        case .handedOn: report.handedOn += 1
        case .outOfDate: report.outOfDate += 1
        case .withoutAddress(let file):
            report.handedOn += 1
            report.withoutAddress.append(file)
        case .undeliverable(let file): report.undeliverable.append(file)
        case .failed(let failure, let file):
            report.failures["\(failure)", default: []].append(file)
            if failure.isOfEveryMail { report.silence = failure }
        case nil: break
        }
    }

    private func handOn(
        _ waiting: WaitingNotice, to tenant: TenantID, _ name: String, _ silence: MailFailure?
    ) throws -> Outcome {
        let (notice, now) = (waiting.notice, clock.now())
        let account = try store.accountWithoutCard(notice.subscription)
        guard waiting.isTrue(of: account, on: now.day) else {
            try store.mark(notice, of: tenant, .outOfDate, at: now)
            return .outOfDate
        }
        let letter = try NoticeLetter(waiting, account, name: name, rules, today: now.day)
        let file = try write(letter, notice, of: tenant)
        guard mailer != nil else {
            try store.mark(notice, of: tenant, at: clock.now())
            return .handedOn
        }
        guard let address = try store.payerAddress(of: notice.subscription, tenant),
            MailMessage.isAddress(address.reveal())
        else {
            try store.mark(notice, of: tenant, at: clock.now())
            return .withoutAddress(file)
        }
        if let silence { return .failed(silence, file: file) }
        do {
            try mailer?(mail(letter, notice, tenant, to: address), NoticeOutbox.fileName(notice))
        } catch let failure as MailFailure {
            return try refused(waiting, of: tenant, failure, file: file)
        }
        try store.mark(notice, of: tenant, at: clock.now())
        return .handedOn
    }

    /// - Returns: where the letter lies.
    private func write(_ letter: NoticeLetter, _ notice: Notice, of tenant: TenantID) throws(Failure) -> String {
        try FileSystem.makeDirectory("\(folder)/\(tenant)", mode: 0o700)
        let path = "\(folder)/\(tenant)/\(NoticeOutbox.fileName(notice)).txt"
        try FileSystem.write(Array("\(letter.subject)\n\n\(letter.text)\n".utf8), to: path, mode: 0o600)
        return path
    }

    /// A mail that was not taken waits. One that is refused for good is given up when it was refused for so long: its
    /// file gets a name that says so.
    private func refused(
        _ waiting: WaitingNotice, of tenant: TenantID, _ failure: MailFailure, file: String
    ) throws -> Outcome {
        guard failure.isForGood else { return .failed(failure, file: file) }
        let now = clock.now()
        let since = waiting.refusedSince ?? now
        guard since.advanced(bySeconds: NoticeOutbox.refusedDays * 86_400) <= now else {
            try store.markRefused(waiting.notice, of: tenant, at: now)
            return .failed(failure, file: file)
        }
        let kept = "\(file.dropLast(".txt".utf8.count)).undeliverable.txt"
        try FileSystem.rename(file, to: kept)
        try store.mark(waiting.notice, of: tenant, .undeliverable, at: now)
        return .undeliverable(kept)
    }

    private static func fileName(_ notice: Notice) -> String { String(notice.key.map { $0 == "/" ? "_" : $0 }) }

    private func mail(_ letter: NoticeLetter, _ notice: Notice, _ tenant: TenantID, to address: Secret) -> String {
        MailMessage(
            from: from, to: [address.reveal()], subject: letter.subject,
            identity: String(Digest(of: "payment notice/\(tenant)/\(notice.key)").description.prefix(32)),
            at: clock.now(), text: letter.text
        ).rendered
    }
}
