import Columns
import Glibc
import Testing

struct BackgroundThreadTests {
    private struct Trouble: Error, Equatable { let number: Int }

    private final class Notes {
        var numbers: [Int] = []
    }

    @Test func jobsRunInTheirOrderAndAreDoneAfterWaiting() throws {
        let thread = BackgroundThread()
        let notes = Notes()
        for number in 0..<1000 { try thread.start { notes.numbers.append(number) } }
        try thread.wait()
        #expect(notes.numbers == Array(0..<1000))
    }

    @Test func jobsRunBesideTheirOwner() throws {
        let thread = BackgroundThread()
        let owner = pthread_self()
        let notes = Notes()
        try thread.start { notes.numbers.append(pthread_equal(pthread_self(), owner) == 0 ? 1 : 0) }
        try thread.wait()
        #expect(notes.numbers == [1])
    }

    @Test func errorIsThrownOnceByTheNextCallAndItsJobIsNotBegun() throws {
        let thread = BackgroundThread()
        let notes = Notes()
        try thread.start { throw Trouble(number: 1) }
        #expect(throws: Trouble(number: 1)) { try thread.start { notes.numbers.append(2) } }
        try thread.start { notes.numbers.append(3) }
        try thread.wait()
        #expect(notes.numbers == [3])
        try thread.start { throw Trouble(number: 4) }
        #expect(throws: Trouble(number: 4)) { try thread.wait() }
        try thread.wait()
    }

    @Test func lastJobEndsBeforeItsOwnerIsGone() throws {
        let notes = Notes()
        do {
            let thread = BackgroundThread()
            try thread.start {
                usleep(20_000)
                notes.numbers.append(1)
            }
        }
        #expect(notes.numbers == [1])
    }

    @Test func threadThatNeverHadAJobWaitsForNothing() throws { try BackgroundThread().wait() }
}
