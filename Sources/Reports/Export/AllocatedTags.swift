import Documents

/// AllocatedTags of FOCUS 1.3: what is known of the resource that received a piece, as tags of our own scheme.
enum AllocatedTags {
    /// FOCUS wants tags that the data's generator defines to have a prefix of its own.
    static let prefix = "reckon/"

    /// - Parameters:
    ///   - facts: key without prefix and value; null values give no tag.
    ///   - tags: the charge's own tags, whose keys must not stand here again.
    /// - Returns: a JSON object; nil when there is nothing to say.
    static func text(_ facts: [(key: String, value: String?)], besides tags: String?) -> String? {
        guard let taken = keys(of: tags) else { return nil }
        let members = facts.compactMap { key, value in
            value.flatMap { taken.contains(prefix + key) ? nil : JSONOut.Member(prefix + key, .string($0)) }
        }
        return members.isEmpty ? nil : String(decoding: PrettyJSON.line(.object(members)), as: UTF8.self)
    }

    /// Keys of the tags that may be ours; nil when the tags hold some that cannot be told.
    private static func keys(of tags: String?) -> Set<String>? {
        // Nearly no bill has tags of ours: a look at the text is enough, unless escapes could hide them in it.
        guard let tags, tags.contains(prefix) || tags.contains("\\") else { return [] }
        // Text that is no JSON is the provider's; what it says is not known, so that nothing is put beside it.
        guard let object = try? JSONText.parse(Array(tags.utf8), file: "Tags", limits: .data) else { return nil }
        return Set((object.members ?? []).map(\.key))
    }
}
