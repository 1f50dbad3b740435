import AssayInput
import JSONModel
import Testing

@testable import AssayAssertions

/// The keys that every assertion has, and sets of assertions.
@Suite struct EnvelopeTests {
  private static func evaluate(_ text: String, _ reply: String) async throws -> AssertionResult {
    try await AssertionText.evaluate(text, EvaluationContext(reply: Reply(text: reply)))
  }

  @Test func weightMetricAndDescriptionAreKept() async throws {
    let result = try await Self.evaluate(
      #"{"type":"contains","value":"a","weight":2.5,"metric":"m","description":"d"}"#, "a")
    #expect(result.weight == 2.5)
    #expect(result.metric == "m")
    #expect(result.summary == "d")
    #expect(try await Self.evaluate(#"{"type":"contains","value":"a"}"#, "a").weight == 1)
  }

  @Test(arguments: [
    (#"{"type":"contains","value":"a","weight":-1}"#, "at least 0"),
    (#"{"type":"contains","value":"a","weight":"1"}"#, "must be a number"),
    (#"{"type":"contains","value":"a","metric":""}"#, "needs a name"),
    (#"{"type":"contains","value":"a","threshold":0.5}"#, "has no score"),
    (#"{"type":"latency","threshold":2}"#, "say \"max\""),
    (#"{"type":"rouge-n","value":"a","threshold":0}"#, "say \"weight\": 0"),
    (#"{"type":"rouge-n","value":"a","threshold":75}"#, "at most 1"),
    (#"{"type":"levenshtein","value":"a","threshold":5}"#, "for a distance, say \"max\""),
    (#"{"type":"levenshtein","value":"a","threshold":0.5,"max":1}"#, "either the distance"),
    (#"{"type":"contians","value":"a"}"#, "did you mean \"contains\"?"),
    (#"{"type":"contains","valeu":"a"}"#, "did you mean \"value\"?"),
    (#"{"type":"contains"}"#, "\"value\" is missing"), (#"{"value":"a"}"#, "\"type\" is missing"),
    (#"{"type":"word-count"}"#, "say \"value\", \"min\" or \"max\""),
    (#"{"type":"word-count","value":1,"max":2}"#, "needs no bounds"),
    (#"{"type":"word-count","min":3,"max":2}"#, "more than"),
    (#"{"type":"regex","value":"("}"#, "not a regular expression"),
    (#"{"type":"regex","value":"a","groups":{"x":"1"}}"#, "has no group \"x\""),
    (#"{"type":"choice","value":"E","choices":["A","B"]}"#, "not among the choices"),
    (#"{"type":"equals","value":"a","normalize":"nfx"}"#, "did you mean \"nfc\"?"),
    (#"{"type":"number-equals","value":"three"}"#, "must be a number"),
    (#"{"type":"rouge-n","value":"a","tokens":"rogue"}"#, "did you mean \"rouge\"?"),
    (#"{"type":"tool-args","name":"x"}"#, "say \"args\" or \"schema\""),
    (#"{"type":"all","assert":[]}"#, "at least one assertion"),
    (#"{"type":"all","assert":[{"type":"is-json","weight":0}]}"#, "nothing decides"),
    (#"{"type":"at-least","assert":[{"type":"is-json"}]}"#, "\"n\" is missing"),
    (#"{"type":"at-least","n":2,"assert":[{"type":"is-json"}]}"#, "only 1 of the assertions"),
    (#"{"type":"all","assert":[{"type":"is-jsn"}]}"#, "did you mean \"is-json\"?"),
    (#"{"type":"any","threshold":0.5,"assert":[{"type":"is-json"}]}"#, "has no score"),
    (#"{"type":"all","assert":[{"type":"select-best","value":"x"}]}"#, "cannot stand in a set"),
    (#"{"type":"exec","command":["true"]}"#, "say --allow-exec"),
    (#"{"type":"exec","command":"true"}"#, "must be a list"),
    (#"{"type":"llm-rubric","value":"x","agreement":0.5}"#, "one judge always agrees"),
    (#"{"type":"factuality","value":"x","accept":["supserset"]}"#, "did you mean \"superset\"?"),
    (#"{"use":"x"}"#, "there is no assertion \"x\""),
    (#"[]"#, "must be an object"),
  ])
  func mistakesAreFoundWithTheirPlace(text: String, message: String) throws {
    let (assertion, diagnostics) = try AssertionText.diagnose(text)
    let errors = diagnostics.filter { $0.severity == .error }
    #expect(errors.map(\.description).joined().contains(message), "\(errors)")
    #expect(errors.allSatisfy { $0.location != nil })
    #expect(assertion == nil || !errors.isEmpty)
  }

  // MARK: Sets

  private static let yes = #"{"type":"contains","value":"a"}"#
  private static let no = #"{"type":"contains","value":"z"}"#
  private static let unknown = #"{"type":"latency","max":1}"#
  private static let broken = #"{"type":"llm-rubric","value":"x"}"#

  @Test(arguments: [
    ("all", [yes, yes], Outcome.passed), ("all", [yes, no], .failed),
    ("all", [yes, unknown], .inconclusive), ("all", [no, broken], .failed),
    ("all", [yes, broken, unknown], .errored), ("any", [no, yes], .passed),
    ("any", [no, no], .failed), ("any", [no, unknown], .inconclusive),
    ("any", [yes, broken], .passed), ("any", [no, broken], .errored),
    ("at-least", [yes, yes, no], .passed), ("at-least", [yes, no, no], .failed),
    ("at-least", [yes, no, unknown], .inconclusive), ("at-least", [no, no, unknown], .failed),
    ("at-least", [yes, yes, broken], .passed),
  ])
  func sets(type: String, assertions: [String], outcome: Outcome) async throws {
    let count = type == "at-least" ? #""n":2,"# : ""
    let text = #"{"type":"\#(type)",\#(count)"assert":[\#(assertions.joined(separator: ","))]}"#
    try await AssertionCase(text, "a", outcome).check()
    let result = try await Self.evaluate(text, "a")
    #expect(result.components.count == assertions.count)
    #expect((result.score != nil) == outcome.isDecided)
  }

  @Test(arguments: [
    ("any", [yes, no], 1.0), ("any", [no, no], 0), ("not-any", [yes, no], 0),
    ("at-least", [yes, yes, no], 1), ("at-least", [yes, no, no], 0.5), ("all", [yes, no], 0.5),
  ])
  func scoresOfSets(type: String, assertions: [String], score: Double) async throws {
    let count = type == "at-least" ? #""n":2,"# : ""
    let result = try await Self.evaluate(
      #"{"type":"\#(type)",\#(count)"assert":[\#(assertions.joined(separator: ","))]}"#, "a")
    #expect(result.score == score)
  }

  /// A set that fails since one of it saw nothing is as good as its parts, as any other.
  @Test func aSetOfWhatSawNothingKeepsItsScore() async throws {
    let result = try await Self.evaluate(
      #"{"type":"all","assert":[\#(Self.blind),\#(Self.yes)]}"#, "a")
    #expect(result.verdict.outcome == .failed)
    #expect(result.score == 0.5)
  }

  private static let blind = #"{"type":"jsonpath","path":"$.x"}"#

  /// What saw nothing gives no comfort to a negated set either, unless the others decide.
  @Test(arguments: [
    ("all", [blind, yes], Outcome.failed), ("any", [blind, no], .failed),
    ("any", [blind, yes], .failed), ("all", [blind, no], .passed),
    ("all", [#"{"type":"any","assert":[\#(blind)]}"#, yes], .failed),
  ])
  func negatedSetsOfWhatSawNothing(type: String, assertions: [String], outcome: Outcome)
    async throws
  {
    let result = try await Self.evaluate(
      #"{"type":"not-\#(type)","assert":[\#(assertions.joined(separator: ","))]}"#, "a")
    #expect(result.verdict.outcome == outcome, "\(result.verdict)")
    #expect(result.components.count == assertions.count)
  }

  /// The set is errored, whatever else holds in it: nobody knows how good the reply is.
  @Test func aSetWithoutAVerdictIsNoMetric() async throws {
    let runaway = #"{"type":"regex","value":"(.*)*!x","metric":"inner"}"#
    let result = try await Self.evaluate(
      #"{"type":"all","metric":"good","assert":[\#(runaway),\#(Self.yes)]}"#,
      String(repeating: "a", count: 60))
    #expect(result.verdict.outcome == .errored)
    #expect(result.score == nil)
    #expect(Judgement([result]).metrics == [:])
  }

  @Test func aSetTellsWhichOfItsAssertionsFail() async throws {
    let result = try await Self.evaluate(
      #"{"type":"all","assert":[\#(Self.yes),{"type":"any","assert":[\#(Self.no)]}]}"#, "a")
    #expect(
      result.verdict.reason
        == "1 of 2 do not hold: any: 1 of 1 do not hold: contains: expected to contain \"z\", "
        + "found \"a\"")
    #expect(result.components[1].components[0].type == "contains")
    #expect(result.score == 0.5)
  }

  @Test(arguments: [(0.5, Outcome.passed), (0.75, .passed), (0.76, .failed)])
  func aSetWithAThresholdGoesByTheScore(threshold: Double, outcome: Outcome) async throws {
    let text = """
      {"type":"all","threshold":\(threshold),"assert":[
        {"type":"contains","value":"a","weight":3},\(Self.no)]}
      """
    let result = try await Self.evaluate(text, "a")
    #expect(result.verdict.outcome == outcome)
    #expect(result.score == 0.75)
  }

  @Test func transformsOfASetHoldForAllInIt() async throws {
    let text = """
      {"type":"all","transform":{"jsonpath":"$.a"},"assert":[{"type":"equals","value":"x"}]}
      """
    #expect(try await Self.evaluate(text, #"{"a":"x"}"#).verdict.outcome == .passed)
  }

  // MARK: Named assertions

  private static let definitions = """
    {"polite":{"type":"contains","value":"please","metric":"tone","weight":2},
     "both":{"type":"all","assert":[{"use":"polite"},{"type":"contains","value":"thanks"}]}}
    """

  @Test func namedAssertionsAreUsed() async throws {
    let assertion = try AssertionText.read(
      #"{"use":"both","weight":5}"#, definitions: Self.definitions)
    #expect(assertion.type == "all")
    #expect(assertion.weight == 5)
    let context = EvaluationContext(reply: Reply(text: "please, thanks"))
    let result = await assertion.evaluate(context)
    #expect(result.verdict == .passed)
    #expect(result.components[0].metric == "tone")
    let polite = try AssertionText.read(#"{"use":"polite"}"#, definitions: Self.definitions)
    #expect(polite.weight == 2)
  }

  @Test(arguments: [
    (#"{"use":"polit"}"#, definitions, "did you mean \"polite\"?"),
    (#"{"use":"polite","type":"equals"}"#, definitions, "either \"type\" or \"use\""),
    (#"{"use":"polite","value":"x"}"#, definitions, "unknown key \"value\""),
    (
      #"{"use":"a"}"#, #"{"a":{"use":"b"},"b":{"type":"all","assert":[{"use":"a"}]}}"#,
      "uses itself: a → b → a"
    ),
    (#"{"use":"a"}"#, #"{"a":{"type":"contians"}}"#, "did you mean \"contains\"?"),
    (#"{"use":"a"}"#, "[]", "must be an object of named assertions"),
  ])
  func mistakesInNamedAssertions(text: String, definitions: String, message: String) throws {
    let (_, diagnostics) = try AssertionText.diagnose(text, definitions: definitions)
    let texts = diagnostics.map(\.description)
    #expect(texts.joined().contains(message), "\(texts)")
    #expect(Set(texts).count == texts.count, "nothing is said twice")
  }

  // MARK: Variables

  @Test(arguments: [
    (#"{"type":"equals","value":"{{city}}"}"#, "Paris"),
    (#"{"type":"contains","value":"in {{city}}"}"#, "I am in Paris."),
    (#"{"type":"contains-all","value":["{{city}}","{{age}}"]}"#, "28, Paris"),
    (
      #"{"type":"equals","value":{"age":"{{age}}","list":["{{city}}"]}}"#,
      #"{"age":28,"list":["Paris"]}"#
    ),
    (#"{"type":"jsonpath","path":"$.age","equals":"{{age}}"}"#, #"{"age":28}"#),
    (#"{"type":"number-equals","value":"{{age}}"}"#, "She is 28."),
    (#"{"type":"regex","value":"at (\\w+)","groups":{"1":"{{city}}"}}"#, "at Paris"),
    (#"{"type":"rouge-l","value":"{{city}}"}"#, "paris"),
    (#"{"type":"all","assert":[{"type":"equals","value":"{{city}}"}]}"#, "Paris"),
  ])
  func expectedValuesMayHaveVariables(text: String, reply: String) async throws {
    let assertion = try AssertionText.read(text)
    #expect(!assertion.templates.isEmpty)
    let context = EvaluationContext(
      reply: Reply(text: reply), variables: ["city": "Paris", "age": 28])
    #expect(await assertion.evaluate(context).verdict == .passed)
    let other = EvaluationContext(
      reply: Reply(text: reply), variables: ["city": "Rome", "age": 29])
    #expect(await assertion.evaluate(other).verdict.outcome == .failed)
  }
}
