import Kernel

/// Paths inside a store. They come from outside: from listings and from manifests.
enum ObjectPath {
    /// Why a path cannot be used; nil when it can.
    static func problem(_ path: String) -> String? {
        if path.isEmpty { return "is empty" }
        if path.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) { return "holds a control character" }
        for part in path.split(separator: "/", omittingEmptySubsequences: false) {
            switch part {
            case "": return "has an empty part between two slashes or at an end"
            case ".", "..": return "has a part \(QuotedText.of(String(part))), which would lead elsewhere"
            default: continue
            }
        }
        return nil
    }

    /// - Throws: exit 65 for a path that could lead out of the folder it is copied to.
    static func check(_ path: String, in location: String) throws(Failure) {
        guard let problem = problem(path) else { return }
        throw Failure(
            .badInput, StorageCode.unusableName, "the name \(QuotedText.of(path)) \(problem)",
            at: Place(file: location), hint: "rename the file in the store, or name a folder that does not hold it")
    }
}
