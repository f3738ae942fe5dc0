internal import CLibPQ
import Kernel

/// Something the server said besides its answers. The text may hold names and values: restricted log only.
package struct Notice: Sendable, Equatable {
    package let severity: String
    package let sqlState: String
    package let restrictedText: String
}

/// Receives the notices of one connection; at most a hundred are kept, a loop in SQL can raise millions.
final class NoticeBox {
    static let limit = 100
    private(set) var notices: [Notice] = []
    private(set) var dropped = 0

    func add(_ notice: Notice) {
        if notices.count < NoticeBox.limit { notices.append(notice) } else { dropped += 1 }
    }

    func take() -> [Notice] {
        defer { notices = [] }
        return notices
    }

    /// Sends the notices of `connection` here instead of to standard error. The connection must not outlive the box.
    func attach(to connection: OpaquePointer) {
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        _ = unsafe PQsetNoticeReceiver(
            connection,
            { context, result in
                guard let context = unsafe context, let result = unsafe result else { return }
                let box = unsafe Unmanaged<NoticeBox>.fromOpaque(context).takeUnretainedValue()
                let fields = unsafe ServerMessage(result)
                box.add(
                    Notice(severity: fields.severity, sqlState: fields.sqlState ?? "", restrictedText: fields.message))
            }, context)
    }
}

/// The fields of an error or a notice.
struct ServerMessage {
    let severity: String
    let sqlState: String?
    let message: String
    let more: [String]
    let constraint: String?

    init(_ result: OpaquePointer) {
        func field(_ letter: Unicode.Scalar) -> String? {
            unsafe PQresultErrorField(result, Int32(letter.value)).map { unsafe String(cString: $0) }
        }
        // The letters are those of the protocol: "Error and Notice Message Fields".
        severity = field("V") ?? ""
        sqlState = field("C")
        message = unsafe field("M") ?? String(cString: PQresultErrorMessage(result))
        more = [("detail", field("D")), ("hint", field("H")), ("context", field("W"))].compactMap { name, text in
            text.map { "\(name): \($0)" }
        }
        constraint = field("n")
    }
}
