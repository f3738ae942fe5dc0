package import Crypto
package import Kernel
import Synchronization

/// The digests of a stage's input files, taken one after the other on a thread of their own, so that a stage which must
/// run whatever they are does not wait for them.
package final class FileDigests: Sendable {
    private struct State {
        var thread: SystemThread?
        var work: Work?
        var results: [Result<Digest, Failure>] = []
    }

    private let paths: [String]
    private let state = Mutex(State())

    /// Begins to read the files.
    package init(paths: [String]) {
        self.paths = paths
        guard !paths.isEmpty else { return }
        let work = Work(paths)
        state.withLock { state in
            state.work = work
            // A machine that gives no thread has the files read when they are asked for.
            state.thread = SystemThread { work.run() }
        }
    }

    deinit { state.withLock { $0.thread?.join() } }

    /// The digest of a file by its place among the paths; waits for it.
    ///
    /// - Throws: exit 66 when the file cannot be opened, 74 when reading it fails.
    package func digest(_ index: Int) throws(Failure) -> Digest {
        collect()
        return try state.withLock { $0.results[index] }.get()
    }

    /// Waits for the thread, if that has not been done, and takes what it found.
    private func collect() {
        state.withLock { state in
            guard let work = state.work else { return }
            if let thread = state.thread { thread.join() } else { work.run() }
            state.results = work.results
            (state.thread, state.work) = (nil, nil)
        }
    }

    /// What the thread does and finds. Unchecked: nobody looks at the results before the thread is joined.
    private final class Work: @unchecked Sendable {
        private let paths: [String]
        private(set) var results: [Result<Digest, Failure>] = []

        init(_ paths: [String]) { self.paths = paths }

        func run() {
            results = paths.map { path in
                do throws(Failure) { return .success(try Digest.ofFile(path).digest) } catch { return .failure(error) }
            }
        }
    }
}
