import Documents
package import Kernel
import Schedule

/// What can be told of a job whose file is refused or cannot be read: whose it is, and when it is due.
package struct JobGlimpse: Sendable {
    /// Nil when the file does not say, or names nobody.
    package let tenant: TenantID?
    private let schedule: Part<JobSchedule>

    private enum Part<Value: Sendable>: Sendable {
        case missing
        case unreadable
        case read(Value)
    }

    /// Looks at the file of a job as far as it goes; what is wrong with it is told by `JobFile`.
    package init(_ job: JobID, project: Project) {
        do {
            let bytes = try FileSystem.read("\(project.root)/Jobs/\(job).json")
            let node = try JSONText.parse(bytes, file: "Jobs/\(job).json")
            let known = try project.tenants()
            tenant = node["tenant"]?.string.flatMap { TenantID($0) }.flatMap { known.contains($0) ? $0 : nil }
            guard node.members != nil else {
                schedule = .unreadable
                return
            }
            schedule = node["schedule"].map { JobGlimpse.schedule($0, project) } ?? .missing
        } catch {
            (tenant, schedule) = (nil, .unreadable)
        }
    }

    private static func schedule(_ node: JSONNode, _ project: Project) -> Part<JobSchedule> {
        do { return .read(try JobSchedule(JobSchedule.shape.read(node), project: project)) } catch {
            return .unreadable
        }
    }

    /// Whether a run of the job was due just now, as far as its file says.
    package func dueness(at now: Instant) -> Dueness {
        switch schedule {
        case .missing: .no
        case .unreadable: .unknown
        case .read(let schedule): schedule.dueness(at: now)
        }
    }
}

/// Whether a slot has just come, by the schedule alone: where the ledger cannot be asked what has been run already.
package enum Dueness: Sendable, Hashable {
    /// The slot's key and the month that its run would work on.
    case slot(String, Month)
    case no
    /// The schedule cannot be read, or a calendar does not cover the year.
    case unknown
}

extension JobSchedule {
    /// Looks back as far as a slot is its own: whoever wakes the job does so within that time.
    package func dueness(at now: Instant) -> Dueness {
        do {
            guard let slot = try latest(through: now),
                slot.instant >= now.advanced(bySeconds: -MissedRuns.graceSeconds)
            else { return .no }
            return .slot(slot.key, period(of: slot))
        } catch { return .unknown }
    }
}
