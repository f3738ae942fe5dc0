extension HTML {
    /// An element that can be called: `HTML.p(.class("lead")) { "text" }`.
    package struct Tag: Sendable {
        enum Shape: Sendable {
            /// Stands within a line.
            case inline
            /// Ends its line in the source, so that two reports can be compared line by line.
            case block
            /// As `block`, and its content begins on a line of its own.
            case container
            /// Has neither content nor an end tag.
            case void
        }

        let name: StaticString
        let shape: Shape

        init(_ name: StaticString, _ shape: Shape = .inline) {
            self.name = name
            self.shape = shape
        }

        package func callAsFunction(
            _ attributes: HTMLAttribute?..., @HTMLBuilder content: () -> [HTML] = { [] }
        ) -> HTML {
            HTML(.element(self, attributes.compactMap { $0 }, content()))
        }
    }

    package static let html = Tag("html", .container)
    package static let head = Tag("head", .container)
    package static let body = Tag("body", .container)
    package static let meta = Tag("meta", .void)
    package static let link = Tag("link", .void)
    package static let title = Tag("title", .block)
    package static let style = Tag("style", .block)

    package static let header = Tag("header", .container)
    package static let main = Tag("main", .container)
    package static let nav = Tag("nav", .container)
    package static let section = Tag("section", .container)
    package static let footer = Tag("footer", .container)
    package static let div = Tag("div", .container)
    package static let figure = Tag("figure", .container)
    package static let figcaption = Tag("figcaption", .block)

    package static let h1 = Tag("h1", .block)
    package static let h2 = Tag("h2", .block)
    package static let h3 = Tag("h3", .block)
    package static let h4 = Tag("h4", .block)
    package static let p = Tag("p", .block)
    package static let pre = Tag("pre", .block)
    package static let ul = Tag("ul", .container)
    package static let ol = Tag("ol", .container)
    package static let li = Tag("li", .block)
    package static let dl = Tag("dl", .container)
    package static let dt = Tag("dt", .block)
    package static let dd = Tag("dd", .block)

    package static let table = Tag("table", .container)
    package static let caption = Tag("caption", .block)
    package static let thead = Tag("thead", .container)
    package static let tbody = Tag("tbody", .container)
    package static let tfoot = Tag("tfoot", .container)
    package static let tr = Tag("tr", .block)
    package static let th = Tag("th")
    package static let td = Tag("td")

    package static let a = Tag("a")
    package static let span = Tag("span")
    package static let strong = Tag("strong")
    package static let em = Tag("em")
    package static let code = Tag("code")
    package static let bdi = Tag("bdi")
    package static let br = Tag("br", .void)

    package static let svg = Tag("svg", .container)
    package static let svgTitle = Tag("title", .block)
    package static let tooltip = Tag("title")
    package static let desc = Tag("desc", .block)
    package static let defs = Tag("defs", .container)
    package static let pattern = Tag("pattern", .block)
    package static let rect = Tag("rect", .block)
    package static let line = Tag("line", .block)
    package static let label = Tag("text", .block)
}
