import AssayInput
import AssaySuites
import TestSupport
import Testing

@testable import AssayCore

@Suite struct RunForecastTests {
  private static func part(
    _ prompt: String, parameters: String = "{ \"max_tokens\": 10 }",
    cases: String = "{ \"id\": \"a\", \"vars\": { \"x\": \"word\" } }",
    prices: [String: ModelPrice] = [:]
  ) throws -> RunForecast.Part {
    let folder = try TemporaryFolder()
    let file = try folder.write(
      """
      { "version": 1, "name": "s", "models": ["m"], "parameters": \(parameters),
        "prompts": { "p": { "messages": [\(prompt)] } },
        "defaults": { "assert": [{ "type": "contains", "value": "x" }] },
        "cases": [\(cases)] }
      """, to: "suite.json")
    let suites = try SuiteLoader().load([file]).suites
    return RunForecast(suites, Selection(), prices: prices).parts[0]
  }

  private static let user = "{ \"role\": \"user\", \"content\": \"Say {{x}}\" }"

  /// Every byte may be a token; nothing is estimated that could turn out to be too little.
  @Test func theBoundIsMoreThanAnyTokenizerMakes() throws {
    let part = try Self.part(Self.user)
    let most = try #require(part.tokensAtMost)
    #expect(most >= "Say word".utf8.count + 10)
    #expect(most < 200, "it is of the size of the request: \(most)")
    #expect(part.tokens == nil && part.cost == nil && part.costAtMost == nil)
    let longer = try Self.part(
      Self.user,
      cases: "{ \"id\": \"a\", \"vars\": { \"x\": \"\(String(repeating: "ü", count: 100))\" } }")
    #expect(longer.tokensAtMost == most + 200 - 4, "two bytes for each ü")
  }

  @Test func whatIsAskedMoreOftenTakesMore() throws {
    let one = try #require(try Self.part(Self.user).tokensAtMost)
    let three = try Self.part(
      Self.user, cases: "{ \"id\": \"a\", \"vars\": { \"x\": \"word\" }, \"repeat\": { \"n\": 3 } }"
    )
    #expect(three.attempts == 3 && three.tokensAtMost == 3 * one)
    let four = try Self.part(Self.user, parameters: "{ \"max_tokens\": 40 }")
    #expect(four.tokensAtMost == one + 30)
    let tools = try Self.part(
      Self.user,
      parameters: "{ \"max_tokens\": 10, \"response_format\": { \"type\": \"json_object\" } }")
    #expect((tools.tokensAtMost ?? 0) > one)
  }

  struct Asked: Sendable {
    var assertions = "{ \"type\": \"contains\", \"value\": \"x\" }"
    var members = ""
    var models = "\"m\", \"n\""
    /// Of each model: to itself, and to judges.
    var calls: [[Int]]
  }

  @Test(arguments: [
    Asked(calls: [[1, 0], [1, 0]]),
    Asked(members: ", \"repeat\": { \"n\": 3 }", calls: [[3, 0], [3, 0]]),
    Asked(
      members: """
        , "turns": [{ "user": "a" }, { "user": "b", "assert": [
          { "type": "closed-qa", "value": "c" }] }, { "user": "c" }], "repeat": { "n": 2 }
        """, calls: [[6, 2], [6, 2]]),
    Asked(assertions: "{ \"type\": \"llm-rubric\", \"value\": \"x\" }", calls: [[1, 1], [1, 1]]),
    Asked(
      assertions: """
        { "type": "all", "assert": [
          { "type": "not-g-eval", "value": "x" }, { "type": "factuality", "value": "x" },
          { "type": "g-eval", "value": "x", "steps": ["y"], "judges": ["a", "b", "c"] },
          { "type": "answer-relevance" } ] }
        """, calls: [[1, 8], [1, 8]]),
    // The first model asks for all of them.
    Asked(
      assertions: "{ \"type\": \"select-best\", \"value\": \"x\" }",
      members: ", \"repeat\": { \"n\": 2 }", calls: [[2, 4], [2, 0]]),
    // The others are asked, the judges not.
    Asked(
      assertions: "{ \"type\": \"llm-rubric\", \"value\": \"x\" }",
      members: ", \"skip\": \"later\"", calls: [[0, 0], [0, 0]]),
  ])
  func everyRequestIsCounted(asked: Asked) throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(
      """
      { "version": 1, "name": "s", "models": [\(asked.models)], "judge": "j",
        "prompts": { "p": { "messages": [{ "role": "user", "content": "Hi" }] } },
        "defaults": { "assert": [\(asked.assertions)] },
        "cases": [{ "id": "a"\(asked.members) }] }
      """, to: "suite.json")
    let forecast = RunForecast(try SuiteLoader().load([file]).suites, Selection())
    #expect(forecast.parts.map { [$0.calls, $0.judgeCalls] } == asked.calls)
  }

  /// Alone, a model is compared with nobody.
  @Test func whatIsNotComparedAsksNoJudge() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(
      """
      { "version": 1, "name": "s", "models": ["m", "n"], "judge": "j",
        "prompts": { "p": { "messages": [{ "role": "user", "content": "Hi" }] } },
        "cases": [{ "id": "a", "assert": [{ "type": "select-best", "value": "x" }] }] }
      """, to: "suite.json")
    var selection = Selection()
    selection.models = [try NamePattern("n")]
    let forecast = RunForecast(try SuiteLoader().load([file]).suites, selection)
    #expect(forecast.parts.map { [$0.calls, $0.judgeCalls] } == [[1, 0]])
  }

  @Test func pricesMakeACostOfIt() throws {
    let part = try Self.part(Self.user, prices: ["m": ModelPrice(input: 1, output: 1000)])
    let input = try #require(part.tokensAtMost) - 10
    #expect(part.costAtMost == (Double(input) + 10_000) / 1_000_000)
    #expect(part.cost == nil, "a bound is no estimate")
  }

  struct Unbounded: Sendable {
    var why: String
    var prompt = RunForecastTests.user
    var parameters = "{ \"max_tokens\": 10 }"
    var cases = "{ \"id\": \"a\", \"vars\": { \"x\": \"word\" } }"
  }

  @Test(arguments: [
    Unbounded(why: "the reply may be of any length", parameters: "{}"),
    Unbounded(
      why: "nobody knows what a picture takes",
      prompt: """
        { "role": "user", "content": [
          { "type": "text", "text": "{{x}}" },
          { "type": "image_url", "image_url": { "url": "http://x.test/a.png" } } ] }
        """),
    Unbounded(
      why: "a turn says what an earlier reply will tell",
      cases: """
        { "id": "a", "vars": { "x": "word" }, "turns": [
          { "capture": { "found": { "regex": ".*" } } },
          { "messages": [{ "role": "user", "content": "Again {{found}}" }] } ] }
        """),
    Unbounded(
      why: "one of the cases has no bound",
      cases: """
        { "id": "a", "vars": { "x": "word" } },
        { "id": "b", "vars": { "x": "word" }, "parameters": { "max_tokens": null } }
        """),
  ])
  func withoutABoundItIsUnknown(one: Unbounded) throws {
    let part = try Self.part(
      one.prompt, parameters: one.parameters, cases: one.cases,
      prices: ["m": ModelPrice(input: 1, output: 1)])
    #expect(part.tokensAtMost == nil, "\(one.why)")
    #expect(part.costAtMost == nil)
  }
}
