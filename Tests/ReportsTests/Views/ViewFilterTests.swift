import Kernel
import Testing

@testable import Reports

struct ViewFilterTests {
    @Test(arguments: [
        (#"namespace:"shop""#, ViewFilter.test(.init(.namespace, .equals, ["shop"]))),
        (#" namespace : "shop" , "mail" "#, .test(.init(.namespace, .equals, ["shop", "mail"]))),
        (#"pod!:"a""#, .test(.init(.pod, .equals, isNegated: true, ["a"]))),
        (#"pod~:"a""#, .test(.init(.pod, .contains, ["a"]))),
        (#"pod!~:"a""#, .test(.init(.pod, .contains, isNegated: true, ["a"]))),
        (#"pod<~:"a""#, .test(.init(.pod, .begins, ["a"]))),
        (#"pod!<~:"a""#, .test(.init(.pod, .begins, isNegated: true, ["a"]))),
        (#"pod~>:"a""#, .test(.init(.pod, .ends, ["a"]))),
        (#"pod!~>:"a""#, .test(.init(.pod, .ends, isNegated: true, ["a"]))),
        (#"controllerName:"+|()","ü""#, .test(.init(.controllerName, .equals, ["+|()", "ü"]))),
        (
            #"node:"a"+day:"2026-04-01" + (part:"b" | account:"")"#,
            .all([
                .test(.init(.node, .equals, ["a"])), .test(.init(.day, .equals, ["2026-04-01"])),
                .any([.test(.init(.part, .equals, ["b"])), .test(.init(.account, .equals, [""]))]),
            ])
        ),
        (#"((service:"a"))"#, .test(.init(.service, .equals, ["a"]))),
    ])
    func expressionsAreRead(_ text: String, _ expected: ViewFilter) throws {
        #expect(try ViewFilter(text) == expected)
    }

    @Test(arguments: [
        ("", 1, "expected a key or '(', found the end"),
        ("space:\"a\"", 1, "there is no key \"space\""),
        ("node:\"a\" + label[]:\"b\"", 12, "there is no key \"label[]\""),
        ("node=\"a\"", 5, "expected an operator behind 'node', found \"=\""),
        ("node~\"a\"", 5, "expected an operator behind 'node', found \"~\""),
        ("node:a", 6, "expected a value in double quotes, found \"a\""),
        ("node:\"a", 6, "the value has no closing quote"),
        ("node:\"a\",", 10, "expected a value in double quotes, found the end"),
        ("node:\"a\" pod:\"b\"", 10, "expected '+', '|' or the end, found \"p\""),
        ("node:\"a\" + pod:\"b\" | pod:\"c\"", 20, "'+' and '|' are mixed"),
        ("(node:\"a\"", 10, "expected ')', '+' or '|', found the end"),
        ("node:\"a\")", 9, "expected '+', '|' or the end, found \")\""),
        ("node:\"ü\" + +", 13, "expected a key or '(', found \"+\""),
    ])
    func errorsNameTheColumn(_ text: String, _ column: Int, _ message: String) {
        let failure = #expect(throws: Failure.self) { try ViewFilter(text) }
        #expect(failure?.exitStatus == .usage)
        #expect(failure?.diagnostics.first?.message == message)
        #expect(failure?.diagnostics.first?.place == Place(file: "--filter", line: 1, column: column))
        #expect(failure?.diagnostics.first?.hint?.isEmpty == false)
    }

    @Test func thereAreLimits() {
        let deep = String(repeating: "(", count: 40) + "node:\"a\"" + String(repeating: ")", count: 40)
        #expect(throws: Failure.self) { try ViewFilter(deep) }
        #expect(throws: Failure.self) { try ViewFilter("node:\"\(String(repeating: "a", count: 70_000))\"") }
    }

    @Test(arguments: [
        (ViewFilter.Test.Kind.equals, ["shop", "mail"], "mail", true), (.equals, ["shop"], "shopper", false),
        (.equals, [""], "__unallocated__", true), (.equals, [""], "shop", false), (.begins, ["sh"], "shop", true),
        (.begins, ["op"], "shop", false), (.ends, ["op"], "shop", true), (.ends, ["sh"], "shop", false),
        (.contains, ["ho"], "shop", true), (.contains, ["hop!"], "shop", false), (.contains, ["shops"], "shop", false),
        (.contains, [""], "shop", true),
    ])
    func testsHold(_ kind: ViewFilter.Test.Kind, _ values: [String], _ text: String, _ expected: Bool) {
        #expect(ViewFilter.Test(.pod, kind, values).holds(text) == expected)
        #expect(ViewFilter.Test(.pod, kind, isNegated: true, values).holds(text) == !expected)
    }

    @Test(arguments: [
        ("", "there is no key \"\""), ("namespace,", "there is no key \"\""),
        ("namespace,label:", "there is no key \"label:\""), ("pod,pod", "key \"pod\" is named twice"),
    ])
    func keysAreChecked(_ text: String, _ message: String) {
        let failure = #expect(throws: Failure.self) { try ViewKey.list(text) }
        #expect(failure?.diagnostics.first?.message == message)
    }
}
