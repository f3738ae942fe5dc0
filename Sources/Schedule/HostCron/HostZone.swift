package import Kernel

/// Which time zone the host's cron has.
package enum HostZone {
    /// - Parameters:
    ///   - link: where `/etc/localtime` leads to; nil when it is no link.
    ///   - exists: whether there is an `/etc/localtime` at all; without it clocks show UTC.
    ///   - variable: the value of `TZ`.
    /// - Throws: exit 78 when the zone has no name there, or has two.
    package static func name(link: String?, exists: Bool, variable: String?) throws(Failure) -> String {
        let hint = "say it with --host-zone, such as --host-zone Europe/Berlin"
        let ofMachine: String?
        if let link {
            ofMachine = zone(of: link)
        } else {
            ofMachine = exists ? nil : "UTC"
        }
        let chosen = variable.map { $0.hasPrefix(":") ? String($0.dropFirst()) : $0 }
        guard let chosen, chosen != localtime else {
            if let ofMachine { return ofMachine }
            throw Failure(
                .configuration, ScheduleCode.namelessHostZone, "\(localtime) does not say which time zone it is",
                hint: hint)
        }
        let named = zone(of: chosen) ?? plain(chosen)
        // A daemon that started with the machine does not have the variable, one in a container may.
        guard named == ofMachine else {
            throw Failure(
                .configuration, ScheduleCode.twoHostZones,
                "TZ is \(QuotedText.of(named)) and \(localtime) is \(QuotedText.of(ofMachine ?? "without a name")): "
                    + "which of them cron has does not show", hint: hint)
        }
        return named
    }

    package static let localtime = "/etc/localtime"

    private static func plain(_ name: String) -> String { name == "Etc/UTC" ? "UTC" : name }

    /// `Europe/Berlin` of `../usr/share/zoneinfo/Europe/Berlin`.
    private static func zone(of path: String) -> String? {
        let parts = path.split(separator: "/")
        guard let folder = parts.lastIndex(of: "zoneinfo"), folder + 1 < parts.count else { return nil }
        return plain(parts[(folder + 1)...].joined(separator: "/"))
    }
}
