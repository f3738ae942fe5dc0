/// A self-contained page: no script, nothing fetched, one style sheet in the head whose hash the policy names.
package struct HTMLPage: Sendable {
    /// BCP 47 tag of the page's language.
    package var language = "en"
    package var title: String
    /// The style sheet; a constant of the program.
    package var style: String
    package var body: HTML

    package init(title: String, style: String, body: HTML) {
        self.title = title
        self.style = style
        self.body = body
    }

    /// The bytes of the file. `sha256Base64` is given the style sheet and answers with its hash in base 64.
    package func render(sha256Base64: ([UInt8]) -> String) -> String {
        let policy = ContentPolicy(style: style, sha256Base64: sha256Base64)
        let document = HTML.html(HTMLAttribute("lang", language)) {
            HTML.head {
                // First, so that nothing in the head is read before it holds.
                HTML.meta(
                    HTMLAttribute("http-equiv", "Content-Security-Policy"), HTMLAttribute("content", policy.metaText))
                HTML.meta(HTMLAttribute("charset", "utf-8"))
                HTML.meta(
                    HTMLAttribute("name", "viewport"), HTMLAttribute("content", "width=device-width, initial-scale=1"))
                HTML.meta(HTMLAttribute("name", "color-scheme"), HTMLAttribute("content", "light dark"))
                HTML.meta(HTMLAttribute("name", "referrer"), HTMLAttribute("content", "no-referrer"))
                HTML.meta(HTMLAttribute("name", "robots"), HTMLAttribute("content", "noindex"))
                HTML.title { title }
                // Keeps browsers from asking the host for /favicon.ico.
                HTML.link(HTMLAttribute("rel", "icon"), HTMLAttribute("href", "data:,"))
                HTML.style { HTML.verbatim(style) }
            }
            HTML.body { body }
        }
        return "<!doctype html>\n" + document.render()
    }
}
