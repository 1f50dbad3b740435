import JSONModel
import Testing

@Suite struct JSONDiffTests {
  private func diff(
    _ old: String, _ new: String, _ options: JSONDiff.Options = .init()
  ) throws -> JSONDiff {
    try JSONDiff(from: JSONValue(parsing: old), to: JSONValue(parsing: new), options: options)
  }

  @Test(arguments: [
    ("1", "1.0", ""),
    ("1", "2", "~ (the whole value): 1 → 2"),
    ("1", "\"1\"", "~ (the whole value): 1 → \"1\""),
    ("{\"a\":1,\"b\":2}", "{\"b\":2,\"a\":1}", ""),
    ("{\"a\":1,\"b\":2}", "{\"b\":3,\"c\":4}", "- /a: 1\n~ /b: 2 → 3\n+ /c: 4"),
    ("{\"a\":null}", "{}", "- /a: null"),
    ("[1,2,3]", "[1,3]", "~ /1: 2 → 3\n- /2: 3"),
    ("[1]", "[1,[2]]", "+ /1: [2]"),
    ("{\"a\":{\"b\":[{\"c\":1}]}}", "{\"a\":{\"b\":[{\"c\":2}]}}", "~ /a/b/0/c: 1 → 2"),
    ("{\"a\":[1]}", "{\"a\":{\"b\":1}}", "~ /a: [1] → {\"b\":1}"),
    ("{\"a/b~\":1}", "{}", "- /a~1b~0: 1"),
    ("{\"\":1}", "{\"\":2}", "~ /: 1 → 2"),
  ])
  func entries(old: String, new: String, text: String) throws {
    #expect(try diff(old, new).text() == text)
    #expect(try diff(old, new).isEmpty == text.isEmpty)
  }

  @Test(arguments: [
    ("a b ", "a  b", "~ (the whole value): \"a b·\" → \"a··b\""),
    ("line\n", "line\t", "~ (the whole value): \"line\\n\" → \"line\\t\""),
    ("a\u{A0}b", "a b", "~ (the whole value): \"a\\u{A0}b\" → \"a b\""),
    ("a\u{200B}", "a", "~ (the whole value): \"a\\u{200B}\" → \"a\""),
    ("é", "e\u{301}", "~ (the whole value): \"\\u{E9}\" → \"e\\u{301}\""),
    ("q\"\\", "😀", "~ (the whole value): \"q\\\"\\\\\" → \"😀\""),
  ])
  func whatCannotBeSeenIsShown(old: String, new: String, text: String) {
    #expect(JSONDiff(from: .string(old), to: .string(new)).text() == text)
  }

  @Test func longValuesAreCutAroundTheirDifference() {
    let filler = String(repeating: "x", count: 500)
    let diff = JSONDiff(from: .string(filler + "A" + filler), to: .string(filler + "B"))
    #expect(
      diff.text(width: 12)
        == "~ (the whole value): …\"xxxxAxxxxxxx\"… (1001 characters) → …\"xxxxB\"")
    let big = JSONValue.array(Array(repeating: "é", count: 100_000))
    #expect(
      JSONDiff(from: 1, to: big).text(width: 10) == "~ (the whole value): 1 → [\"é\",\"é\",\"…")
    let many = JSONDiff(from: [1, 2, 3, 4], to: [5, 6, 7, 8])
    #expect(many.text(limit: 2) == "~ /0: 1 → 5\n~ /1: 2 → 6\n… and 2 more")
  }

  @Test func ignoredPlaces() throws {
    let old = #"{"id":1,"choices":[{"id":"a","n":1},{"id":"b","n":2}],"usage":{"x":1},"*":1}"#
    let new = #"{"id":2,"choices":[{"id":"c","n":1},{"id":"d","n":3}],"usage":{"y":1},"*":2}"#
    func text(_ ignored: [JSONDiff.Options.Ignored]) throws -> String {
      try diff(old, new, .init(ignoring: ignored)).entries.map(\.pointer.description)
        .joined(separator: " ")
    }
    let everyID = try #require(JSONPointerPattern("/**/id"))
    let firstLevel = try #require(JSONPointerPattern("/choices/*/id"))
    let usage = try #require(JSONPointerPattern("/usage"))
    #expect(try text([.pointer(everyID)]) == "/choices/1/n /usage/x /usage/y /*")
    #expect(try text([.pointer(firstLevel), .pointer(usage)]) == "/id /choices/1/n /*")
    #expect(try text([.path(JSONPath("$..id")), .path(JSONPath("$.usage"))]) == "/choices/1/n /*")
    #expect(
      try text([.path(JSONPath("$['*']")), .path(JSONPath("$.choices[?@.n > 1]")), .pointer(usage)])
        == "/id /choices/0/id")
    #expect(try text([.path(JSONPath("$"))]).isEmpty)
    #expect(JSONPointerPattern("id") == nil)
  }

  @Test(arguments: [
    ("/**", "", true), ("/**", "/a/b", true), ("/a/**/b", "/a/b", true),
    ("/a/**/b", "/a/x/y/b", true),
    ("/a/**/b", "/a/x", false), ("/*", "", false), ("/*", "/a/b", false), ("/*/b", "/a/b", true),
    ("", "", true), ("", "/a", false), ("/**/**/a", "/a", true), ("/a/*", "/a/", true),
  ])
  func pointerPatterns(pattern: String, pointer: String, matches: Bool) throws {
    let pattern = try #require(JSONPointerPattern(pattern))
    #expect(try pattern.matches(#require(JSONPointer(pointer))) == matches)
  }

  @Test(arguments: [
    ("1", "1.01", 0.02, 0.0, true), ("1", "1.03", 0.02, 0.0, false),
    ("1000", "1009", 0.0, 0.01, true),
    ("1000", "1020", 0.0, 0.01, false), ("0", "1e-9", 0.0, 0.5, false),
    ("1", "\"1\"", 9.0, 9.0, false),
    ("1", "1e400", 9.0, 9.0, false), ("-1", "1", 2.0, 0.0, true),
  ])
  func numericTolerance(
    old: String, new: String, absolute: Double, relative: Double, isEqual: Bool
  ) throws {
    let options = JSONDiff.Options(tolerance: .init(absolute: absolute, relative: relative))
    #expect(try diff(old, new, options).isEmpty == isEqual)
  }

  @Test func arraysMatchByKey() throws {
    let old = #"{"a":[{"id":1,"v":"x"},{"id":2,"v":"y"},{"v":"none"},7]}"#
    let new = #"{"a":[{"id":3},{"id":2.0,"v":"z"},8,{"id":1,"v":"x"}]}"#
    let expected = """
      ~ /a/1/v: "y" → "z"
      ~ /a/2: {"v":"none"} → 8
      - /a/3: 7
      + /a/0: {"id":3}
      """
    #expect(try diff(old, new, .init(arrays: .key("id"))).text() == expected)
    let rule = JSONDiff.Options.ArrayRule(try #require(JSONPointerPattern("/a")), .key("id"))
    #expect(try diff(old, new, .init(arraysAt: [rule])).text() == expected)
  }

  @Test func deepValuesAreComparedWithoutRecursion() {
    var (old, new): (JSONValue, JSONValue) = (1, 2)
    for _ in 0..<3_000 { (old, new) = ([old], [new]) }
    #expect(JSONDiff(from: old, to: new).entries.map(\.pointer.tokens.count) == [3_000])
  }
}
