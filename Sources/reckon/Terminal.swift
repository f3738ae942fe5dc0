import ArgumentParser
import Columns
import Kernel
import Reports
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// Standard output for answers, standard error for everything else.
enum Terminal {
    private static let outputFailure = Mutex<Int32>(0)

    static func print(_ text: String) {
        let failure = write(text + "\n", to: STDOUT_FILENO)
        if failure != 0 { outputFailure.withLock { $0 = failure } }
    }

    static func print(_ table: TextTable) { print(String(table.render(width: width).dropLast())) }

    static func printError(_ text: String) { _ = write(text, to: STDERR_FILENO) }

    /// True when the person sees standard error on a terminal that can be drawn on.
    static var errorIsTerminal: Bool {
        isatty(STDERR_FILENO) == 1 && Environment.value("TERM") != "dumb"
    }

    /// Columns of the terminal; elsewhere more than any line needs, so that nothing is cut for a file or a pipe.
    static var width: Int {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 10_000 }
        return Int(size.ws_col)
    }

    /// - Returns: the system's error, 0 when all is written. A reader that went away is no error: it has seen enough.
    private static func write(_ text: String, to descriptor: Int32) -> Int32 {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return errno == EPIPE ? 0 : errno }
            rest = rest.dropFirst(count)
        }
        return 0
    }

    /// Runs a command's body; says what went wrong and leaves with the code that belongs to it.
    static func reporting(_ body: () throws -> Void) throws {
        do {
            try body()
            let failure = outputFailure.withLock { $0 }
            if failure != 0 {
                throw Failure(
                    .inputOutput, CommandCode.outputLost,
                    "standard output cannot be written: \(String(cString: strerror(failure)))",
                    hint: "what was run stands; `reckon report` prints its figures again")
            }
        } catch  where !isOfArguments(error) {
            throw ExitCode(tell(error).rawValue)
        }
    }

    /// Says what went wrong. What messages leave out is kept under a reference that they tell.
    ///
    /// - Returns: the code that belongs to it.
    @discardableResult
    static func tell(_ error: any Error) -> ExitStatus {
        let known =
            error as? any ReckonError
            ?? Failure(
                .internal, KernelCode.unexpected, "an unexpected internal error occurred",
                detail: String(reflecting: error))
        for diagnostic in DetailLog.keeping(known).diagnostics { printError("\(diagnostic)\n") }
        return known.exitStatus
    }

    /// An end that was told already, or that the parser of arguments tells.
    private static func isOfArguments(_ error: any Error) -> Bool {
        error is ExitCode || error is ValidationError || error is CleanExit
    }
}

/// Standard output as a place for whole files.
final class StandardOutput: ByteSink {
    /// True once the reader has seen enough and gone away, as `head` does: no error, though nothing more can be written.
    private(set) var readerIsGone = false

    func write(_ bytes: UnsafeRawBufferPointer) throws(Failure) {
        var rest = bytes
        while !rest.isEmpty {
            let count = Glibc.write(STDOUT_FILENO, rest.baseAddress, rest.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure(errno) }
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
    }

    private func failure(_ cause: Int32) -> Failure {
        readerIsGone = cause == EPIPE
        return Failure(
            .inputOutput, CommandCode.outputLost,
            "standard output cannot be written: \(String(cString: strerror(cause)))",
            hint: "free some space, or name a file elsewhere with --output")
    }
}
