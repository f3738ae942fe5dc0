import Documents
package import Kernel

/// An account at a provider whose bills a stage reads: what tiers count.
package struct StageAccount: Sendable, Hashable {
    /// One of `providers`.
    package let provider: String
    package let name: String
    package let place: Place

    /// What tiers count by; `other` where nothing says whose bill it is.
    package static let providers = ["aws", "azure", "gcp", "oci", other]
    package static let other = "other"

    package init(provider: String, name: String, place: Place) {
        self.provider = provider
        self.name = name
        self.place = place
    }

    func isSame(as other: StageAccount) -> Bool { (provider, name) == (other.provider, other.name) }
}

/// How much of the program one tier allows. A member that is nil limits nothing.
package struct TierLimits: Sendable, Hashable {
    /// Accounts by provider; a provider that is not named has none.
    package var accounts: [String: Int]?
    /// How many days ago a period may have ended that was never published.
    package var backfillDays: Int?
    /// How many days ago a period may have ended that is run again.
    package var retentionDays: Int?
    /// Names of what only some tiers have; one that is not named is not had.
    package var features: Set<String>

    package init(
        accounts: [String: Int]? = nil, backfillDays: Int? = nil, retentionDays: Int? = nil, features: Set<String> = []
    ) {
        self.accounts = accounts
        self.backfillDays = backfillDays
        self.retentionDays = retentionDays
        self.features = features
    }

    /// What a job wants that a tier may refuse.
    enum Want {
        case accounts(of: String, count: Int)
        case backfill(days: Int)
        case rerun(days: Int)
        case feature(String)
    }

    func allows(_ want: Want) -> Bool {
        switch want {
        case .accounts(let provider, let count): accounts.map { count <= $0[provider] ?? 0 } ?? true
        case .backfill(let days): backfillDays.map { days <= $0 } ?? true
        case .rerun(let days): retentionDays.map { days <= $0 } ?? true
        case .feature(let name): features.contains(name)
        }
    }
}

/// What a tenant's tier lets its jobs do, as whoever sells tiers says. The runner asks it before any work, and deletes
/// nothing: what is published stays, also when it could not be published any more.
package struct TenantAllowance: Sendable, Equatable {
    package struct Tier: Sendable, Equatable {
        package let name: String
        package let limits: TierLimits

        package init(name: String, limits: TierLimits) {
            self.name = name
            self.limits = limits
        }
    }

    package let tier: Tier
    /// The tier that was not paid for, while access is restricted.
    package let owedTier: String?
    package let tiers: [Tier]
    private let accounts: [StageAccount]

    /// - Parameters:
    ///   - tier: what counts now.
    ///   - owedTier: what the tenant has again once it pays; nil when nothing is owed.
    ///   - tiers: all that can be had, cheapest first: they are named where they would allow what is refused.
    ///   - accounts: of all jobs of the tenant, in a fixed order: the first ones are those that the tier counts.
    package init(tier: Tier, owedTier: String?, tiers: [Tier], accounts: [StageAccount]) {
        self.tier = tier
        self.owedTier = owedTier
        self.tiers = tiers
        self.accounts = accounts
    }

    /// The current month and the one before it are every night's work, and have no limit of days.
    ///
    /// - Parameter isPublished: whether anything of the period is.
    /// - Throws: exit 77 with everything that the tier does not allow: J271 to J274.
    package func check(
        _ job: JobFile, period: Month, on today: CalendarDay, isPublished: Bool
    ) throws(Failure) {
        var findings = DiagnosticCollector()
        for stage in job.stages {
            for account in stage.stage.accounts { check(account, among: accounts + job.accounts, &findings) }
            if let feature = stage.kind.feature, !tier.limits.allows(.feature(feature)) {
                findings.add(
                    refusal(
                        RunnerCode.tierFeature, "stages of kind '\(stage.kind.use)'", .feature(feature),
                        at: stage.options.place))
            }
        }
        check(period, of: job, on: today, isPublished, &findings)
        try findings.throwIfErrors(.notPermitted)
    }

    private func check(_ account: StageAccount, among all: [StageAccount], _ findings: inout DiagnosticCollector) {
        var known: [StageAccount] = []
        for other in all where other.provider == account.provider {
            if !known.contains(where: { $0.isSame(as: other) }) { known.append(other) }
        }
        let position = known.firstIndex { $0.isSame(as: account) }.map { $0 + 1 } ?? known.count
        guard !tier.limits.allows(.accounts(of: account.provider, count: position)) else { return }
        let count = tier.limits.accounts?[account.provider] ?? 0
        var message =
            "'\(account.name)', which is account \(position) of provider '\(account.provider)' where \(count) "
            + "may be read"
        if count > 0 {
            message += " (\(known.prefix(count).map { "'\($0.name)'" }.joined(separator: ", ")))"
        }
        findings.add(
            refusal(
                RunnerCode.tierAccounts, message, .accounts(of: account.provider, count: position), at: account.place))
    }

    /// Bills are corrected after a month is over: the month before is no back-fill.
    private func check(
        _ period: Month, of job: JobFile, on today: CalendarDay, _ isPublished: Bool,
        _ findings: inout DiagnosticCollector
    ) {
        guard period.next < Month(containing: today) else { return }
        let days = Int(today.daysSinceEpoch - period.next.firstDay.daysSinceEpoch)
        let want: TierLimits.Want = isPublished ? .rerun(days: days) : .backfill(days: days)
        guard !tier.limits.allows(want) else { return }
        let ended = "\(period), which ended \(days) days ago"
        if isPublished {
            let allowed = "\(tier.limits.retentionDays ?? 0) days are allowed, and what is published stays"
            findings.add(
                refusal(
                    RunnerCode.tierRetention, "another run of \(ended): \(allowed)", want, at: Place(file: job.path)))
        } else {
            let allowed = "\(tier.limits.backfillDays ?? 0) days are allowed"
            findings.add(
                refusal(RunnerCode.tierBackfill, "a back-fill of \(ended): \(allowed)", want, at: Place(file: job.path))
            )
        }
    }

    private func refusal(
        _ code: DiagnosticCode, _ what: String, _ want: TierLimits.Want, at place: Place
    ) -> Diagnostic {
        let allowing = tiers.filter { $0.limits.allows(want) }.map(\.name)
        var hint =
            allowing.isEmpty
            ? "no tier allows it" : "tiers that allow it: \(allowing.joined(separator: ", "))"
        if case .accounts(StageAccount.other, _) = want { hint += "; \"provider\" says whose bill a stage reads" }
        if let owedTier { hint += "; '\(owedTier)' is restricted because a payment is overdue" }
        return .error(code, "tier '\(tier.name)' does not allow \(what)", at: place, hint: hint)
    }
}
