import Testing

@testable import Kernel
@testable import Reports

/// The drawings are read back: what a bar shows must be what its figure says.
struct ChartTests {
    /// Coordinates carry three decimals.
    static let tolerance = 0.0021

    static let money = MoneyText(Currency("USD")!)

    struct Box {
        var x: Double
        var y: Double
        var width: Double
        var height: Double
        var tip: String
        var end: Double { x + width }
        var bottom: Double { y + height }
    }

    static func number(_ text: String?) -> Double? {
        guard let text else { return nil }
        return Double(text.hasSuffix("%") ? String(text.dropLast()) : text)
    }

    static func boxes(_ drawing: HTML) throws -> [Box] {
        try Markup(drawing.render()).elements.filter { $0.name == "rect" }.map { element in
            Box(
                x: try #require(number(element.attributes["x"])), y: try #require(number(element.attributes["y"])),
                width: try #require(number(element.attributes["width"])),
                height: try #require(number(element.attributes["height"])), tip: element.text)
        }
    }

    private static func near(_ left: Double, _ right: Double) -> Bool { abs(left - right) <= tolerance }

    private static func bridge(_ amounts: [String], total: String) throws -> BridgeChart {
        BridgeChart(
            id: "b", title: "t", description: "d",
            total: .init(label: "Bill", amount: try Amount(total), fill: "f-bill"),
            steps: try amounts.enumerated().map {
                .init(label: "step \($0)", amount: try Amount($1), fill: "f-direct")
            },
            money: money)
    }

    @Test(arguments: [
        (
            [
                "1157.581086085073", "732.742238935407", "115.125675", "36.72", "41.17900001152", "222.552000016",
                "3.024",
            ], "2308.924000048"
        ),
        (["100", "-30", "5.5"], "75.5"), (["-10", "-20"], "-30"), (["48.25", "-53.5", "-100"], "-105.25"),
        (["0.000000000000000000000001"], "0.000000000000000000000001"), (["99999999999999"], "99999999999999"),
    ])
    func bridgeStepsBeginWhereTheLastEndedAndMeetTheBill(_ amounts: [String], _ total: String) throws {
        let drawings = try #require(try Self.bridge(amounts, total: total).drawings())
        #expect(drawings.count == 2)
        for drawing in drawings {
            let boxes = try Self.boxes(drawing)
            let bill = boxes[0]
            let values = amounts.map { Double($0)! }
            // One unit of money in percent, from the bill's own bar.
            let scale = bill.width / abs(Double(total)!)
            let zero = total.hasPrefix("-") ? bill.end : bill.x
            var position = zero
            for (box, value) in zip(boxes.dropFirst(), values) {
                #expect(abs(box.width - abs(value) * scale) <= Self.tolerance * 2)
                #expect(Self.near(value < 0 ? box.end : box.x, position))
                position = value < 0 ? box.x : box.end
            }
            #expect(Self.near(position, total.hasPrefix("-") ? bill.x : bill.end))
            for box in boxes { #expect(box.x >= -Self.tolerance && box.end <= 100 + Self.tolerance) }
        }
    }

    @Test func stackedBarsHaveThePartsOfTheTable() throws {
        let report = try HarborFixture.report()
        let markup = try Markup(AllocationReportPage.render(report, sha256Base64: { _ in "" }))
        let bars = markup.inside(id: "namespace-chart-wide").filter { $0.name == "rect" }
        var widths: [String: Double] = [:]
        for bar in bars {
            let name = String(bar.text.prefix { $0 != "," })
            widths[name, default: 0] += try #require(Self.number(bar.attributes["width"]))
        }
        // Each row is as long as its final: ratio of length to amount is the same everywhere.
        let ledger = try #require(widths["ledger"]) / 441.798590732989
        for (name, final) in [
            ("quay", 421.885386099482), ("vision", 382.706188792576), ("tariff · harbor-eu", 96.246707233326),
        ] {
            #expect(abs(try #require(widths[name]) / final - ledger) < 0.0001)
        }
        #expect(bars.contains { $0.text == "ledger, Platform: 70.88" })
    }

    @Test func negativePartsGoLeftOfZero() throws {
        let chart = StackedBarsChart(
            id: "s", title: "t", description: "d",
            series: [.init(label: "a", fill: "f-direct"), .init(label: "b", fill: "f-idle")],
            rows: [.init(label: "x", parts: [try Amount("40"), try Amount("-10")], figure: "30")], money: Self.money)
        for drawing in try #require(try chart.drawings()) {
            let boxes = try Self.boxes(drawing)
            #expect(Self.near(boxes[0].x, boxes[1].end))
            #expect(Self.near(boxes[0].width, boxes[1].width * 4))
        }
    }

    @Test func columnsStandOnZeroAndHangFromIt() throws {
        let day = try #require(CalendarDay(year: 2026, month: 4, day: 1))
        let chart = DailyColumnsChart(
            id: "c", title: "t", description: "d", days: [day, day.advanced(by: 1)],
            series: [
                .init(label: "a", fill: "f-s0", amounts: [try Amount("10"), try Amount("4")]),
                .init(label: "b", fill: "f-s1", amounts: [try Amount("5"), try Amount("-2")]),
            ], money: Self.money)
        for drawing in try #require(try chart.drawings()) {
            let boxes = try Self.boxes(drawing)
            #expect(boxes.count == 4)
            #expect(Self.near(boxes[0].y, boxes[1].bottom))
            #expect(Self.near(boxes[0].height, boxes[1].height * 2))
            #expect(Self.near(boxes[2].bottom, boxes[0].bottom))
            #expect(Self.near(boxes[3].y, boxes[0].bottom))
            #expect(Self.near(boxes[2].height, boxes[3].height * 2))
            #expect(Self.near(boxes[0].x, boxes[1].x) && boxes[2].x > boxes[0].end)
            #expect(boxes[3].tip == "2026-04-02, b: -2.00")
        }
    }

    @Test func nothingIsDrawnOfNothing() throws {
        #expect(try Self.bridge(["0"], total: "0").drawings() == nil)
        #expect(
            try DailyColumnsChart(id: "c", title: "", description: "", days: [], series: [], money: Self.money)
                .drawings()
                == nil)
        #expect(
            try StackedBarsChart(id: "s", title: "", description: "", series: [], rows: [], money: Self.money)
                .drawings()
                == nil)
    }

    @Test(arguments: [
        ("0", "73", ["0", "20", "40", "60", "80"]), ("-12.5", "7.25", ["-15", "-10", "-5", "0", "5", "10"]),
        ("0", "1200000", ["0", "500k", "1M", "1.5M"]), ("0", "0.0004", ["0", "0.0001", "0.0002", "0.0003", "0.0004"]),
        ("-9", "0", ["-10", "-5", "0"]), ("0", "31000000000", ["0", "10bn", "20bn", "30bn", "40bn"]),
    ])
    func axesHaveRoundLines(_ low: String, _ high: String, _ expected: [String]) throws {
        let axis = MoneyAxis(low: try Amount(low), high: try Amount(high))
        #expect(axis.ticks.map(MoneyAxis.label) == expected)
    }

    @Test func labelsAreMovedApart() {
        #expect(DailyColumnsChart.spread([100, 98, 97], gap: 10, within: 0, 200) == [100, 90, 80])
        #expect(DailyColumnsChart.spread([5, 4, 3], gap: 10, within: 0, 200) == [20, 10, 0])
        #expect(DailyColumnsChart.spread([], gap: 10, within: 0, 200) == [])
    }
}
