import Testing

@testable import Reports

struct AllocatedTagsTests {
    private static let facts: [(key: String, value: String?)] = [
        ("cluster", "eu"), ("namespace", "shop"), ("node", nil),
    ]

    @Test(
        arguments: [
            (nil, #"{"reckon/cluster":"eu","reckon/namespace":"shop"}"#),
            ("{}", #"{"reckon/cluster":"eu","reckon/namespace":"shop"}"#),
            (#"{"team":"a\"b","cluster":"x"}"#, #"{"reckon/cluster":"eu","reckon/namespace":"shop"}"#),
            // Keys of ours that the charge has already, plainly or in disguise.
            (#"{"reckon/cluster":"x"}"#, #"{"reckon/namespace":"shop"}"#),
            (#"{"reckon\/cluster":"x"}"#, #"{"reckon/namespace":"shop"}"#),
            (#"{"\u0072eckon/cluster":"x"}"#, #"{"reckon/namespace":"shop"}"#),
            (#"{"reckon/cluster":"x","reckon/namespace":true}"#, nil),
            (#"{"say":"reckon/cluster"}"#, #"{"reckon/cluster":"eu","reckon/namespace":"shop"}"#),
            // Nobody can tell what keys these have.
            (#"{"reckon/cluster":"#, nil), (#"reckon/, not JSON"#, nil),
            (#"{"reckon/cluster":1,"reckon/cluster":2}"#, nil),
            ("not JSON at all", #"{"reckon/cluster":"eu","reckon/namespace":"shop"}"#),
        ] as [(String?, String?)])
    func keysOfTheChargeAreLeftOut(tags: String?, expected: String?) {
        #expect(AllocatedTags.text(AllocatedTagsTests.facts, besides: tags) == expected)
    }

    @Test func nothingKnownIsNoTag() {
        #expect(AllocatedTags.text([("node", nil)], besides: nil) == nil)
        #expect(AllocatedTags.text([("pod", "a\"\n")], besides: nil) == #"{"reckon/pod":"a\"\n"}"#)
    }
}
