package import Kernel

#if canImport(Glibc)
    import Glibc
#endif

/// A path in a job file that may hold `{period}` and the shell wildcards `*`, `?` and `[...]`.
package struct FilePattern: Sendable, Hashable {
    package let text: String
    package let place: Place?

    package init(_ text: String, at place: Place? = nil) {
        self.text = text
        self.place = place
    }

    /// The matching files below `root`, in byte order of their names; at least one.
    ///
    /// - Throws: exit 66 when nothing matches, naming the pattern with the period filled in.
    package func resolve(root: String, period: Month) throws(Failure) -> [String] {
        let filled = replacingPeriod(in: text, with: period.description)
        let full = filled.hasPrefix("/") ? filled : "\(root)/\(filled)"
        var matches = glob_t()
        defer { globfree(&matches) }
        // Byte order, whatever the locale: the order of files must not depend on the machine.
        let status = glob(full, GLOB_NOSORT, nil, &matches)
        guard status == 0, matches.gl_pathc > 0 else {
            var hint = "check the path; relative paths start at the folder that holds Jobs/"
            if filled != text {
                hint = "'\(text)' stands for this path in period \(period); choose another with --period"
            }
            throw Failure(
                .missingInput, RunnerCode.noInput, "no file matches '\(filled)'", at: place, hint: hint)
        }
        let names = (0..<Int(matches.gl_pathc)).compactMap { matches.gl_pathv[$0].map { String(cString: $0) } }
        let prefix = "\(root)/"
        return names.map { !filled.hasPrefix("/") && $0.hasPrefix(prefix) ? String($0.dropFirst(prefix.count)) : $0 }
            .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// The first `{word}` that is not `{period}`.
    var unknownPlaceholder: String? {
        var rest = text[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            if rest[open...close] != "{period}" { return String(rest[open...close]) }
            rest = rest[rest.index(after: close)...]
        }
        return nil
    }

    private func replacingPeriod(in text: String, with period: String) -> String {
        var parts: [Substring] = []
        var rest = text[...]
        while let range = rest.firstRange(of: "{period}") {
            parts.append(rest[..<range.lowerBound])
            rest = rest[range.upperBound...]
        }
        parts.append(rest)
        return parts.joined(separator: period)
    }
}
