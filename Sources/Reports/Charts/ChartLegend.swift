/// The key of a chart: a swatch and a word for each series, in the order of the stack.
enum ChartLegend {
    static func list(_ series: [StackedBarsChart.Series], style: String = "legend") -> HTML {
        HTML.ul(.class(style)) {
            for entry in series {
                HTML.li {
                    swatch(entry.fill)
                    HTML.bdi { DisplayWidth.middleTruncated(entry.label, to: 40) }
                }
            }
        }
    }

    static func swatch(_ fill: String) -> HTML {
        HTML(
            .element(
                HTML.Tag("svg"),
                [
                    .class("swatch"), HTMLAttribute("width", "14"), HTMLAttribute("height", "14"),
                    HTMLAttribute("aria-hidden", "true"),
                ],
                [
                    HTML(
                        .element(
                            HTML.Tag("rect"),
                            [
                                .class(fill), HTMLAttribute("width", "14"),
                                HTMLAttribute("height", "14"),
                            ], []))
                ]))
    }
}
