/// Words that no text of this repository may hold. Each pattern is written in pieces, so that it does not find itself.
enum WordRule {
    struct Ban: Sendable {
        var rule: String
        var pattern: Pattern
        var reason: String
    }

    static let bans: [Ban] = machinePaths + registryHosts + claims + billedAPI + unfinished

    static func violations(in file: TextFile) -> [Violation] {
        guard !file.isSample else { return [] }
        return bans.flatMap { ban in
            ban.pattern.matches(in: file.text).map {
                file.violation(ban.rule, line: $0.line, "'\($0.groups[0].trimmingSpace)' \(ban.reason)")
            }
        }
    }

    private static let machinePaths = [
        Ban(
            rule: "machine-path",
            pattern: Pattern(
                #"(?<![\w.~/])/(?:"#, "wo", "rk|", "ro", "ot|", "tm", "p/h|", "Us", "ers|opt/sw", #"ift\S*)/"#),
            reason: "is a path of one machine")
    ]

    private static let registryHosts = [
        Ban(
            rule: "registry-host",
            pattern: Pattern(
                #"\b(?:py"#, #"pi\.org|python"#, #"hosted\.org|(?:deb|security|snapshot|ftp)\.deb"#, #"ian\.org|npm"#,
                #"js\.(?:org|com)|cra"#, #"tes\.io|proxy\.gol"#, #"ang\.org|rubyg"#, #"ems\.org)\b"#, ignoringCase: true
            ),
            reason: "is the host of a package registry: leave the choice to the machine's settings")
    ]

    private static let claims = [
        Ban(
            rule: "claims", pattern: Pattern(#"\bpar"#, #"ity[\s-]+achieved\b"#, ignoringCase: true),
            reason: "is a claim that no evidence backs"),
        Ban(
            rule: "claims",
            pattern: Pattern(#"\benter"#, #"prise[\s-]+(?:ready|readiness|grade)\b"#, ignoringCase: true),
            reason: "is a claim that no evidence backs"),
        Ban(
            rule: "claims",
            pattern: Pattern(
                #"\b(?:ze"#, #"ro|no|0)[\s-]+(?:hidden\s+)?(?:cloud[\s-]+)?API[\s-]+co"#, "st", ignoringCase: true),
            reason: "is never true without a qualifier; 'cost-minimised' is"),
    ]

    /// Bills come from exports. The API that is billed by the call has no client here, no permission and no host.
    private static let billedAPI = [
        Ban(
            rule: "billed-api", pattern: Pattern(#"["'\s]c"#, #"e:(?:\*|[A-Z]\w+|\w*\*)"#),
            reason: "is a permission for the Cost Explorer API"),
        Ban(
            rule: "billed-api",
            pattern: Pattern(#"\bc"#, #"e\.(?:[\w*-]+\.)?(?:amazon"#, #"aws\.com|api\.aws)"#, ignoringCase: true),
            reason: "is a host of the Cost Explorer API"),
        Ban(
            rule: "billed-api", pattern: Pattern("co", "st[-_]?expl", "orer", ignoringCase: true),
            reason: "names a client of the Cost Explorer API"),
        Ban(
            rule: "billed-api",
            pattern: Pattern(
                #"\baws\s+c"#, #"e\s+[a-z]|client\(\s*["']c"#, #"e["']|\bGetCost"#, #"(?:AndUsage|Forecast)"#),
            reason: "calls the Cost Explorer API"),
    ]

    private static let unfinished = [
        Ban(
            rule: "unfinished", pattern: Pattern(#"\b(?:TO"#, "DO|FIX", #"ME|XX"#, #"X)\b"#),
            reason: "does not tell what is missing: say it in an issue, or do it")
    ]
}

extension String {
    fileprivate var trimmingSpace: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
