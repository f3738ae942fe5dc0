package import Crypto
package import Kernel
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// The digests of a stage's input files, taken one after the other on a thread of their own, so that a stage which must
/// run whatever they are does not wait for them.
package final class FileDigests: Sendable {
    private struct State: @unchecked Sendable {
        var thread: pthread_t?
        var results: [Result<(digest: Digest, byteCount: Int64), Failure>] = []
    }

    private let paths: [String]
    private let state = Mutex(State())

    /// Begins to read the files.
    package init(paths: [String]) {
        self.paths = paths
        guard !paths.isEmpty else { return }
        let work = Unmanaged.passRetained(Work(paths))
        let argument = work.toOpaque()
        state.withLock { state in
            var made = pthread_t()
            let failure = pthread_create(
                &made, nil,
                { argument in
                    guard let argument else { return nil }
                    Unmanaged<Work>.fromOpaque(argument).takeUnretainedValue().run()
                    return argument
                }, argument)
            // A machine that gives no thread has the files read when they are asked for.
            if failure == 0 { state.thread = made } else { work.release() }
        }
    }

    deinit { collect() }

    /// The digest and size of a file by its place among the paths; waits for it.
    ///
    /// - Throws: exit 66 when the file cannot be opened, 74 when reading it fails.
    package func digest(_ index: Int) throws(Failure) -> Digest {
        collect()
        return try state.withLock { $0.results[index] }.get().digest
    }

    /// Joins the thread, if that has not been done, and takes what it found.
    private func collect() {
        state.withLock { state in
            guard state.results.count < paths.count else { return }
            var found: UnsafeMutableRawPointer?
            if let thread = state.thread, pthread_join(thread, &found) == 0, let found {
                state.results = Unmanaged<Work>.fromOpaque(found).takeRetainedValue().results
            } else {
                let work = Work(paths)
                work.run()
                state.results = work.results
            }
            state.thread = nil
        }
    }

    /// What the thread does and finds.
    private final class Work {
        private let paths: [String]
        private(set) var results: [Result<(digest: Digest, byteCount: Int64), Failure>] = []

        init(_ paths: [String]) { self.paths = paths }

        func run() {
            results = paths.map { path in
                do throws(Failure) { return .success(try Digest.ofFile(path)) } catch { return .failure(error) }
            }
        }
    }
}
