/// Where the boxes and arrows of a graph stand: columns from left to right, everything to the right of what it reads.
struct GraphLayout {
    struct Point {
        var x: Int
        var y: Int
    }

    /// A box, or the place where an arrow passes through a column on its way.
    private struct Slot {
        let box: Int?
        let height: Int
        /// Slots of the column before that lead here.
        var from: [Int] = []
    }

    static let boxHeight = 46
    static let boxWidth = 208
    private static let laneHeight = 14
    private static let gap = (x: 64, y: 18)
    private static let margin = 16

    private(set) var size = Point(x: 0, y: 0)
    /// The upper left corner of each box.
    private(set) var corners: [Point]
    /// For each arrow its way: from the right edge of a box through lanes to the left edge of another.
    private(set) var ways: [[Point]]

    init(boxes: Int, arrows: [JobGraph.Arrow]) {
        corners = Array(repeating: Point(x: 0, y: 0), count: boxes)
        let columns = GraphLayout.columns(boxes, arrows)
        var table: [[Slot]] = Array(repeating: [], count: (columns.max() ?? 0) + 1)
        var slots = Array(repeating: 0, count: boxes)
        for box in 0..<boxes {
            slots[box] = table[columns[box]].count
            table[columns[box]].append(Slot(box: box, height: GraphLayout.boxHeight))
        }
        // (column, slot) of every point that an arrow goes through.
        var passes: [[(column: Int, slot: Int)]] = []
        for arrow in arrows {
            var pass = [(column: columns[arrow.from], slot: slots[arrow.from])]
            for column in (columns[arrow.from] + 1)..<columns[arrow.to] {
                table[column].append(Slot(box: nil, height: GraphLayout.laneHeight, from: [pass[pass.count - 1].slot]))
                pass.append((column, table[column].count - 1))
            }
            table[columns[arrow.to]][slots[arrow.to]].from.append(pass[pass.count - 1].slot)
            passes.append(pass + [(columns[arrow.to], slots[arrow.to])])
        }
        let middles = GraphLayout.middles(table)
        let left = { GraphLayout.margin + $0 * (GraphLayout.boxWidth + GraphLayout.gap.x) }
        for box in 0..<boxes {
            let middle = middles.of[columns[box]][slots[box]]
            corners[box] = Point(x: left(columns[box]), y: middle - GraphLayout.boxHeight / 2)
        }
        ways = passes.map { pass in
            pass.enumerated().flatMap { index, stop -> [Point] in
                let y = middles.of[stop.column][stop.slot]
                let edges = [
                    Point(x: left(stop.column), y: y), Point(x: left(stop.column) + GraphLayout.boxWidth, y: y),
                ]
                if index == 0 { return [edges[1]] }
                return index == pass.count - 1 ? [edges[0]] : edges
            }
        }
        size = Point(x: left(table.count) - GraphLayout.gap.x + GraphLayout.margin, y: middles.height)
    }

    /// The column of each box: one to the right of the rightmost that it reads; a source stands just before its reader.
    private static func columns(_ boxes: Int, _ arrows: [JobGraph.Arrow]) -> [Int] {
        var columns = Array(repeating: 0, count: boxes)
        // Arrows are sorted by the box they lead to, and lead forward only.
        for arrow in arrows { columns[arrow.to] = max(columns[arrow.to], columns[arrow.from] + 1) }
        for box in 0..<boxes where !arrows.contains(where: { $0.to == box }) {
            columns[box] = arrows.filter { $0.from == box }.map { columns[$0.to] - 1 }.min() ?? 0
        }
        return columns
    }

    /// The height of the middle of each slot: in each column in the order of what the slots read, one below the other.
    private static func middles(_ table: [[Slot]]) -> (of: [[Int]], height: Int) {
        let heights = table.map { $0.reduce(0) { $0 + $1.height + gap.y } - gap.y }
        let tallest = heights.max() ?? 0
        var middles: [[Int]] = []
        for (column, slots) in table.enumerated() {
            let before = middles.last ?? []
            // Sources that nothing leads to keep the order of the job.
            let wish = slots.indices.map { index -> Int in
                let from = slots[index].from.filter { $0 < before.count }.map { before[$0] }
                return from.isEmpty ? index : from.reduce(0, +) / from.count
            }
            let order = slots.indices.sorted { (wish[$0], $0) < (wish[$1], $1) }
            var y = margin + (tallest - heights[column]) / 2
            var placed = Array(repeating: 0, count: slots.count)
            for index in order {
                placed[index] = y + slots[index].height / 2
                y += slots[index].height + gap.y
            }
            middles.append(placed)
        }
        return (middles, tallest + 2 * margin)
    }
}
