import AssayAssertions
import JSONModel
import Testing

@testable import AssaySuites

/// What is taken out of replies for later turns.
@Suite struct CaptureTests {
  private static func value(
    _ pattern: String, _ group: BoundedPattern.Group? = nil, in text: String
  ) throws -> JSONValue {
    try CaptureSource.pattern(CapturePattern(pattern, group: group))
      .value(in: Reply(text: text), toolCalls: [])
  }

  @Test(
    arguments: [
      ("\\d+", nil, "No. 42", "42"),
      ("No\\. (\\d+)", nil, "No. 42", "42"),
      ("No\\. (\\d+)", .number(0), "No. 42", "No. 42"),
      ("(?<a>x)(?<b>y)?", .name("a"), "xy", "x"),
      ("(é+)$", nil, "cafééé", "ééé"),
    ] as [(String, BoundedPattern.Group?, String, String)])
  func theGroupOfTheFirstMatchIsTaken(
    pattern: String, group: BoundedPattern.Group?, text: String, expected: String
  ) throws {
    #expect(try Self.value(pattern, group, in: text) == .string(expected))
  }

  @Test(
    arguments: [("\\d+", nil, "none"), ("(a)|(b)", .number(2), "a")]
      as [(String, BoundedPattern.Group?, String)])
  func whatTheReplyLacksIsMissing(
    pattern: String, group: BoundedPattern.Group?, text: String
  ) {
    #expect(throws: CaptureSource.Missing.self) { try Self.value(pattern, group, in: text) }
  }

  /// Whether a search takes too many steps or too much of ICU's stack, nobody knows what is there.
  @Test(arguments: [
    ("(a+)+b", String(repeating: "a", count: 40)),
    ("((?:.|\\n)*)!x", String(repeating: "a", count: 2_000_000)),
  ])
  func aSearchThatIsGivenUpIsNotAMissingValue(pattern: String, text: String) {
    #expect(throws: BoundedPattern.Undecided.self) { try Self.value(pattern, in: text) }
  }
}
