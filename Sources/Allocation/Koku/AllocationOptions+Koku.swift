import Documents
import Kernel
import Model
import Runner

extension AllocationOptions {
    /// koku splits by one resource and by the day, and shares every pool by use: options that say otherwise would make
    /// an allocation that is neither koku's nor ours.
    static func refuseWhatKokuLacks(_ node: JSONNode) throws {
        try refuse(
            node["resource"].flatMap { $0.string == Resource.blend.rawValue ? $0 : nil }, #""resource": "blend""#,
            hint: #"use "cpu" or "memory", or leave "rules" out"#)
        try refuse(
            node["join"].flatMap { $0.string == Join.hour.rawValue ? $0 : nil }, #""join": "hour""#,
            hint: #"leave "join" out: koku splits by the day; or leave "rules" out"#)
        try refuse(
            node["network"].flatMap { $0.string == Network.bytes.rawValue ? $0 : nil }, #""network": "bytes""#,
            hint: #"leave "network" out: koku shares traffic by use; or leave "rules" out"#)
        try refuse(
            node["sharing"].flatMap { $0.array?.isEmpty == false ? $0 : nil }, #""sharing""#,
            hint: #"leave "sharing" out: koku shares pools by use; or leave "rules" out"#)
    }

    private static func refuse(_ stranger: JSONNode?, _ name: String, hint: String) throws {
        guard let stranger else { return }
        throw Failure(
            .configuration, AllocationCode.notOfKoku, "koku's rules have no \(name)", at: stranger.place, hint: hint)
    }
}
