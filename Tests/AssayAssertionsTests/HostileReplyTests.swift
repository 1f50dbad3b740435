import JSONModel
import Testing

@testable import AssayAssertions

/// Whatever a model says, every assertion comes to an end and says something.
@Suite struct HostileReplyTests {
  static let replies: [String] = [
    "", " ", "\u{0}", "\u{FEFF}", "\u{1B}[31mred\u{1B}[0m", "\r\n\r\n", "\u{202E}gnirts",
    String(repeating: "[", count: 5_000), String(repeating: "{\"a\":", count: 5_000),
    String(repeating: "<a>", count: 5_000), String(repeating: "<div>", count: 5_000),
    "<" + String(repeating: "div ", count: 2_000) + ">", String(repeating: "</p>", count: 2_000),
    String(repeating: "a", count: 20_000), String(repeating: "e\u{301}", count: 5_000),
    String(repeating: "answer is ", count: 2_000), String(repeating: "9,", count: 5_000),
    String(repeating: "```\n", count: 2_000), String(repeating: "<think>", count: 500),
    "1e999999999", "-", "\"", "{\"a\":1,\"a\":2}", "<!DOCTYPE a [<!ENTITY b '&b;'>]><a>&b;</a>",
    "&quot;&amp;&lt;", "<skipped>", "\\boxed{", "<html><body", "<?xml version='1.0'?>",
  ]

  @Test(arguments: AssertionExample.all)
  func everyAssertionSaysSomething(example: AssertionExample) async throws {
    // A program for each reply would only test the program.
    let replies = example.type == "exec" ? Array(Self.replies.prefix(2)) : Self.replies
    for reply in replies {
      let result = try await example.evaluate(.string(reply))
      #expect(result.verdict.outcome != .skipped)
      #expect(result.score.map { (0...1).contains($0) } ?? true)
      let isDecided = [.passed, .failed].contains(result.verdict.outcome)
      #expect(isDecided == (result.score != nil))
      // Reasons stay readable, whatever the reply is.
      #expect((result.verdict.reason ?? "").count < 5_000)
    }
  }

  static let transforms =
    TextTransform.words.map { "\"\($0.name)\"" } + [
      #"{"jsonpath":"$..a"}"#, #"{"regex":"(a+)+$"}"#,
    ]

  @Test(arguments: transforms)
  func everyTransformComesToAnEnd(transform: String) async throws {
    for reply in Self.replies {
      let result = try await AssertionText.evaluate(
        #"{"type":"contains","value":"x","transform":\#(transform)}"#,
        EvaluationContext(reply: Reply(text: reply)))
      #expect(result.verdict.outcome != .skipped)
    }
  }
}
