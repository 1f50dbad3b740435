import AssayInput
import Testing

@testable import AssayAssertions

@Suite struct TransformTests {
  private static func row(
    _ transform: String, _ value: String, _ reply: String, _ outcome: Outcome = .passed,
    _ reason: String = ""
  ) -> AssertionCase {
    AssertionCase(
      #"{"type":"equals","value":"\#(value)","transform":\#(transform)}"#, reply, outcome, reason,
      negated: outcome == .failed ? .failed : nil)
  }

  @Test(arguments: [
    row(#""trim""#, "x", " x\n"), row(#"["uppercase"]"#, "X", "x"),
    row(#"["trim","lowercase"]"#, "x", " X "), row(#""collapse-whitespace""#, "a b", " a \n b"),
    row(#""strip-code-fence""#, "a\\nb", "Here:\n```json\na\nb\n```\nBye"),
    row(#""strip-code-fence""#, "a", "~~~\na\n~~~"), row(#""strip-code-fence""#, "a", "a"),
    row(#""strip-code-fence""#, "cut", "```\ncut"),
    row(#""strip-code-fence""#, "a ``` b", "````\na ``` b\n````"),
    row(#""strip-reasoning""#, "4", "<think>2+2\nis</think>\n4"),
    row(#""strip-reasoning""#, "4", "2+2 is\n</think>\n4"),
    row(#""first-line""#, "a", "\n\na\nb"), row(#""last-line""#, "b", "a\nb\n\n"),
    row(
      #""last-line""#, "", "", .failed, "the transform finds nothing to look at: there is no line"),
    row(#"{"jsonpath":"$.a"}"#, "x", #"{"a":"x"}"#),
    row(#"{"jsonpath":"$.a"}"#, "[1]", #"{"a":[1]}"#),
    row(#"{"jsonpath":"$[*].a"}"#, "[1,2]", #"[{"a":1},{"a":2}]"#),
    row(
      #"{"jsonpath":"$.b"}"#, "x", #"{"a":"x"}"#, .failed,
      "the transform finds nothing to look at: $.b selects nothing"),
    row(
      #"{"jsonpath":"$.b"}"#, "x", "no JSON", .failed,
      "the transform finds nothing to look at: $.b needs JSON"),
    row(#"["strip-code-fence",{"jsonpath":"$.a"},"trim"]"#, "x", "```json\n{\"a\":\" x \"}\n```"),
    row(#"{"regex":"is (\\w+)"}"#, "Paris", "It is Paris."),
    row(#"{"regex":"is (?<city>\\w+)","group":"city"}"#, "Paris", "It is Paris."),
    row(#"{"regex":"is \\w+"}"#, "is Paris", "It is Paris."),
    row(#"{"regex":"(a)|b","group":0}"#, "b", "b"),
    row(
      #"{"regex":"x"}"#, "x", "abc", .failed,
      "the transform finds nothing to look at: /x/ does not match"),
    row(#"["json",{"jsonpath":"$.a"}]"#, "1", "Sure: {\"a\": 1} and more"),
  ])
  func steps(_ row: AssertionCase) async throws { try await row.check() }

  /// That something absent does not contain a word is no comfort.
  @Test func whatIsNotThereFailsEitherWay() async throws {
    for type in ["contains", "not-contains"] {
      let result = try await AssertionText.evaluate(
        #"{"type":"\#(type)","value":"x","transform":{"jsonpath":"$.a"}}"#,
        EvaluationContext(reply: Reply(text: "{}")))
      #expect(result.verdict.outcome == .failed)
    }
  }

  @Test(arguments: [
    (#""trimm""#, "did you mean \"trim\"?"), (#"{"jsonpath":"$["}"#, "JSONPath"),
    (#"{"regex":"("}"#, "regular expression"), (#"{"regex":"a","group":1}"#, "has no group 1"),
    (#"{"regex":"a","grup":1}"#, "did you mean \"group\"?"), (#"{}"#, "says what to do"),
    (#"[1]"#, "must be an object"),
  ])
  func mistakesAreFound(transform: String, message: String) throws {
    let (_, diagnostics) = try AssertionText.diagnose(
      #"{"type":"equals","value":"","transform":\#(transform)}"#)
    #expect(diagnostics.map(\.description).joined().contains(message), "\(diagnostics)")
  }
}
