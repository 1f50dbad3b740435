import AssayInput
import JSONModel
import Testing

@testable import AssayAssertions

@Suite struct CallAssertionTests {
  private static let calls = EvaluationContext(
    reply: Reply(
      text: "",
      toolCalls: [
        .init(name: "search", arguments: #"{"q":"tea","limit":10,"page":1}"#),
        .init(name: "search", arguments: #"{"q":"milk"}"#),
        .init(name: "buy", arguments: "{not json"),
      ], finishReason: "tool_calls"))

  @Test(arguments: [
    AssertionCase(#"{"type":"tool-called","value":"search"}"#, "", .passed),
    AssertionCase(
      #"{"type":"tool-called","value":"sell"}"#, "", .failed, "called were search, search, buy"),
    AssertionCase(#"{"type":"tool-called","value":"search","times":2}"#, "", .passed),
    AssertionCase(#"{"type":"tool-called","value":"search","max":1}"#, "", .failed, "at most 1"),
    AssertionCase(#"{"type":"tool-called","value":"sell","max":1}"#, "", .passed),
    AssertionCase(#"{"type":"tool-called","value":"sell","times":0}"#, "", .passed),
    AssertionCase(#"{"type":"tool-args","name":"search","args":{"q":"tea"}}"#, "", .passed),
    AssertionCase(
      #"{"type":"tool-args","name":"search","args":{"q":"milk"},"mode":"exact"}"#, "", .passed),
    AssertionCase(
      #"{"type":"tool-args","name":"search","args":{"q":"tea"},"mode":"exact"}"#, "", .failed,
      "/limit"),
    AssertionCase(
      #"{"type":"tool-args","name":"search","args":{"q":"tea","limit":9},"tolerance":1}"#, "",
      .passed),
    AssertionCase(
      #"{"type":"tool-args","name":"search","args":{"q":"x"},"ignore":["/q"]}"#, "", .passed),
    AssertionCase(
      #"{"type":"tool-args","name":"search","schema":{"required":["limit"]}}"#, "", .passed),
    AssertionCase(
      #"{"type":"tool-args","name":"search","schema":{"required":["x"]}}"#, "", .failed, "call 2: "),
    AssertionCase(
      #"{"type":"tool-args","name":"buy","args":{}}"#, "", .failed, "the arguments are not JSON",
      negated: .failed),
    // A tool that is not called is not called with these arguments: an answer.
    AssertionCase(
      #"{"type":"tool-args","name":"sell","args":{}}"#, "", .failed, "sell is not called"),
    AssertionCase(#"{"type":"tool-sequence","value":["search","buy"]}"#, "", .passed),
    AssertionCase(#"{"type":"tool-sequence","value":["buy","search"]}"#, "", .failed, "in-order"),
    AssertionCase(
      #"{"type":"tool-sequence","value":["search","buy"],"mode":"exact"}"#, "", .failed),
    AssertionCase(
      #"{"type":"tool-sequence","value":["search","search","buy"],"mode":"exact"}"#, "", .passed),
    AssertionCase(
      #"{"type":"tool-sequence","value":["buy","search","search"],"mode":"any-order"}"#, "", .passed
    ),
    AssertionCase(#"{"type":"finish-reason","value":"tool_calls"}"#, "", .passed),
    AssertionCase(#"{"type":"finish-reason","value":["stop","tool_use"]}"#, "", .passed),
    AssertionCase(
      #"{"type":"finish-reason","value":"stop"}"#, "", .failed, "stopped by tool_calls"),
    AssertionCase(
      #"{"type":"finish-reason","value":"my_own_reason"}"#, "", .failed, "my_own_reason"),
    AssertionCase(#"{"type":"finish-reason","value":["function_call"]}"#, "", .passed),
  ])
  func calls(_ row: AssertionCase) async throws { try await row.check(Self.calls) }

  /// The gateway's plain calls say that tools were called, but not which.
  @Test(arguments: [
    #"{"type":"tool-called","value":"search"}"#, #"{"type":"tool-sequence","value":"search"}"#,
    #"{"type":"tool-args","name":"search","args":{}}"#,
  ])
  func callsThatAreNotToldAreUnknown(text: String) async throws {
    let context = EvaluationContext(reply: Reply(text: "", finishReason: "tool_calls"))
    try await AssertionCase(text, "", .inconclusive, "did not say which").check(context)
  }

  private static let measured = EvaluationContext(
    reply: Reply(
      text: "", latency: .milliseconds(1500), timeToFirstToken: .milliseconds(300),
      usage: .init(prompt: 20, completion: 5, total: 25), cost: 0.002))

  @Test(arguments: [
    AssertionCase(#"{"type":"latency","max":1.5}"#, "", .passed),
    AssertionCase(
      #"{"type":"latency","max":1.4}"#, "", .failed, "expected at most 1.40 s, took 1.50 s"),
    AssertionCase(#"{"type":"latency","min":2}"#, "", .failed, "at least 2.00 s"),
    AssertionCase(#"{"type":"time-to-first-token","max":0.3}"#, "", .passed),
    AssertionCase(#"{"type":"time-to-first-token","max":0.2}"#, "", .failed, "took 300 ms"),
    AssertionCase(#"{"type":"tokens","max":25}"#, "", .passed),
    AssertionCase(#"{"type":"tokens","max":24}"#, "", .failed, "at most 24 total tokens, took 25"),
    AssertionCase(#"{"type":"tokens","of":"completion","max":5}"#, "", .passed),
    AssertionCase(#"{"type":"tokens","of":"prompt","min":21}"#, "", .failed),
    AssertionCase(#"{"type":"cost","max":0.002}"#, "", .passed),
    AssertionCase(#"{"type":"latency","min":1}"#, "", .passed),
    AssertionCase(
      #"{"type":"not-cost","max":1}"#, "", .failed, "what must not hold does; it cost $0.002"),
    AssertionCase(#"{"type":"not-latency","max":9}"#, "", .failed, "it took 1.50 s"),
    AssertionCase(#"{"type":"not-tokens","max":99}"#, "", .failed, "it took 25 total tokens"),
    AssertionCase(#"{"type":"cost","max":0.001}"#, "", .failed, "at most $0.001, cost $0.002"),
  ])
  func measures(_ row: AssertionCase) async throws { try await row.check(Self.measured) }

  @Test(arguments: [
    (#"{"type":"finish-reason","value":"stopp"}"#, Diagnostic.Severity.error, "mean \"stop\"?"),
    (#"{"type":"not-finish-reason","value":"lenght"}"#, .error, "mean \"length\"?"),
    (#"{"type":"finish-reason","value":["stop","tool_cals"]}"#, .error, "mean \"tool_calls\"?"),
    (#"{"type":"finish-reason","value":"quota_of_the_moon"}"#, .warning, "compared as it is"),
    (#"{"type":"tool-called","value":"serch"}"#, .warning, "mean \"search\"?"),
    (#"{"type":"not-tool-called","value":"delete"}"#, .warning, "the tools are buy, search"),
    (#"{"type":"tool-args","name":"serch","args":{}}"#, .warning, "mean \"search\"?"),
    (#"{"type":"tool-sequence","value":["search","by"]}"#, .warning, "mean \"buy\"?"),
    (#"{"type":"llm-rubric","value":"x","judges":["gpt-5"]}"#, .warning, "mean \"gpt-4\"?"),
    (
      #"{"type":"select-best","value":"x","judge":"claude"}"#, .warning,
      "neither a judge nor a model"
    ),
  ])
  func namesThatNobodyKnows(text: String, severity: Diagnostic.Severity, message: String) throws {
    let (_, diagnostics) = try AssertionText.diagnose(
      text, tools: ["buy", "search"], judges: ["gpt-4"])
    #expect(diagnostics.map(\.severity) == [severity])
    #expect(diagnostics.map(\.description).joined().contains(message), "\(diagnostics)")
  }

  @Test(arguments: [
    #"{"type":"finish-reason","value":["STOP","MAX_TOKENS","pause_turn","SPII","{{any}}"]}"#,
    #"{"type":"tool-called","value":"search"}"#, #"{"type":"tool-called","value":"{{tool}}"}"#,
    #"{"type":"llm-rubric","value":"x","judges":["gpt-4"]}"#,
  ])
  func namesThatAreKnown(text: String) throws {
    let (_, diagnostics) = try AssertionText.diagnose(
      text, tools: ["buy", "search"], judges: ["gpt-4"])
    #expect(diagnostics.isEmpty)
    // Where nobody knows which there are, there is nothing to say.
    #expect(try AssertionText.diagnose(#"{"type":"tool-called","value":"serch"}"#).1.isEmpty)
  }

  /// Unknown is not zero.
  @Test(arguments: ["latency", "time-to-first-token", "tokens", "cost", "finish-reason"])
  func whatWasNotMeasuredIsUnknown(type: String) async throws {
    let keys = type == "finish-reason" ? #""value":"stop""# : #""max":1000"#
    let row = AssertionCase(#"{"type":"\#(type)",\#(keys)}"#, "", .inconclusive)
    try await row.check(EvaluationContext(reply: Reply(text: "")))
  }
}
