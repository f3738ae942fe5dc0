import Documents

/// Where the reading of a list stands. What was asked for does not count: `meta` alone tells whether there is more.
struct PagePosition {
    enum Step: Equatable {
        case more, complete
        case brokeOff(String)
    }

    /// What is asked for, under both names that Paystack has used. It may give fewer.
    private static let size = "100"
    /// A list that goes on for longer goes in circles.
    static let limit = 10_000

    private let usesCursor: Bool
    private var page = 1
    private var cursor: String?
    private var cursors: Set<String> = []
    private var rowCount = 0

    init(usesCursor: Bool) { self.usesCursor = usesCursor }

    /// To be added to the query of the next page.
    var query: [(name: String, value: String)] {
        var query = [(name: "perPage", value: PagePosition.size), (name: "per_page", value: PagePosition.size)]
        if usesCursor { query.append((name: "use_cursor", value: "true")) }
        if let cursor {
            query.append((name: "next", value: cursor))
        } else if page > 1 || !usesCursor {
            query.append((name: "page", value: "\(page)"))
        }
        return query
    }

    /// Goes on from a page that came.
    mutating func advance(past meta: JSONNode?, rows: Int) -> Step {
        rowCount += rows
        guard let meta else { return .brokeOff("a page does not say whether there is more") }
        // A list by pages may say `next` as well, and has none: its count of pages tells.
        if let next = meta["next"], usesCursor || cursor != nil || !PagePosition.isEnd(next) {
            return advance(to: next)
        }
        guard let shown: Int = meta.wholeNumber("page"), let pageCount: Int = meta.wholeNumber("pageCount") else {
            return .brokeOff("a page does not say whether there is more")
        }
        guard shown == page, cursor == nil else { return .brokeOff("page \(page) was asked for, \(shown) came") }
        guard page >= pageCount else {
            page += 1
            return .more
        }
        if let total: Int = meta.wholeNumber("total"), rowCount < total {
            return .brokeOff("\(rowCount) of \(total) rows came")
        }
        return .complete
    }

    private static func isEnd(_ next: JSONNode) -> Bool { next.isNull || next.string?.isEmpty == true }

    private mutating func advance(to next: JSONNode) -> Step {
        if PagePosition.isEnd(next) { return .complete }
        guard let text = next.string ?? next.numberText else {
            return .brokeOff("a page has a cursor that is no text")
        }
        guard cursors.insert(text).inserted else { return .brokeOff("a cursor comes back") }
        cursor = text
        return .more
    }
}
