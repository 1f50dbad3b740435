import Testing

@testable import AssayAssertions

@Suite struct BoundedPatternTests {
  @Test(arguments: [
    ("abc", "xabcx", true), ("abc", "ab", false), ("^$", "", true), ("$", "abc", true),
    ("a|b", "c", false), ("(?i)É", "é", true), ("(a)\\1", "aa", true),
    ("^(a+)+$", String(repeating: "a", count: 35) + "b", false),
  ])
  func answers(pattern: String, text: String, expected: Bool) throws {
    #expect(try BoundedPattern(pattern).matches(text) == expected)
  }

  /// The length of a text is no backtracking.
  @Test(arguments: ["foo", "\\bfoo", "(x)?foo", "[a-f]oo", "\\d+", ".foo", "(?i:foo|bar)x"])
  func longTextsAreAnswered(pattern: String) throws {
    let text = String(repeating: "The cat sat on the mat. ", count: 10_000)
    #expect(try !BoundedPattern(pattern).matches(text))
    #expect(try BoundedPattern(pattern).matches(in: text).isEmpty)
    #expect(try BoundedPattern(pattern).matches(text + "foo 7 a foox"))
  }

  @Test func aSearchWithoutEndIsNoAnswer() throws {
    let pattern = try BoundedPattern("(.*)*!x", limit: 100)
    #expect(throws: BoundedPattern.Undecided.self) {
      try pattern.matches("Hello from the fake provider.")
    }
  }

  /// ICU breaks such a search off silently; the text does match.
  @Test func aFullBacktrackingStackIsNoAnswer() throws {
    let pattern = try BoundedPattern("(?:.|\\n)*END")
    #expect(throws: BoundedPattern.Undecided.self) {
      try pattern.matches(String(repeating: "a", count: 1_000_000) + "END")
    }
  }

  @Test(arguments: ["(", "[", "*", "(?x) a # comment"])
  func refusesWhatICUCannotRead(pattern: String) {
    #expect(throws: BoundedPattern.Invalid.self) { try BoundedPattern(pattern) }
  }
}
