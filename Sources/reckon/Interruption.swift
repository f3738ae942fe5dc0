import Database
import Runner
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// What Ctrl-C, TERM and a lost terminal do: a run ends its batch, writes down that it was asked to stop, and exits with
/// 128 + signal. A second signal, or the first where no run is at work, leaves the embedded server and exits at once.
///
/// The stage at work publishes nothing in either case. USR1 asks how far the run is.
enum Interruption {
    private static let server = Mutex<EmbeddedServer?>(nil)
    /// The write end of a pipe: all that a signal handler may safely do is write a byte to it.
    nonisolated(unsafe) private static var writeEnd: Int32 = -1
    private struct Runs {
        var controls: [RunControl] = []
        /// The signal that asked for a stop; what begins after it stops at once.
        var signal: Int32?
    }

    private static let runs = Mutex(Runs())
    private static let isUnderWay = Atomic<Bool>(false)
    private static let isOpening = Atomic<Bool>(false)
    /// How long an interruption waits for a server that is being started, in steps of 50 ms.
    private static let openingSteps = 200

    /// To be called once, before any other thread is started.
    static func install() {
        // A reader that goes away (`reckon run … | head`) must not kill a run in the middle.
        signal(SIGPIPE, SIG_IGN)
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        writeEnd = ends[1]
        let readEnd = ends[0]
        for signal in [SIGINT, SIGTERM, SIGHUP, SIGUSR1] {
            var action = sigaction()
            action.__sigaction_handler.sa_handler = { number in
                var byte = UInt8(truncatingIfNeeded: number)
                _ = write(Interruption.writeEnd, &byte, 1)
            }
            sigaction(signal, &action, nil)
        }
        var thread = pthread_t()
        let context = UnsafeMutablePointer<Int32>.allocate(capacity: 1)
        context.initialize(to: readEnd)
        pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                Interruption.wait(argument.assumingMemoryBound(to: Int32.self).pointee)
                return nil
            }, context)
    }

    /// While the store is opened there may be a server that nobody knows yet; an interruption waits for it.
    static func opening<Value>(_ body: () throws -> Value) rethrows -> Value {
        isOpening.store(true, ordering: .releasing)
        defer { isOpening.store(false, ordering: .releasing) }
        return try body()
    }

    /// Names the server to leave when the process is interrupted; nil when it has been left.
    static func leave(_ running: EmbeddedServer?) { server.withLock { $0 = running } }

    /// Stops the run while `body` lasts when the process is asked to end.
    static func stopping<Value>(_ control: RunControl, _ body: () throws -> Value) rethrows -> Value {
        runs.withLock { runs in
            runs.controls.append(control)
            if let number = runs.signal { control.stop(bySignal: number) }
        }
        defer { runs.withLock { $0.controls.removeAll { $0 === control } } }
        return try body()
    }

    /// True once a run was asked to stop.
    static var isStopped: Bool { runs.withLock { $0.signal != nil } }

    /// Keeps a command from telling of errors that the interruption itself brings about.
    static func holdIfUnderWay() {
        while isUnderWay.load(ordering: .acquiring) { pause() }
    }

    private static func wait(_ readEnd: Int32) {
        while true {
            var number: UInt8 = 0
            while read(readEnd, &number, 1) != 1 { guard errno == EINTR else { return } }
            if Int32(number) == SIGUSR1 {
                let controls = runs.withLock { $0.controls }
                Terminal.printError(controls.isEmpty ? "no stage is at work\n" : controls.map(position).joined())
            } else if stop(bySignal: Int32(number)) {
                Terminal.printError("\nstopping after the batch at work; once more stops at once\n")
            } else {
                end(Int32(number))
            }
        }
    }

    /// False when there is nothing to stop, or it was asked to before.
    private static func stop(bySignal number: Int32) -> Bool {
        runs.withLock { runs in
            guard !runs.controls.isEmpty, runs.signal == nil else { return false }
            runs.signal = number
            for control in runs.controls { control.stop(bySignal: number) }
            return true
        }
    }

    private static func position(_ control: RunControl) -> String {
        guard let position = control.position, let elapsed = control.elapsedMicroseconds else {
            return "no stage is at work\n"
        }
        let attempt = position.attempt > 1 ? ", try \(position.attempt)" : ""
        return """
            stage \(position.stage)\(attempt): \(ProgressLines.grouped(position.progress.rows)) rows, \
            \(elapsed / 1_000_000) s

            """
    }

    private static func end(_ number: Int32) {
        isUnderWay.store(true, ordering: .releasing)
        Terminal.printError("\ninterrupted: what was published stands, the stage at work published nothing\n")
        var steps = 0
        while isOpening.load(ordering: .acquiring), steps < openingSteps {
            usleep(50_000)
            steps += 1
        }
        let running = server.withLock { $0 }
        do { try running?.leave() } catch { Terminal.printError("\(error)\n") }
        _exit(128 + number)
    }
}
