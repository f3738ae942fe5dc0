import Kernel

/// Reads a TZif file (RFC 8536), version 2 or later.
struct ZoneFileReader {
    /// What is wrong with a file.
    struct Damage: Error { let text: String }

    /// The largest file of the zone database has some 3 KB; lists stay small whatever a header says.
    static let maximumBytes = 1 << 20
    /// Offsets that occur lie within 16 hours; RFC 8536 recommends to accept these.
    private static let offsets = -25 * 3600 + 1...26 * 3600 - 1
    /// Year 1 to 9999: further away an instant has no calendar day. Files begin with a change long before that, which
    /// stands for "since ever"; none has one after it.
    private static let times: Range<Int64> = -62_135_596_800..<253_402_300_800

    private let bytes: [UInt8]
    private var position = 0

    static func zone(_ bytes: [UInt8], name: String) throws(Damage) -> Zone {
        guard bytes.count <= maximumBytes else { throw Damage(text: "it has \(bytes.count) bytes") }
        var reader = ZoneFileReader(bytes: bytes)
        return try reader.read(name: name)
    }

    private struct Header {
        let version: UInt8
        let universalMarks, standardMarks, leapSeconds, changes, types, characters: Int

        func bodySize(timeBytes: Int) -> Int {
            changes * (timeBytes + 1) + types * 6 + characters + leapSeconds * (timeBytes + 4) + standardMarks
                + universalMarks
        }
    }

    private mutating func read(name: String) throws(Damage) -> Zone {
        let old = try readHeader()
        guard old.version >= UInt8(ascii: "2") else { throw Damage(text: "it is of version 1, which ends in 2037") }
        // The first body is for programs that know 32-bit times only.
        try skip(old.bodySize(timeBytes: 4))
        let header = try readHeader()
        guard header.types > 0 else { throw Damage(text: "it has no offsets") }
        guard header.leapSeconds == 0 else {
            throw Damage(text: "it counts leap seconds, as the zones below right/ do")
        }
        guard position + header.bodySize(timeBytes: 8) < bytes.count else { throw Damage(text: "it ends too early") }
        var times: [Int64] = []
        for _ in 0..<header.changes { times.append(Int64(bitPattern: readBig(8))) }
        guard zip(times, times.dropFirst()).allSatisfy({ $0 < $1 }) else {
            throw Damage(text: "its changes are not in order of time")
        }
        guard times.last ?? 0 < ZoneFileReader.times.upperBound else {
            throw Damage(text: "a change lies after the year 9999")
        }
        let choices = (0..<header.changes).map { Int(bytes[position + $0]) }
        position += header.changes
        let offsets = try readOffsets(header)
        guard choices.allSatisfy({ $0 < offsets.count }) else { throw Damage(text: "a change has no offset") }
        position += header.standardMarks + header.universalMarks
        let changes = zip(times, choices).map { ZoneChange(at: $0, offset: offsets[$1]) }
        let ancient = changes.prefix { $0.at < ZoneFileReader.times.lowerBound }
        return Zone(
            name: name, earliest: ancient.last?.offset ?? offsets[0], changes: Array(changes[ancient.endIndex...]),
            rule: try readFooter())
    }

    private mutating func readHeader() throws(Damage) -> Header {
        guard bytes.count - position >= 44, bytes[position..<position + 4].elementsEqual("TZif".utf8) else {
            throw Damage(text: "it is no TZif file")
        }
        let version = bytes[position + 4]
        position += 20
        let counts = (0..<6).map { _ in Int(readBig(4)) }
        return Header(
            version: version, universalMarks: counts[0], standardMarks: counts[1], leapSeconds: counts[2],
            changes: counts[3], types: counts[4], characters: counts[5])
    }

    private mutating func readOffsets(_ header: Header) throws(Damage) -> [ZoneOffset] {
        let names = bytes[(position + header.types * 6)...].prefix(header.characters)
        var offsets: [ZoneOffset] = []
        for _ in 0..<header.types {
            let seconds = Int(Int32(truncatingIfNeeded: readBig(4)))
            let (daylight, index) = (bytes[position], Int(bytes[position + 1]))
            position += 2
            guard ZoneFileReader.offsets.contains(seconds), daylight <= 1, index < names.count,
                ZoneFileReader.isAbbreviation(names.dropFirst(index).prefix { $0 != 0 })
            else { throw Damage(text: "an offset cannot be read") }
            offsets.append(ZoneOffset(seconds: seconds))
        }
        position += header.characters
        return offsets
    }

    /// The rule after the last change; an empty one says that nothing is known of the time after it.
    private func readFooter() throws(Damage) -> ZoneRule? {
        let footer = bytes[position...]
        guard footer.first == 0x0A, let end = footer.dropFirst().firstIndex(of: 0x0A) else {
            throw Damage(text: "its last line is missing")
        }
        let text = Array(footer[(footer.startIndex + 1)..<end])
        guard !text.isEmpty else { return nil }
        guard let rule = ZoneRuleReader.rule(text) else { throw Damage(text: "its last line is no POSIX zone") }
        return rule
    }

    private mutating func skip(_ count: Int) throws(Damage) {
        guard count <= bytes.count - position else { throw Damage(text: "it ends too early") }
        position += count
    }

    private mutating func readBig(_ count: Int) -> UInt64 {
        defer { position += count }
        return bytes[position..<position + count].reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Up to 16 printable ASCII characters.
    static func isAbbreviation(_ bytes: some Collection<UInt8>) -> Bool {
        (1...16).contains(bytes.count) && bytes.allSatisfy { (0x21...0x7E).contains($0) }
    }
}
