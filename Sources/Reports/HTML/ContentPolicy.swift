/// The content security policy of a page: its own style sheet, embedded images, and nothing else.
package struct ContentPolicy: Sendable {
    /// Base 64 of the SHA-256 of the style sheet.
    private let styleHash: String

    package init(style: String, sha256Base64: ([UInt8]) -> String) {
        styleHash = sha256Base64(Array(style.utf8))
    }

    /// What a meta element can carry; `frame-ancestors` is ignored there (CSP level 3, section 3.3).
    package var metaText: String {
        "default-src 'none'; style-src 'sha256-\(styleHash)'; img-src data:; base-uri 'none'; form-action 'none'"
    }

    /// What a host should send as a header.
    package var headerText: String { metaText + "; frame-ancestors 'none'" }

    /// The `_headers` file that static hosts read, for a folder whose pages share this style sheet.
    package var headersFile: String {
        """
        /*
          Content-Security-Policy: \(headerText)
          X-Content-Type-Options: nosniff
          X-Frame-Options: DENY
          Referrer-Policy: no-referrer
          Permissions-Policy: camera=(), geolocation=(), microphone=()
          Cross-Origin-Opener-Policy: same-origin
          Cross-Origin-Resource-Policy: same-origin

        """
    }
}
