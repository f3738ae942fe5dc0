package import Kernel

/// A call that brought no answer.
///
/// What is printed is a fixed sentence, the purpose of the call, and the name of a header that cannot be sent. Host
/// names and libcurl's words are in `restrictedDetail`; paths, queries, values of headers and bodies are nowhere.
package struct HTTPError: ReckonError {
    package let code: HTTPCode
    /// False only when the server certainly did not get the request. What must not happen twice may then be tried again.
    package let mayHaveArrived: Bool
    package let restrictedDetail: String?
    private let message: String

    init(_ code: HTTPCode, _ message: String, sent mayHaveArrived: Bool, detail: String? = nil) {
        self.code = code
        self.message = message
        self.mayHaveArrived = mayHaveArrived
        restrictedDetail = detail
    }

    init(_ code: HTTPCode, of request: HTTPRequest, sent mayHaveArrived: Bool, detail: String? = nil) {
        self.init(
            code, "\(request.purpose): \(code.message)", sent: mayHaveArrived,
            detail: "\(request.url)\(detail.map { ": " + $0 } ?? "")")
    }

    package var exitStatus: ExitStatus { code.exitStatus }
    package var isTransient: Bool { code.isTransient }
    package var diagnostics: [Diagnostic] { [.error(code.diagnosticCode, message, hint: code.hint)] }
}
