import Testing

@testable import JSONModel

@Suite struct IRegexpTests {
  @Test(arguments: [
    ("", "", true), ("", "a", false), ("a", "a", true), ("ab|c", "c", true), ("ab|c", "ac", false),
    ("a|", "", true), ("()", "", true), ("(a|b)*c", "ababc", true), ("a?b", "b", true),
    ("a{2}", "aa", true), ("a{2}", "aaa", false), ("a{2,}", "aaaa", true),
    ("a{2,3}", "aaaa", false),
    ("a{0}", "", true), ("a{0}", "a", false), ("(a{0}){3}", "", true), ("(a*)*", "aaa", true),
    ("(a*)+b", "b", true), ("(|a)+", "aa", true), ("a{1,2}", "aa", true),
    ("[abc]+", "cab", true), ("[^abc]", "a", false), ("[^abc]", "é", true), ("[a-c]", "b", true),
    ("[-a]", "-", true), ("[a-]", "-", true), ("[^-]", "-", false), ("[a-c-]", "-", true),
    ("[.^$|?*+(){}]+", ".^$|?*+(){}", true), ("[\\]\\[\\-\\\\]+", "][-\\", true),
    ("\\(\\)\\*\\+\\-\\.\\?\\[\\]\\^\\{\\|\\}\\\\", "()*+-.?[]^{|}\\", true),
    ("\\n\\r\\t", "\n\r\t", true),
    ("\\p{L}+", "aЖ中", true), ("\\p{Nd}", "٣", true), ("\\P{L}", "1", true),
    ("[\\p{L}1]", "1", true),
    ("[^\\p{L}]", "a", false), ("[\\P{L}]", "1", true), ("\\p{Cn}", "\u{378}", true),
    ("\\p{Zs}", " ", true),
    (".", "😀", true), (".", "\n", false), (".", "\r", false), (".", "\u{2028}", true),
    ("..", "e\u{301}", true),
    ("é", "e\u{301}", false), (",-/:@^_`~", ",-/:@_`~", false), ("a,-/:@_`~", "a,-/:@_`~", true),
    ("^a$", "a", true), ("a^b", "ab", false), ("(^a|b$)", "b", true), ("[^^]", "^", false),
  ])
  func matchesWhole(pattern: String, text: String, matches: Bool) throws {
    let expression = try IRegexp(pattern)
    #expect(expression.matchesWhole(text) == matches)
    #expect(bothMachines(expression, text, isWhole: true) == matches)
  }

  /// The answer of the machine for large programs and, for small ones, of that for these; nil if
  /// they differ.
  private func bothMachines(_ expression: IRegexp, _ text: String, isWhole: Bool) -> Bool? {
    let general = IRegexpMatcher(expression.program).run(text, isWhole: isWhole)
    guard expression.program.count <= IRegexpBitMatcher.capacity else { return general }
    let small = IRegexpBitMatcher(expression.program).run(text, isWhole: isWhole)
    return small == general ? small : nil
  }

  /// Programs of just as many steps as the bits of a word, and one more.
  @Test(arguments: [62, 63, 64, 65])
  func theBorderBetweenTheMachines(length: Int) throws {
    let text = String(repeating: "a", count: length)
    let expression = try IRegexp(text)
    #expect(expression.program.count == length + 1)
    #expect(expression.matchesWhole(text))
    #expect(!expression.matchesWhole(String(text.dropLast())))
    #expect(expression.matchesPart(of: "b" + text + "b"))
    #expect(try IRegexp(text + "$").matchesPart(of: "b" + text))
  }

  @Test(arguments: [
    ("b", "abc", true), ("", "abc", true), ("^b", "abc", false), ("c$", "abc", true),
    ("b$", "abc", false),
    ("x*", "", true), ("bc|xy", "axyb", true), ("aab", "aaab", true), ("^$", "", true),
    ("^$", "a", false),
  ])
  func matchesPart(pattern: String, text: String, matches: Bool) throws {
    let expression = try IRegexp(pattern)
    #expect(expression.matchesPart(of: text) == matches)
    #expect(bothMachines(expression, text, isWhole: false) == matches)
  }

  @Test(arguments: [
    "(", ")", "a)", "(a", "[", "[]", "[^]", "[a", "a]", "{", "}", "a{", "a{}", "a{,2}", "a{2",
    "a{2,1}", "a{x}",
    "*", "+", "?", "a**", "a+?", "a{2}{3}", "|*", "(*a)", "\\", "\\d", "\\w", "\\s", "\\b",
    "\\u0041", "\\x41",
    "\\/", "\\-x\\", "[a-\\d]", "[b-a]", "[a--b]", "[a-b-c]", "[[a]]", "[&&[a]", "\\p", "\\p{",
    "\\p{X}",
    "\\p{Lx}", "\\p{Letter}", "\\p{IsBasicLatin}", "\\pL", "(?:a)", "(?=a)", "(?i)a", "[:alpha:]]",
    "\\1", "[a&&[b]]",
  ])
  func refuses(pattern: String) {
    #expect(throws: IRegexp.Fault.self) { try IRegexp(pattern) }
  }

  @Test func timeIsLinearInTheText() throws {
    // Of these, a backtracking engine would not see the end.
    let text = String(repeating: "a", count: 2_000)
    #expect(try !IRegexp("(a*)*b").matchesWhole(text))
    #expect(try !IRegexp("(a|a)*b").matchesPart(of: text))
    #expect(try IRegexp("(a?){50}a{50}").matchesWhole(String(repeating: "a", count: 50)))
  }

  @Test func sizeIsLimited() throws {
    let fault = try #require(throws: IRegexp.Fault.self) { try IRegexp("(a{1000}){1000}") }
    #expect(fault.isTooLarge)
    #expect(throws: IRegexp.Fault.self) { try IRegexp("a{99999999999999999999}") }
    #expect(throws: IRegexp.Fault.self) { try IRegexp(String(repeating: "(", count: 100_000)) }
    // Nothing, repeated without end, is still nothing.
    #expect(try IRegexp("(){99999999}").matchesWhole(""))
  }
}
