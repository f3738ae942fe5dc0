#if canImport(Glibc)
    import Glibc
#endif

/// A thread of the system that runs one body and ends.
package final class SystemThread {
    private final class Body {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    private let thread: pthread_t

    /// Begins to run the body; nil when the machine gives no thread.
    package init?(_ body: @escaping @Sendable () -> Void) {
        let argument = Unmanaged.passRetained(Body(body))
        var made = pthread_t()
        let failure = pthread_create(
            &made, nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            }, argument.toOpaque())
        guard failure == 0 else {
            argument.release()
            return nil
        }
        thread = made
    }

    /// Returns when the body has ended. To be called once.
    package func join() { pthread_join(thread, nil) }
}
