package import HTTP
package import Kernel
package import Runner

/// Looks at whether those who are to be told can be, as far as that shows without telling them anything.
package enum WatchCheck {
    /// One warning for each that cannot.
    package static func findings(_ settings: WatchSettings, machine: CallingMachine) -> [Diagnostic] {
        let call = ShortCall(machine: machine)
        var findings: [Diagnostic] = []
        func check(_ matter: WatchMatter, _ body: () throws -> Void) {
            do { try body() } catch { findings.append(matter.warning(of: error)) }
        }
        if let file = settings.metrics {
            // Written beside it and renamed: the folder is what counts.
            check(.metrics) { try FileSystem.requireRoom(for: FileSystem.parentPath(file)) }
        }
        if let file = settings.lineage?.file { check(.lineage) { try requireGrowing(file) } }
        if let lineage = settings.lineage, let address = lineage.url {
            check(.lineage) {
                try call.requireAllowed(HTTPURL(address))
                if let token = lineage.token { _ = try call.value(token) }
            }
        }
        if let ping = settings.ping {
            check(.monitor) { try call.requireAllowed(call.address(ping.url, on: ping.server)) }
        }
        if let webhook = settings.webhook {
            check(.people) { try call.requireAllowed(call.address(webhook.url, on: webhook.server)) }
        }
        if let mail = settings.mail {
            check(.people) { try machine.mailProgram(mail.program).requireProgram() }
        }
        return findings
    }

    /// A file that is added to, or made where its folder lets it.
    private static func requireGrowing(_ file: String) throws(Failure) {
        guard FileSystem.exists(file) else {
            return try FileSystem.requireRoom(for: FileSystem.parentPath(file))
        }
        try FileSystem.requireWritable(file)
    }
}
