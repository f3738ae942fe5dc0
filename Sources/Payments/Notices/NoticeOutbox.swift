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
        /// How many could not be mailed, by what kept them.
        package fileprivate(set) var failures: [String: Int] = [:]
        /// Files of notices whose payer has no e-mail that a mail can go to: a person has to hand them over.
        package fileprivate(set) var withoutAddress: [String] = []
        package fileprivate(set) var faults: [PaymentFault] = []
        /// Why the mail program is not asked any more in this run: what waits would wait for it once each.
        fileprivate var silence: MailFailure?
        /// Another run is at it.
        package fileprivate(set) var isElsewhere = false

        package var needsPerson: Bool { !failures.isEmpty || !withoutAddress.isEmpty || !faults.isEmpty }
    }

    /// Hands a mail on, or throws a `MailFailure`; any other error ends the run.
    ///
    /// - Parameter name: of the mail, fit for a file.
    package typealias Mailer = (_ mail: String, _ name: String) throws -> Void

    private enum Outcome {
        case handedOn
        case withoutAddress(String)
        case failed(MailFailure)
    }

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

    /// What is wrong with one notice leaves the others alone: it waits, and the next run takes it up.
    package func run() throws -> Report {
        var report = Report()
        for tenant in store.tenants {
            // Two at once would each send what waits.
            let isAlone: Void? = try store.alone("payment-notices/\(tenant)") {
                let waiting = try PaymentFault.leaving("notices of \(tenant)", &report.faults) {
                    try letters(to: tenant)
                }
                for letter in waiting ?? [] { try deliver(letter, to: tenant, &report) }
            }
            if isAlone == nil { report.isElsewhere = true }
        }
        return report
    }

    private func letters(to tenant: TenantID) throws -> [(notice: Notice, letter: NoticeLetter)] {
        let waiting = try store.waitingNotices(of: tenant)
        guard !waiting.isEmpty else { return [] }
        let name = try name(tenant)
        let accounts = try store.accounts(of: tenant)
        return waiting.compactMap { waiting in
            accounts.first { $0.subscription.id == waiting.notice.subscription }.map {
                (waiting.notice, NoticeLetter(waiting, $0, name: name, rules))
            }
        }
    }

    private func deliver(
        _ waiting: (notice: Notice, letter: NoticeLetter), to tenant: TenantID, _ report: inout Report
    ) throws {
        let silence = report.silence
        let outcome = try PaymentFault.leaving("notice \(waiting.notice.key)", &report.faults) {
            try deliver(waiting.notice, waiting.letter, to: tenant, silence)
        }
        switch outcome {
        case .handedOn: report.handedOn += 1
        case .withoutAddress(let file):
            report.handedOn += 1
            report.withoutAddress.append(file)
        case .failed(let failure):
            report.failures["\(failure)", default: 0] += 1
            if failure.isOfEveryMail { report.silence = failure }
        case nil: break
        }
    }

    private func deliver(
        _ notice: Notice, _ letter: NoticeLetter, to tenant: TenantID, _ silence: MailFailure?
    ) throws -> Outcome {
        let file = String(notice.key.map { $0 == "/" ? "_" : $0 })
        try FileSystem.makeDirectory("\(folder)/\(tenant)", mode: 0o700)
        let path = "\(folder)/\(tenant)/\(file).txt"
        try FileSystem.write(Array("\(letter.subject)\n\n\(letter.text)\n".utf8), to: path, mode: 0o600)
        var outcome = Outcome.handedOn
        if let mailer {
            if let address = try store.payerAddress(of: notice.subscription, tenant),
                MailMessage.isAddress(address.reveal())
            {
                if let silence { return .failed(silence) }
                do {
                    try mailer(mail(letter, notice, tenant, to: address), file)
                } catch let failure as MailFailure { return .failed(failure) }
            } else {
                outcome = .withoutAddress(path)
            }
        }
        try store.markHandedOn(notice, of: tenant, at: clock.now())
        return outcome
    }

    private func mail(_ letter: NoticeLetter, _ notice: Notice, _ tenant: TenantID, to address: Secret) -> String {
        MailMessage(
            from: from, to: [address.reveal()], subject: letter.subject,
            identity: String(Digest(of: "payment notice/\(tenant)/\(notice.key)").description.prefix(32)),
            at: clock.now(), text: letter.text
        ).rendered
    }
}
