package import Kernel

/// The table of calls, W300 to W399.
extension HTTPCode {
    private enum Number {
        static let badAddress = DiagnosticCode("W", 301)
        static let hostNotAllowed = DiagnosticCode("W", 302)
        static let billedHost = DiagnosticCode("W", 303)
        static let notEncrypted = DiagnosticCode("W", 304)
        static let badHeader = DiagnosticCode("W", 305)
        static let unknownName = DiagnosticCode("W", 310)
        static let noConnection = DiagnosticCode("W", 311)
        static let noEncryption = DiagnosticCode("W", 312)
        static let certificateRefused = DiagnosticCode("W", 313)
        static let trustUnusable = DiagnosticCode("W", 314)
        static let timedOut = DiagnosticCode("W", 315)
        static let connectionLost = DiagnosticCode("W", 316)
        static let truncated = DiagnosticCode("W", 317)
        static let answerTooLarge = DiagnosticCode("W", 318)
        static let redirected = DiagnosticCode("W", 319)
        static let notHTTP = DiagnosticCode("W", 320)
        static let other = DiagnosticCode("W", 390)
    }

    // Before anything is sent
    package static let badAddress = HTTPCode(
        Number.badAddress, "an address cannot be called", "The address of a call is not written as it must be.",
        hint: "write https://host/path, special characters as %XX", exit: .configuration)
    package static let hostNotAllowed = HTTPCode(
        Number.hostNotAllowed, "the server is not one that may be called",
        "A call went to a server, or a port, that the configuration does not name.", exit: .notPermitted)
    package static let billedHost = HTTPCode(
        Number.billedHost, "the server bills every question about costs",
        "Costs are read from exports; a service that is billed by the call is refused whatever the configuration says.",
        hint: "let the provider export the bill and read that", exit: .notPermitted)
    package static let notEncrypted = HTTPCode(
        Number.notEncrypted, "the connection would not be encrypted",
        "http:// is for private servers that the configuration names, and never carries a secret.",
        hint: "write https://", exit: .notPermitted)
    package static let badHeader = HTTPCode(
        Number.badHeader, "a header cannot be sent",
        "The name or the value of a header has characters that headers cannot have, or it is one that reckon writes.",
        hint: "look for a line end or an accent in the key or token", exit: .configuration)

    // Before the request is on its way
    package static let unknownName = HTTPCode(
        Number.unknownName, "the server's name cannot be looked up", "The name is wrong, or the name service is down.",
        transient: true)
    package static let noConnection = HTTPCode(
        Number.noConnection, "no connection to the server", "The server is down, or a firewall is between.",
        transient: true)
    package static let noEncryption = HTTPCode(
        Number.noEncryption, "no encrypted connection to the server",
        "The connection was there and TLS could not be agreed upon.", transient: true)
    package static let certificateRefused = HTTPCode(
        Number.certificateRefused, "the server's certificate is not to be trusted",
        "It is of another name, has expired, or nobody vouches for it who is trusted. Nothing was sent.",
        hint: "check the clock and the trusted certificates of this machine; if both are right, do not go on")
    package static let trustUnusable = HTTPCode(
        Number.trustUnusable, "the file of trusted certificates cannot be used",
        "It is missing, unreadable or holds no certificates.", exit: .configuration)

    // On the way
    package static let timedOut = HTTPCode(
        Number.timedOut, "the server did not answer in time", "A call took longer than its limit.", transient: true)
    package static let connectionLost = HTTPCode(
        Number.connectionLost, "the connection to the server was lost", "It broke before the whole answer was there.",
        transient: true)
    package static let truncated = HTTPCode(
        Number.truncated, "the answer ended too soon", "The server announced more than it sent.", transient: true)
    package static let answerTooLarge = HTTPCode(
        Number.answerTooLarge, "the answer is too large", "It is larger than the limit of the call.")
    package static let redirected = HTTPCode(
        Number.redirected, "the server points elsewhere", "Redirects are not followed: they would carry keys along.",
        hint: "name the address that it points to, if that is to be trusted", exit: .configuration)
    package static let notHTTP = HTTPCode(
        Number.notHTTP, "the answer is not HTTP", "Something else than a web server answered.", transient: true)
    package static let other = HTTPCode(
        Number.other, "the call failed", "A failure that has no number of its own; the run's log has libcurl's words.")
}

extension HTTPCode {
    static let all: [HTTPCode] = [
        badAddress, hostNotAllowed, billedHost, notEncrypted, badHeader, unknownName, noConnection, noEncryption,
        certificateRefused, trustUnusable, timedOut, connectionLost, truncated, answerTooLarge, redirected, notHTTP,
        other,
    ]

    package static let explanations: [CodeExplanation] = all.map {
        CodeExplanation($0.diagnosticCode, "\($0.message). \($0.explanation)", advice: $0.hint)
    }
}
