import Kernel
import Testing

@testable import Payments

struct AttemptMovesTests {
    /// State by event, written down on its own; "." leaves the state as it is, "!" cannot happen.
    /// p planned, s sent, u unknown, w pending, a action required, P paid, F failed, R rejected, M mismatched, S surplus,
    /// V reversed.
    static let grid = """
                          p s u w a P F R M S V
        sending           s ! ! ! ! ! ! ! ! ! !
        success           ! P P P P . P P . . .
        mismatch          ! M M M M . M M . . .
        surplus           ! S S S S . S S . . .
        declined          ! F F F F . . F . . .
        pending           ! w w . w . . w . . .
        actionNeeded      ! a a a . . . a . . .
        abandoned         ! F F F F . . . . . .
        reversed          ! V V V V V V V V V .
        rejected          ! R R . . . . . . . .
        duplicate         ! u . . . . . . . . .
        notProcessed      ! . . . . . . . . . .
        lost              ! u . . . . . . . . .
        notFound          ! . s . . . . . . . .
        withdrawn         ! R R . . . . . . . .
        unclear           ! u . . . . . . . . .
        """
    static let letters: [Character: AttemptState] = [
        "p": .planned, "s": .sent, "u": .unknown, "w": .pending, "a": .actionRequired, "P": .paid, "F": .failed,
        "R": .rejected, "M": .mismatched, "S": .surplus, "V": .reversed,
    ]

    @Test func everyStateMeetsEveryEventAsWrittenDown() throws {
        let lines = AttemptMovesTests.grid.split(separator: "\n").map { $0.split(separator: " ") }
        let columns = try lines[0].map { try #require(AttemptMovesTests.letters[Character(String($0))]) }
        #expect(Set(columns) == Set(AttemptState.allCases))
        #expect(Set(lines.dropFirst().map { String($0[0]) }) == Set(AttemptEventKind.allCases.map(\.rawValue)))
        for line in lines.dropFirst() {
            let kind = try #require(AttemptEventKind(rawValue: String(line[0])))
            for (state, cell) in zip(columns, line.dropFirst()) {
                let wanted =
                    cell == "!" ? nil : cell == "." ? state : AttemptMovesTests.letters[Character(String(cell))]
                #expect(AttemptMoves.next(state, kind) == wanted, "\(state) meets \(kind)")
            }
        }
    }

    /// Whatever comes in whatever order: money is not forgotten, and what came is left by a reversal only.
    @Test func moneyIsNeverForgotten() {
        for state in AttemptState.allCases where state != .planned && state != .reversed {
            for kind in [AttemptEventKind.success, .mismatch, .surplus] {
                #expect(AttemptMoves.next(state, kind)?.holdsMoney == true)
            }
        }
        for state in AttemptState.allCases where state.holdsMoney {
            for kind in AttemptEventKind.allCases where kind != .sending {
                let next = AttemptMoves.next(state, kind)
                #expect(next == state || (next == .reversed && kind == .reversed))
            }
        }
    }

    /// Only the provider's own word makes room for another charge.
    @Test func lostAnswersMakeNoRoomForAnotherCharge() {
        for state in AttemptState.allCases where state != .planned && !state.makesRoom {
            for kind in [
                AttemptEventKind.lost, .duplicate, .notProcessed, .notFound, .unclear, .pending, .actionNeeded,
            ] {
                #expect(AttemptMoves.next(state, kind)?.makesRoom == false)
            }
        }
    }

    @Test func theSameAgainChangesNothing() throws {
        for status in [ObservedCharge.Status.success, .failed, .pending, .ongoing, .reversed] {
            var once = try Samples.attempt()
            let charge = try Samples.charge(once, status)
            let now = try Samples.instant("2026-03-31T03:00:00Z")
            #expect(!once.apply(.observed(charge), now: now).isEmpty || status == .pending)
            var twice = once
            #expect(twice.apply(.observed(charge), now: now).isEmpty)
            #expect(once == twice)
        }
    }

    @Test func successIsComparedWithWhatWasAskedFor() throws {
        let now = try Samples.instant("2026-03-31T03:00:00Z")
        let cases: [(SubunitMoney, Int64?, AttemptState)] = [
            (SubunitMoney(7_500_000, .naira), nil, .paid), (SubunitMoney(7_500_000, .naira), 7_500_000, .paid),
            (SubunitMoney(7_500_000, .dollar), nil, .mismatched), (SubunitMoney(7_499_999, .naira), nil, .mismatched),
            (SubunitMoney(7_500_000, .naira), 9_000_000, .mismatched),
        ]
        for (money, requested, state) in cases {
            var attempt = try Samples.attempt()
            var charge = try Samples.charge(attempt, money: money)
            charge.requestedSubunits = requested
            _ = attempt.apply(.observed(charge), now: now)
            #expect(attempt.state == state)
        }
    }

    @Test func abandonedCountsAsFailedAfterADay() throws {
        var attempt = try Samples.attempt(at: "2026-03-31T02:00:00Z")
        let charge = try Samples.charge(attempt, .abandoned)
        _ = attempt.apply(.observed(charge), now: try Samples.instant("2026-04-01T02:00:00Z"))
        #expect(attempt.state == .unknown)
        let actions = attempt.apply(.observed(charge), now: try Samples.instant("2026-04-01T02:00:01Z"))
        #expect(attempt.state == .failed && actions == [.dun(Decline(.abandoned, "abandoned"))])
    }

    @Test func lateSuccessIsSaidAndGranted() throws {
        let now = try Samples.instant("2026-04-05T03:00:00Z")
        var attempt = try Samples.attempt(state: .failed)
        #expect(try attempt.apply(.observed(Samples.charge(attempt)), now: now) == [.reportLateSuccess, .grant])
        var second = try Samples.attempt(2, state: .failed)
        let actions = try second.apply(.observed(Samples.charge(second)), now: now, periodIsPaid: true)
        #expect(actions == [.proposeRefund] && second.state == .surplus)
    }

    @Test(arguments: [
        ("Insufficient Funds", Decline.Kind.soft), ("Do Not Honour", .soft), ("Declined", .soft), ("", .soft),
        ("Expired Card", .hard), ("Pick-up card (lost)", .hard), ("Stolen card", .hard), ("Card is invalid", .hard),
        ("Authorization code is invalid", .hard), ("Transaction limit exceeded", .soft),
    ])
    func banksAnswersAreHardOrSoft(text: String, kind: Decline.Kind) { #expect(Decline.byBank(text).kind == kind) }
}
