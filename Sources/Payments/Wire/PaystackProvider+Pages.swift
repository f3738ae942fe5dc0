import Documents
import HTTP
import Kernel

extension PaystackProvider {
    /// Reads a list to its end, or as far as it comes. A row that cannot be read is left out, and the list is then no
    /// longer complete.
    func list<Row: Sendable>(
        _ path: [String], query: [(name: String, value: String)], purpose: String, usesCursor: Bool = false,
        read: (JSONNode) throws(Failure) -> Row
    ) throws(HTTPError) -> Listed<Row> {
        var rows: [Row] = []
        var unread: (count: Int, first: String) = (0, "")
        var position = PagePosition(usesCursor: usesCursor)
        for _ in 0..<PagePosition.limit {
            let page: PaystackPage
            switch try self.page(path, query: query + position.query, purpose: purpose) {
            case .page(let found): page = found
            case .keyRefused: return Listed(rows, end: .keyRefused)
            case .brokeOff(let text): return Listed(rows, end: .brokeOff(text))
            }
            for node in page.rows {
                do throws(Failure) {
                    rows.append(try read(node))
                } catch {
                    if unread.count == 0 { unread.first = error.diagnostics[0].message }
                    unread.count += 1
                }
            }
            switch position.advance(past: page.meta, rows: page.rows.count) {
            case .more: continue
            case .brokeOff(let text): return Listed(rows, end: .brokeOff("\(purpose): \(text)"))
            case .complete where unread.count > 0:
                let text = "\(purpose): \(unread.count) rows cannot be read, the first: \(unread.first)"
                return Listed(rows, end: .brokeOff(text))
            case .complete: return Listed(rows, end: .complete)
            }
        }
        return Listed(rows, end: .brokeOff("\(purpose): more than \(PagePosition.limit) pages"))
    }

    private enum PageAnswer {
        case page(PaystackPage)
        case keyRefused
        case brokeOff(String)
    }

    private func page(
        _ path: [String], query: [(name: String, value: String)], purpose: String
    ) throws(HTTPError) -> PageAnswer {
        let answer: HTTPAnswer
        do throws(HTTPError) {
            answer = try client.get(path, query: query, purpose: purpose)
        } catch {
            return .brokeOff(try LostCall(error).text)
        }
        guard answer.status != 401 else { return .keyRefused }
        guard answer.status == 200 else { return .brokeOff("\(purpose): HTTP \(answer.status)") }
        do throws(Failure) {
            let envelope = try PaystackEnvelope(answer.body, about: purpose)
            guard envelope.isGood, let rows = envelope.data?.array else {
                return .brokeOff("\(purpose): the answer holds no list")
            }
            return .page(PaystackPage(rows: rows, meta: envelope.meta))
        } catch {
            return .brokeOff("\(purpose): \(error.diagnostics[0].message)")
        }
    }
}

/// A page of a list as it came.
struct PaystackPage {
    let rows: [JSONNode]
    let meta: JSONNode?
}

extension Instant {
    /// `2026-04-01T02:17:00.000Z`: always with a time, since a bare date would mean its first moment.
    var paystackText: String {
        let milliseconds = microseconds / 1000 - (microseconds % 1000 < 0 ? 1 : 0)
        let seconds = milliseconds / 1000 - (milliseconds % 1000 < 0 ? 1 : 0)
        let fraction = String(1000 + milliseconds - seconds * 1000).dropFirst()
        return "\(Instant(secondsSinceEpoch: seconds).description.dropLast()).\(fraction)Z"
    }
}
