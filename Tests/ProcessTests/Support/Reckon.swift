import Foundation
import TestSupport

/// The built program, as people and cron run it.
enum Reckon {
    /// Beside the test bundle.
    static let path: String = {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
        let test = String(decoding: buffer[..<max(0, count)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        // Some test runners load the bundle into a program of their own.
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? test
        return URL(filePath: bundle).deletingLastPathComponent().appending(path: "reckon").path
    }()

    struct Answer: Sendable {
        /// The exit code; of a program that a signal ended 128 plus the signal's number.
        let exit: Int32
        let out: String
        let err: String
    }

    /// A program at work, with what it prints going to files.
    final class Running {
        fileprivate let process = Process()
        private let folder: TemporaryFolder

        fileprivate init(
            _ program: String, _ arguments: [String], in directory: String, _ environment: [String: String]
        ) throws {
            folder = try TemporaryFolder()
            process.executableURL = URL(filePath: program)
            process.arguments = arguments
            process.currentDirectoryURL = URL(filePath: directory)
            process.environment = ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": folder.path].merging(environment) {
                $1
            }
            process.standardInput = FileHandle.nullDevice
            process.standardOutput = try handle("out")
            process.standardError = try handle("err")
            // Threads of tests block signals, and a program starts with the mask of the thread that starts it.
            var none = sigset_t()
            var mask = sigset_t()
            sigemptyset(&none)
            pthread_sigmask(SIG_SETMASK, &none, &mask)
            defer { pthread_sigmask(SIG_SETMASK, &mask, nil) }
            try process.run()
        }

        private func handle(_ name: String) throws -> FileHandle {
            try folder.write("", to: name)
            return try FileHandle(forWritingTo: URL(filePath: "\(folder.path)/\(name)"))
        }

        var isRunning: Bool { process.isRunning }

        func signal(_ number: Int32) { kill(process.processIdentifier, number) }

        func wait() throws -> Answer {
            process.waitUntilExit()
            let status = process.terminationStatus
            return Answer(
                exit: process.terminationReason == .uncaughtSignal ? 128 + status : status, out: try folder.read("out"),
                err: try folder.read("err"))
        }
    }

    static func start(
        _ arguments: [String], in directory: String, environment: [String: String] = [:]
    ) throws -> Running {
        try Running(path, arguments, in: directory, environment)
    }

    static func run(
        _ arguments: [String], in directory: String, environment: [String: String] = [:]
    ) throws -> Answer {
        try start(arguments, in: directory, environment: environment).wait()
    }

    /// Runs a line of bash in which `$RECKON` is the program.
    static func shell(_ line: String, in directory: String, environment: [String: String] = [:]) throws -> Answer {
        try Running("/bin/bash", ["-c", line], in: directory, environment.merging(["RECKON": path]) { $1 }).wait()
    }
}
