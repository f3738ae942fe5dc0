import ArgumentParser
import Crypto
import Kernel
import Payments
import Runner

struct ResealCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reseal",
        abstract: "Seal stored cards and e-mails again with the newest key, and say which keys are not needed any more."
    )

    @Flag(help: "Only count; nothing is written.")
    var dryRun = false

    @OptionGroup var options: ProjectOptions

    func run() throws {
        try Terminal.reporting {
            try BillingDesk.with(options) { desk in
                var values: [TenantID: [KeyName: Int]] = [:]
                var faults: [PaymentFault] = []
                var unreadable = 0
                for tenant in desk.tenants {
                    let cards = try desk.store.reseal(tenant, isDryRun: dryRun, now: WallClock.system.now())
                    values[tenant] = cards.values
                    faults += cards.faults
                    unreadable += cards.unreadable
                    if let current = cards.current, cards.resealed > 0 {
                        let words = dryRun ? "would be sealed again" : "sealed again"
                        Terminal.print("\(tenant): \(cards.resealed) values \(words) with \(current)")
                    }
                }
                BillingDesk.print([], faults)
                // What such a row needs is not known: no key is said to be needless then.
                if unreadable > 0 {
                    Terminal.printError("\(unreadable) rows cannot be read: take no key out before they are mended\n")
                    throw ExitCode(ExitStatus.partlyFailed.rawValue)
                }
                let rings = try desk.project.keyRings()
                if let ring = rings.installation {
                    tell(ring, values.values.reduce(into: [:]) { $0.merge($1, uniquingKeysWith: +) }, of: nil)
                }
                for (tenant, ring) in rings.tenants.sorted(by: { $0.key < $1.key }) {
                    tell(ring, values[tenant] ?? [:], of: tenant)
                }
                if dryRun { Terminal.print("nothing was done") }
                if !faults.isEmpty { throw ExitCode(ExitStatus.partlyFailed.rawValue) }
            }
        }
    }

    /// Says of each key that only opens whether it is needed.
    private func tell(_ ring: KeyRing, _ values: [KeyName: Int], of tenant: TenantID?) {
        let owner = tenant.map { "\($0): " } ?? ""
        for entry in ring.entries.dropFirst() {
            let name = KeyName(ring.owner, entry.id)
            let count = values[name] ?? 0
            let words =
                count > 0
                ? "\(count) values still need it" : "no value needs it\(dryRun ? " then" : ""); it may be taken out"
            Terminal.print("\(owner)\(name): \(words)")
        }
    }
}
