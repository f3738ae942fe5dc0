import HTTP
import Kernel
import Runner

/// Tells a monitor that a run began and how it ended, in the manner of healthchecks: the address of a check, then
/// `/start`, nothing or `/fail`, and the run as `rid`. When nothing comes the monitor raises the alarm: that is what
/// it is for.
struct Ping {
    enum Signal: Sendable { case start, success, failure }

    let settings: WatchSettings.Ping
    let job: JobID
    /// Nil for a run that did not begin.
    let run: RunUUID?
    let machine: CallingMachine

    /// Nil when the job does not report.
    init?(_ settings: WatchSettings.Ping, job: JobID, run: RunUUID?, machine: CallingMachine) {
        if let jobs = settings.jobs, !jobs.contains(job) { return nil }
        self.settings = settings
        self.job = job
        self.run = run
        self.machine = machine
    }

    func send(_ signal: Signal) throws {
        let call = ShortCall(machine: machine)
        let end: [String] =
            switch signal {
            case .start: ["start"]
            case .success: []
            case .failure: ["fail"]
            }
        let url = try call.address(settings.url, on: settings.server).appending(
            (settings.addsJob ? [job.text] : []) + end, query: run.map { [("rid", $0.description)] } ?? [])
        // The monitor takes the same signal of the same run twice without harm.
        try call.send(HTTPRequest(.get, url, purpose: "ping of the monitor"))
    }
}
