import JSONModel
import Testing

@Suite struct JSONPointerTests {
  /// RFC 6901, section 5.
  static let document = #"""
    {"foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "e^f": 3, "g|h": 4, "i\\j": 5, "k\"l": 6,
     " ": 7, "m~n": 8}
    """#

  @Test(arguments: [
    ("/foo", #"["bar","baz"]"#), ("/foo/0", #""bar""#), ("/", "0"), ("/a~1b", "1"), ("/c%d", "2"),
    ("/e^f", "3"), ("/g|h", "4"), (#"/i\j"#, "5"), (#"/k"l"#, "6"), ("/ ", "7"), ("/m~0n", "8"),
    ("/foo/2", nil), ("/foo/-", nil), ("/foo/00", nil), ("/foo/01", nil), ("/foo/+1", nil),
    ("/foo/1e0", nil), ("/foo/0/x", nil), ("/bar", nil), ("//", nil),
    ("/foo/18446744073709551616", nil),
    ("/foo/٠", nil),
  ])
  func examples(text: String, expected: String?) throws {
    let pointer = try #require(JSONPointer(text))
    #expect(pointer.description == text)
    let value = try JSONValue(parsing: Self.document)
    let node = try JSONDocument(parsing: Self.document).root
    #expect(value[pointer]?.text() == expected)
    #expect(node[pointer]?.value.text() == expected)
    #expect(value[JSONPointer.root] == value)
  }

  @Test(arguments: ["a", "#", "#/a", "/~", "/~2", "/a~", " /a"])
  func notPointers(text: String) { #expect(JSONPointer(text) == nil) }

  @Test func tokensCompareByScalars() {
    let composed = JSONPointer(tokens: ["\u{e9}"])
    let decomposed = JSONPointer(tokens: ["e\u{301}"])
    #expect(composed != decomposed)
    #expect(composed == JSONPointer("/\u{e9}"))
    #expect(Set([composed, decomposed]).count == 2)
  }

  @Test(arguments: [
    ("/a/*/id", "/a/0/id", true), ("/a/*/id", "/a/id", false), ("/a/*/id", "/a/0/1/id", false),
    ("/**/id", "/id", true), ("/**/id", "/a/b/c/id", true), ("/**/id", "/a/id/x", false),
    ("/**", "", true), ("/**/**", "/x", true), ("", "", true), ("", "/a", false),
    ("/a/**/b/*", "/a/x/b/y/b/z", true), ("/a~1b", "/a~1b", true), ("/*", "", false),
  ])
  func patterns(pattern: String, pointer: String, matches: Bool) throws {
    let pattern = try #require(JSONPointerPattern(pattern))
    #expect(pattern.matches(try #require(JSONPointer(pointer))) == matches)
  }
}
