import ArgumentParser
import Kernel

#if canImport(Glibc)
    import Glibc
#endif

/// Standard output for answers, standard error for everything else.
enum Terminal {
    static func print(_ text: String) { write(text + "\n", to: STDOUT_FILENO) }

    static func printError(_ text: String) { write(text, to: STDERR_FILENO) }

    /// True when the person sees standard error on a terminal that can be drawn on.
    static var errorIsTerminal: Bool {
        isatty(STDERR_FILENO) == 1 && Environment.value("TERM") != "dumb"
    }

    /// True when answers may be coloured: a terminal, and no wish against it (no-color.org).
    static var allowsColour: Bool {
        isatty(STDOUT_FILENO) == 1 && Environment.value("NO_COLOR") == nil && Environment.value("TERM") != "dumb"
    }

    static var width: Int {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 100 }
        return Int(size.ws_col)
    }

    private static func write(_ text: String, to descriptor: Int32) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            // Nobody is reading any more: there is nothing useful to do about it.
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// Runs a command's body; says what went wrong and leaves with the code that belongs to it.
    static func reporting(_ body: () throws -> Void) throws {
        do { try body() } catch let error as any ReckonError {
            for diagnostic in error.diagnostics { printError("\(diagnostic)\n") }
            throw ExitCode(error.exitStatus.rawValue)
        }
    }
}
