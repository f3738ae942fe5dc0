import Documents
import Foundation
import FoundationXML
import TestSupport
import Testing

@testable import Watching

/// A job as a picture.
@Suite struct JobGraphTests {
    private static func graph() throws -> JobGraph { JobGraph(try Reader.job(Reader.diamond, in: TemporaryFolder())) }

    @Test func everythingReadIsABoxAndAnArrow() throws {
        let graph = try JobGraphTests.graph()
        #expect(
            graph.boxes.map(\.title) == [
                "bills/{period}/<&>\".csv and 1 more", "bill", "usage.csv", "usage", "allocation", "report",
            ])
        #expect(graph.arrows.map { "\($0.from)-\($0.to)" } == ["0-1", "2-3", "1-4", "3-4", "1-5", "4-5"])
        #expect(graph.sentences.last == "report (reader) reads bill, allocation.")
    }

    @Test func mermaidAndGraphvizHoldNoTextThatEndsALabel() throws {
        let graph = try JobGraphTests.graph()
        #expect(
            graph.mermaid.contains(
                "n0([\"bills/#123;period#125;/#60;#38;#62;#34;.csv and 1 more<br/><small>files</small>\"])"))
        #expect(graph.mermaid.contains("\n  n4 --> n5"))
        #expect(graph.dot.contains(#"n1 [label="bill\nreader", shape=box];"#))
        #expect(graph.dot.contains(#"n0 [label="bills/{period}/<&>\".csv and 1 more\nfiles", shape=box, style="#))
        #expect(graph.dot.hasPrefix("digraph \"nightly\" {\n") && graph.dot.hasSuffix("\n}"))
    }

    /// A quote with an accent on it is a character of its own, and a quote to Graphviz.
    @Test func aQuoteIsEscapedWhateverStandsOnIt() throws {
        let graph = JobGraph(
            try Reader.job(
                #"{"id": "bill", "use": "reader", "options": {"files": ["a\"\u0301b\u2028c.csv"]}}"#,
                in: TemporaryFolder()))
        let plain = graph.dot.unicodeScalars.map { $0.value }
        let wanted = "label=\"a\\\"\u{301}b c.csv\\nfiles\"".unicodeScalars.map { $0.value }
        #expect(plain.indices.contains { plain[$0...].starts(with: wanted) }, "\(graph.dot)")
    }

    @Test func thePictureIsWellFormedAndNeedsNothingElse() throws {
        let svg = try JobGraphTests.graph().svg
        let parser = XMLParser(data: Data(svg.utf8))
        #expect(parser.parse(), "\(String(describing: parser.parserError)) \(svg)")
        #expect(svg.contains("<title id=\"title\">Stages of nightly for harbor</title>"))
        #expect(svg.contains("usage (reader) reads usage.csv."))
        #expect(svg.contains("<title>bills/{period}/&lt;&amp;&gt;&quot;.csv and 1 more: files</title>"))
        for word in ["<script", "href", "@import", "<image", "<foreignObject"] { #expect(!svg.contains(word)) }
        #expect(!svg.replacing("http://www.w3.org/2000/svg", with: "").contains("http"))
    }

    @Test func boxesDoNotOverlapAndArrowsLeadToTheRight() throws {
        let graph = try JobGraphTests.graph()
        let layout = GraphLayout(boxes: graph.boxes.count, arrows: graph.arrows)
        for (index, corner) in layout.corners.enumerated() {
            for other in layout.corners[..<index] where other.x == corner.x {
                #expect(abs(other.y - corner.y) >= GraphLayout.boxHeight)
            }
            #expect(corner.x >= 0 && corner.x + GraphLayout.boxWidth <= layout.size.x)
            #expect(corner.y >= 0 && corner.y + GraphLayout.boxHeight <= layout.size.y)
        }
        for way in layout.ways {
            for (point, next) in zip(way, way.dropFirst()) { #expect(point.x < next.x) }
        }
    }

    @Test func theJSONTellsStagesAndWhatTheyRead() throws {
        let text = String(decoding: PrettyJSON.line(try JobGraphTests.graph().json), as: UTF8.self)
        #expect(
            text.contains(
                #"{"stage":"allocation","use":"reader","reads":[{"kind":"stage","role":"from","stage":"bill","dataset":"things"}"#
            ), "\(text)")
    }
}
