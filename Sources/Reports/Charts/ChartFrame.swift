/// What every drawing shares: the root element with its text alternative, and the small parts.
///
/// Positions across are percentages and text has a fixed size, so a drawing fills any width without its letters
/// shrinking. Colours come from the style sheet by class.
enum ChartFrame {
    /// - Parameters:
    ///   - id: unique on the page; the ids of title and description are made from it.
    ///   - description: what somebody who cannot see the drawing should know.
    static func svg(
        id: String, shape: ChartShape, height: Double, title: String, description: String,
        @HTMLBuilder content: () -> [HTML]
    ) -> HTML {
        let name = "\(id)-\(shape.rawValue)"
        return HTML.svg(
            .class("chart \(shape.rawValue)"), .id(name), HTMLAttribute("role", "img"),
            HTMLAttribute("aria-labelledby", "\(name)-t \(name)-d"), HTMLAttribute("width", "100%"),
            HTMLAttribute("height", Coordinate.text(height))
        ) {
            HTML.svgTitle(.id("\(name)-t")) { title }
            HTML.desc(.id("\(name)-d")) { description }
            content()
        }
    }

    /// A box; `x` and `width` are percent, `y` and `height` pixels. `tip` is shown by a pointer resting on it.
    static func box(
        x: Double, y: Double, width: Double, height: Double, fill: String, tip: String? = nil
    ) -> HTML {
        HTML.rect(
            .class(fill), HTMLAttribute("x", Coordinate.percent(x)), HTMLAttribute("y", Coordinate.text(y)),
            HTMLAttribute("width", Coordinate.percent(width)), HTMLAttribute("height", Coordinate.text(height))
        ) {
            if let tip { HTML.tooltip { tip } }
        }
    }

    /// The bar between two positions, whichever is the larger.
    static func bar(
        from start: Double, to end: Double, y: Double, height: Double, fill: String, tip: String
    ) -> HTML {
        box(x: min(start, end), y: y, width: abs(end - start), height: height, fill: fill, tip: tip)
    }

    static func vertical(x: Double, from top: Double, to bottom: Double, style: String) -> HTML {
        line(x1: x, y1: top, x2: x, y2: bottom, style: style)
    }

    static func line(x1: Double, y1: Double, x2: Double, y2: Double, style: String) -> HTML {
        HTML.line(
            .class(style), HTMLAttribute("x1", Coordinate.percent(x1)), HTMLAttribute("y1", Coordinate.text(y1)),
            HTMLAttribute("x2", Coordinate.percent(x2)), HTMLAttribute("y2", Coordinate.text(y2)))
    }

    static func label(
        _ text: String, x: Double, y: Double, style: String, tip: String? = nil
    ) -> HTML {
        HTML.label(
            .class(style), HTMLAttribute("x", Coordinate.percent(x)), HTMLAttribute("y", Coordinate.text(y))
        ) {
            text
            if let tip, tip != text { HTML.tooltip { tip } }
        }
    }

    /// The patterns that fills refer to, once per page. Not hidden by `display: none`, which would blank them.
    static let patterns = HTML.svg(
        .class("patterns"), HTMLAttribute("width", "0"), HTMLAttribute("height", "0"),
        HTMLAttribute("aria-hidden", "true")
    ) {
        HTML.defs {
            stripes(id: "pattern-idle", ground: "f-idle-ground", stripe: "f-idle-stripe", angle: 45)
            stripes(id: "pattern-blind", ground: "f-blind-ground", stripe: "f-blind-stripe", angle: -45)
            stripes(id: "pattern-other", ground: "f-other-ground", stripe: "f-other-stripe", angle: 0)
        }
    }

    private static func stripes(id: String, ground: String, stripe: String, angle: Int) -> HTML {
        HTML.pattern(
            .id(id), HTMLAttribute("width", "5"), HTMLAttribute("height", "5"),
            HTMLAttribute("patternUnits", "userSpaceOnUse"),
            HTMLAttribute("patternTransform", "rotate(\(angle))")
        ) {
            HTML.rect(.class(ground), HTMLAttribute("width", "5"), HTMLAttribute("height", "5"))
            HTML.rect(.class(stripe), HTMLAttribute("width", "2"), HTMLAttribute("height", "5"))
        }
    }
}
