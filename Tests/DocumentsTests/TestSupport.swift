import Kernel

@testable import Documents

/// What the user would read: the failure's text, or a note that there was none.
func message(_ work: () throws -> some Any) -> String {
    do {
        _ = try work()
        return "no error"
    } catch {
        return "\(error)"
    }
}

func parse(_ text: String, limits: JSONLimits = .jobFile) throws(Failure) -> JSONNode {
    try JSONText.parse(Array(text.utf8), file: "job.json", limits: limits)
}
