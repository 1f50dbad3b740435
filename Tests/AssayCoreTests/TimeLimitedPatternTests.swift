import Testing

@testable import AssayCore

@Suite struct TimeLimitedPatternTests {
  @Test(arguments: [
    ("abc", "xabcx", true), ("abc", "ab", false), ("^$", "", true), ("$", "abc", true),
    ("a|b", "c", false), ("(?i)É", "é", true), ("(a)\\1", "aa", true),
    ("^(a+)+$", String(repeating: "a", count: 35) + "b", false),
  ])
  func answers(pattern: String, text: String, expected: Bool) throws {
    #expect(try TimeLimitedPattern(pattern).matches(text) == expected)
  }

  @Test func aSearchWithoutEndIsNoAnswer() throws {
    let pattern = try TimeLimitedPattern("(.*)*!x", limit: .milliseconds(20))
    #expect(throws: TimeLimitedPattern.Undecided.self) {
      try pattern.matches("Hello from the fake provider.")
    }
  }

  /// ICU breaks such a search off silently; the text does match.
  @Test func aFullBacktrackingStackIsNoAnswer() throws {
    let pattern = try TimeLimitedPattern("(?:.|\\n)*END", limit: .seconds(60))
    #expect(throws: TimeLimitedPattern.Undecided.self) {
      try pattern.matches(String(repeating: "a", count: 1_000_000) + "END")
    }
  }

  @Test(arguments: ["(", "[", "*", "(?x) a # comment"])
  func refusesWhatICUCannotRead(pattern: String) {
    #expect(throws: TimeLimitedPattern.Invalid.self) { try TimeLimitedPattern(pattern) }
  }
}
