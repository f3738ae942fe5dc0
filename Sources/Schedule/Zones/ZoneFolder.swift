package import Kernel

/// The folder of the machine's time zones: TZif files named after zones.
package struct ZoneFolder: Sendable, Hashable {
    package let path: String

    /// Where Linux has it; `TZDIR` names another.
    package static let standard = ZoneFolder("/usr/share/zoneinfo")

    package init(_ path: String) { self.path = path }

    /// The zone of that name. `UTC` needs no file.
    ///
    /// - Throws: exit 78 for a name that is none, an unknown zone or a file that cannot be read.
    package func zone(_ name: String, at place: Place? = nil) throws(Failure) -> Zone {
        guard ZoneFolder.isName(name) else {
            throw Failure(
                .configuration, ScheduleCode.badZoneName, "\(QuotedText.of(name)) is no name of a time zone", at: place,
                hint: "zones are named like Africa/Lagos or UTC")
        }
        if name == "UTC" { return .utc }
        let file = "\(path)/\(name)"
        guard FileSystem.isRegularFile(file) else { throw unknown(name, place) }
        do {
            return try ZoneFileReader.zone(try FileSystem.read(file), name: name)
        } catch let damage as ZoneFileReader.Damage {
            throw Failure(
                .configuration, ScheduleCode.damagedZone,
                "the file of time zone '\(name)' cannot be used: \(damage.text)",
                at: place, hint: "install tzdata anew")
        } catch let failure as Failure {
            throw failure
        } catch {
            preconditionFailure("zone files are refused with Damage or Failure only: \(error)")
        }
    }

    /// Letters, digits, `+`, `-` and `_`, in parts between slashes: no way out of the folder.
    package static func isName(_ text: String) -> Bool {
        guard (1...100).contains(text.utf8.count) else { return false }
        return text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).allSatisfy { part in
            guard let first = part.first, isLetter(first) else { return false }
            return part.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) || "+-_".utf8.contains($0) }
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte & ~0x20) }

    /// Areas and cities; not the copies below posix/ and right/.
    private func names() throws(Failure) -> [String] {
        try FileSystem.files(below: path).filter { name in
            ZoneFolder.isName(name) && (0x41...0x5A).contains(name.utf8.first ?? 0)
        }
    }

    private func unknown(_ name: String, _ place: Place?) -> Failure {
        let known: [String]
        // The answer to a wrong name is that it is unknown, also where the folder cannot be listed.
        do { known = try names() } catch { known = [] }
        let city = name.split(separator: "/").last.map { String($0) } ?? name
        let near =
            known.first { $0.lowercased() == name.lowercased() }
            ?? known.first { $0.lowercased().hasSuffix("/" + city.lowercased()) }
            ?? NearestName.of(name, among: known)
        var hint = "zones are named like Africa/Lagos or UTC"
        if let near { hint = "did you mean \(near)?" }
        if known.isEmpty { hint = "this machine has no time zones: install tzdata, or name their folder in TZDIR" }
        return Failure(
            .configuration, ScheduleCode.unknownZone, "there is no time zone '\(name)'", at: place, hint: hint)
    }
}
