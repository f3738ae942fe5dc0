package import Kernel

/// A user's crontab: one block in it is ours, every other byte is not.
package struct Crontab: Sendable {
    private let before: [UInt8]
    /// The whole block, from its first line to its last; nil where there is none.
    private let block: [UInt8]?
    private let after: [UInt8]

    /// - Throws: exit 78 when the block's first or last line is missing, or there twice.
    package init(_ bytes: [UInt8], project: String) throws(Failure) {
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        let begins = lines.indices.filter { lines[$0].elementsEqual(CrontabBlock.begin(project).utf8) }
        let ends = lines.indices.filter { lines[$0].elementsEqual(CrontabBlock.end(project).utf8) }
        guard !begins.isEmpty || !ends.isEmpty else {
            (before, block, after) = (bytes, nil, [])
            return
        }
        guard begins.count == 1, ends.count == 1, begins[0] < ends[0] else {
            throw Failure(
                .configuration, CrontabCode.brokenBlock,
                "the crontab's block '\(CrontabBlock.begin(project))' has no single beginning and end",
                at: Place(file: "crontab", line: (begins.first ?? ends.first ?? 0) + 1),
                hint: "`crontab -e`: leave one line '\(CrontabBlock.begin(project))' and below it one "
                    + "'\(CrontabBlock.end(project))'")
        }
        let start = lines[begins[0]].startIndex
        // With the line's end, which the last line of a file may lack.
        let stop = min(lines[ends[0]].endIndex + 1, bytes.endIndex)
        (before, block, after) = (Array(bytes[..<start]), Array(bytes[start..<stop]), Array(bytes[stop...]))
    }

    /// The whole, as it was read.
    package var bytes: [UInt8] { before + (block ?? []) + after }

    package var hasBlock: Bool { block != nil }

    /// The block's lines as they stand there.
    package var blockLines: [String] {
        guard let block else { return [] }
        var lines = block.split(separator: 0x0A, omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
        if lines.last == "" { lines.removeLast() }
        return lines
    }

    /// Of the block as it stands there, edited or not: the same that `CrontabBlock` has. Nil where there is none.
    package var digest: String? {
        hasBlock ? CrontabBlock.digest(blockLines.dropFirst(2).dropLast()) : nil
    }

    /// True when the block is not what was written there.
    package var isEdited: Bool { hasBlock && !CrontabBlock.isGenuine(Array(blockLines.dropFirst().dropLast())) }

    /// The crontab with that block in the place of the one it has, or at its end.
    ///
    /// - Returns: nil when it is as it should be.
    /// - Throws: exit 78 when somebody edited the block, unless `force` is set, or when its variables would count for
    ///   lines that are not ours.
    package func installing(_ new: CrontabBlock, force: Bool) throws(Failure) -> [UInt8]? {
        let bytes = Array(new.text.utf8)
        if block == bytes { return nil }
        try refuseEdited(force)
        if new.setsVariables, hasEntries(after) {
            throw Failure(
                .configuration, CrontabCode.linesBelow,
                "MAILTO in the block would count for the lines below it as well",
                hint: "move those lines above the block, or set MAILTO there and leave --mail-to out")
        }
        let needsEnd = block == nil && !before.isEmpty && before.last != 0x0A
        return before + (needsEnd ? [0x0A] : []) + bytes + after
    }

    /// The crontab without the block; nil when it has none.
    ///
    /// - Throws: exit 78 when somebody edited the block, unless `force` is set.
    package func removing(force: Bool) throws(Failure) -> [UInt8]? {
        guard hasBlock else { return nil }
        try refuseEdited(force)
        return before + after
    }

    private func refuseEdited(_ force: Bool) throws(Failure) {
        guard isEdited, !force else { return }
        throw Failure(
            .configuration, CrontabCode.editedBlock, "the lines of reckon in the crontab were edited by hand",
            at: Place(file: "crontab"),
            hint: "`reckon cron diff` shows them beside what the jobs say; --force gives up what was edited")
    }

    /// Whether there is more than empty lines and comments.
    private func hasEntries(_ bytes: [UInt8]) -> Bool {
        bytes.split(separator: 0x0A).contains { line in
            let rest = line.drop { $0 == 0x20 || $0 == 0x09 }
            return rest.first.map { $0 != UInt8(ascii: "#") } ?? false
        }
    }

    /// Lines that are there with `-` in front, lines that should be there with `+`, the others with a blank; empty when
    /// nothing differs.
    package func difference(to new: CrontabBlock) -> [String] {
        let (old, lines) = (blockLines, new.lines)
        let difference = lines.difference(from: old)
        guard !difference.isEmpty else { return [] }
        var (removed, inserted): (Set<Int>, Set<Int>) = ([], [])
        for change in difference {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): inserted.insert(offset)
            }
        }
        var shown: [String] = []
        var position = 0
        for (index, line) in lines.enumerated() {
            while removed.contains(position) {
                shown.append("-\(old[position])")
                position += 1
            }
            shown.append("\(inserted.contains(index) ? "+" : " ")\(line)")
            if !inserted.contains(index) { position += 1 }
        }
        return shown + old[position...].map { "-\($0)" }
    }
}
