import Testing

@testable import JSONModel

/// A pattern of ECMA-262 with texts that it finds something in and texts that it does not.
struct PatternCase: Sendable, CustomTestStringConvertible {
  let pattern: String
  let found: [String]
  let notFound: [String]

  init(_ pattern: String, found: [String] = [], notFound: [String] = []) {
    (self.pattern, self.found, self.notFound) = (pattern, found, notFound)
  }

  var testDescription: String { pattern }
}

@Suite struct RegularExpressionTests {
  static let structure: [PatternCase] = [
    .init("", found: ["", "a"]),
    .init("abc", found: ["abc", "xabcx"], notFound: ["ab", "ABC", ""]),
    .init("^a$", found: ["a"], notFound: ["a\n", "\na", "aa", ""]),
    .init("a|bc|", found: ["", "x"]),
    .init("^(a|bc)$", found: ["a", "bc"], notFound: ["abc", "b"]),
    .init("^a*$", found: ["", "aaa"], notFound: ["b"]),
    .init("^a+?$", found: ["a", "aa"], notFound: [""]),
    .init("^a{2}$", found: ["aa"], notFound: ["a", "aaa"]),
    .init("^a{2,}$", found: ["aa", "aaaa"], notFound: ["a"]),
    .init("^a{1,3}$", found: ["a", "aaa"], notFound: ["", "aaaa"]),
    .init("^a{0}$", found: [""], notFound: ["a"]),
    .init("^(?:ab){2}$", found: ["abab"], notFound: ["ab", "ababab"]),
    .init("^(a*)*$", found: ["", "aaa"], notFound: ["b"]),
    .init("^(a|b?)+c$", found: ["c", "abac"], notFound: ["ab"]),
    .init("^.$", found: ["a", "é", "😀", "\u{0}"], notFound: ["", "\n", "\r", "\u{2028}", "ab"]),
    // Lengths are in code points, as with the u flag.
    .init("^..$", found: ["😀😀", "e\u{301}"], notFound: ["😀", "é"]),
  ]

  static let classes: [PatternCase] = [
    .init("^[abc]$", found: ["a", "c"], notFound: ["d", "", "ab"]),
    .init("^[^abc]$", found: ["d", "\n", "😀"], notFound: ["a", ""]),
    .init("^[a-c😀-😂]+$", found: ["abc😁"], notFound: ["😃", "d"]),
    .init("[]", notFound: ["", "a"]),
    .init("^[^]$", found: ["a", "\n"], notFound: [""]),
    .init(#"^[\d\-x\]]+$"#, found: ["1-x]"], notFound: ["a"]),
    .init("^[-a]+$", found: ["-a"]),
    .init("^[a-]+$", found: ["-a"]),
    .init(#"^[\b]$"#, found: ["\u{8}"], notFound: ["b"]),
    .init(#"^\d+$"#, found: ["0123456789"], notFound: ["٣", "a", "１"]),
    .init(#"^\D$"#, found: ["٣", "a"], notFound: ["0"]),
    .init(#"^\w+$"#, found: ["aZ_9"], notFound: ["é", "-", "ſ"]),
    .init(#"^\W$"#, found: ["é", "-"], notFound: ["a"]),
    .init(
      #"^\s$"#, found: [" ", "\t", "\n", "\u{A0}", "\u{FEFF}", "\u{2029}", "\u{3000}"],
      notFound: ["\u{200B}", "a", "\u{85}"]),
    .init(#"^\S$"#, found: ["a", "\u{200B}"], notFound: [" ", "\u{A0}"]),
  ]

  static let escapes: [PatternCase] = [
    .init(#"^\t\n\v\f\r\0$"#, found: ["\t\n\u{B}\u{C}\r\0"]),
    .init(#"^\cA\cz$"#, found: ["\u{1}\u{1A}"]),
    .init(#"^\x41\u0042\u{43}\u{1F600}$"#, found: ["ABC😀"]),
    .init(#"^\ud83d\ude00$"#, found: ["😀"]),
    .init(#"^\^\$\\\.\*\+\?\(\)\[\]\{\}\|\/$"#, found: ["^$\\.*+?()[]{}|/"]),
    .init(#"^\-\@\"$"#, found: ["-@\""]),
    .init("^a{$", found: ["a{"]),
    .init("^{a}]$", found: ["{a}]"]),
    .init("^a{,5}$", found: ["a{,5}"]),
  ]

  static let properties: [PatternCase] = [
    .init(#"^\p{L}+$"#, found: ["aé東"], notFound: ["1", "-"]),
    .init(#"^\p{Letter}\P{Letter}$"#, found: ["a1"], notFound: ["aa"]),
    .init(#"^\p{Lu}$"#, found: ["A", "É"], notFound: ["a"]),
    .init(#"^\p{gc=Nd}$"#, found: ["1", "٣"], notFound: ["½"]),
    .init(#"^\p{General_Category=Decimal_Number}$"#, found: ["9"]),
    .init(#"^\p{Script=Greek}$"#, found: ["λ"], notFound: ["l"]),
    .init(#"^\p{sc=Cyrl}$"#, found: ["ж"], notFound: ["z"]),
    .init(#"^\p{Script_Extensions=Greek}$"#, found: ["λ", "\u{342}"], notFound: ["l"]),
    .init(#"^\p{Emoji}$"#, found: ["😀", "1"], notFound: ["a"]),
    .init(#"^\p{Alphabetic}\p{White_Space}\p{ASCII}\p{Any}$"#, found: ["é 1😀"]),
    .init(#"^[\p{L}\p{Nd}_]+$"#, found: ["é٣_"], notFound: ["-"]),
    .init(#"^[^\P{L}]$"#, found: ["é"], notFound: ["1"]),
  ]

  static let lookaround: [PatternCase] = [
    .init(#"\bfoo\b"#, found: ["foo", "a foo b"], notFound: ["foobar", "_foo"]),
    .init(#"\Boo\B"#, found: ["fooz"], notFound: ["foo"]),
    .init("^(?=.*a)(?=.*b)", found: ["ab", "xbxa"], notFound: ["a", "b"]),
    .init("^(?!.*foo)", found: ["bar"], notFound: ["a foo"]),
    .init("(?<=a)b", found: ["ab"], notFound: ["bb", "b"]),
    .init("(?<!a)b", found: ["b", "bb"], notFound: ["ab"]),
    .init(#"(?<=\$)\d+(?!\d|€)"#, found: ["$42"], notFound: ["42", "$4€"]),
    .init("^(?<=^)a(?=$)$", found: ["a"]),
  ]

  static let references: [PatternCase] = [
    .init(#"^(a|b)\1$"#, found: ["aa", "bb"], notFound: ["ab"]),
    .init(#"^(?<q>['"]).*\k<q>$"#, found: ["'a'", "\"\""], notFound: ["'a\""]),
    .init(#"^\k<x>(?<x>a)$"#, found: ["a"]),
    .init(#"^(?:(a)|b)\1$"#, found: ["aa", "b"], notFound: ["ba"]),
    // A round of a loop forgets what the last one captured.
    .init(#"^(?:(a)|(b))+\1$"#, found: ["ab", "aa"], notFound: ["abab a"]),
    .init(#"(?<=\1(a))c"#, found: ["aac"], notFound: ["bc"]),
  ]

  @Test(arguments: structure + classes + escapes + properties + lookaround + references)
  func finds(_ row: PatternCase) throws {
    let expression = try RegularExpression(row.pattern)
    for (texts, expected) in [(row.found, true), (row.notFound, false)] {
      for text in texts {
        let outcome = expression.search(text, maximumSteps: 1_000_000)
        #expect(outcome == (expected ? .found : .notFound), "\(text.debugDescription)")
      }
    }
  }

  /// What is not ECMA-262 is an error at its place, and never a pattern that means something else.
  @Test(arguments: [
    ("(", 0), ("a)", 1), ("[a", 0), ("a**", 2), ("*a", 0), ("+", 0), ("a{2,1}", 1), ("{1}", 0),
    (#"\"#, 0), (#"\a"#, 0), (#"\Z"#, 0), (#"\A"#, 0), (#"\z"#, 0), (#"\G"#, 0), (#"\01"#, 0),
    (#"\1"#, 0), (#"\k<a>"#, 0), (#"\ka"#, 0), (#"\c1"#, 0), (#"\xg0"#, 0), (#"\u12"#, 0),
    (#"\u{110000}"#, 0), (#"\p"#, 0), (#"\p{Foo}"#, 0), (#"\p{Script=latin}"#, 0), (#"\pL"#, 0),
    ("(?i)a", 1), ("(?P<a>b)", 1), ("(?>a)", 1), ("(?#c)", 1), ("a++", 2), ("a*+", 2),
    ("[b-a]", 1), (#"[\d-z]"#, 1), ("(?<a>x)(?<a>y)", 12), ("(?<1>x)", 3), ("^*", 0), ("(?=a)*", 0),
    (#"\Qa\E"#, 0),
  ])
  func refuses(pattern: String, offset: Int) {
    do throws(RegularExpressionError) {
      _ = try RegularExpression(pattern)
      Issue.record("\(pattern) was accepted")
    } catch {
      #expect(error.offset == offset, "\(pattern): \(error.message)")
      #expect(!error.message.isEmpty)
    }
  }

  /// Patterns that take other engines exponential time.
  @Test(arguments: [
    "^(a+)+$", "^(a|a)*$", "^(a|aa)+$", "^(.*a){12}$", "^(([a-z])+.)+[A-Z]([a-z])+$", "(a*)*b",
    "^(?:a?){30}a{30}$", "(x+x+)+y",
  ])
  func badPatternsEndInTime(pattern: String) throws {
    let expression = try RegularExpression(pattern)
    let text = String(repeating: "a", count: 5_000) + "!"
    #expect(expression.search(text, maximumSteps: 5_000_000) != .undecided)
  }

  @Test func whatTakesTooLongIsUndecided() throws {
    // Back-references are beyond linear time.
    let expression = try RegularExpression(#"^(a*)*\1b$"#)
    let text = String(repeating: "a", count: 40)
    #expect(expression.search(text, maximumSteps: 10_000) == .undecided)
    let schema = try JSONSchema(
      compiling: ["pattern": #"^(a*)*\1b$"#], limits: .init(patternSteps: 10_000))
    let error = #expect(throws: JSONSchemaError.self) { try schema.isValid(.string(text)) }
    #expect(error?.code == .undecidedPattern)
    #expect(error?.description.contains("10000 steps") == true)
  }

  @Test func sizeIsLimitedNotRisked() {
    let deep = String(repeating: "(", count: 10_000) + String(repeating: ")", count: 10_000)
    #expect(throws: RegularExpressionError.self) { try RegularExpression(deep) }
    #expect(throws: RegularExpressionError.self) {
      try RegularExpression("((a{1000}){1000}b){1000}")
    }
  }

  @Test func aBadPatternIsAnErrorOfTheSchema() {
    let error = #expect(throws: JSONSchemaError.self) {
      try JSONSchema(compiling: ["properties": ["a": ["pattern": "a(?i)b"]]])
    }
    #expect(error?.code == .invalidPattern)
    #expect(error?.problems.first?.schemaPointer.description == "/properties/a/pattern")
    #expect(error?.description.contains("character 3") == true, "\(String(describing: error))")
  }
}
