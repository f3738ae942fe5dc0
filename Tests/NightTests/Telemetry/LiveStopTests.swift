import Documents
import Kernel
import Runner
import Synchronization
import TestSupport
import Testing

@testable import Telemetry

/// A run that is asked to stop does so between two queries, and while a server has it wait.
struct LiveStopTests {
    private struct Stop: Error {}

    /// - Parameter limit: how many calls of the search's progress are let pass.
    private static func stops(_ behaviour: String, after limit: Int) throws -> LiveSource {
        let source = try LiveSource("stopped-\(behaviour)")
        let options = Array(#"{"url": "\#(source.address(behaviour))"}"#.utf8)
        let server = try LiveServer(JSONText.parse(options, file: "options", as: LiveServer.shape))
        let finder = LiveFinder(
            cluster: "harbor-us", server: server, only: [], stepSeconds: 300,
            series: LiveSeries.names, machine: try source.machine(at: LiveSource.ninthOfApril))
        let calls = Mutex(0)
        let search = InputSearch(
            period: try #require(Month("2026-04")), root: "/nowhere", cache: "\(source.home)/cache",
            progress: { _ in
                if calls.withLock({ calls in
                    calls += 1
                    return calls > limit
                }) {
                    throw Stop()
                }
            })
        #expect(throws: Stop.self) { try finder.find(search) }
        return source
    }

    @Test func betweenTwoQueries() throws {
        let source = try LiveStopTests.stops("good", after: 20)
        #expect(try source.asked().count == 20)
    }

    /// The first call is before the query; the wait that follows is asked each nap, and ends.
    @Test func whileItWaits() throws {
        let source = try LiveStopTests.stops("limited", after: 3)
        #expect(source.microsecondsWaited == 2 * 200_000)
    }
}
