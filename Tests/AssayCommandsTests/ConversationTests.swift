import Foundation
import GatewaySimulator
import JSONModel
import TestSupport
import Testing

/// Conversations of several turns, recorded from the simulator (which repeats what it is told)
/// and replayed.
@Suite struct ConversationTests {
  private static let suite = """
    { "version": 1, "name": "talk", "models": ["gpt-4"],
      "prompts": { "p": { "messages": [{ "role": "system", "content": "Be brief." }] } },
      "cases": [
        { "id": "booking", "vars": { "guest": "Ada" },
          "turns": [
            { "user": "Booking No. 42 for {{guest}}",
              "assert": [{ "type": "contains", "value": "Ada" }],
              "capture": { "number": { "regex": "No\\\\. (\\\\d+)" }, "all": "text" } },
            { "user": "Cancel {{number}}", "assert": [{ "type": "equals", "value": "Cancel 42" }] },
            { "user": "Again: {{all}}" }
          ],
          "assert": [{ "type": "equals", "value": "Again: Booking No. 42 for Ada" }] },
        { "id": "lost",
          "turns": [
            { "user": "no number here", "capture": { "number": { "regex": "No\\\\. (\\\\d+)" } } },
            { "user": "Cancel {{number}}" }
          ],
          "assert": [{ "type": "contains", "value": "Cancel" }] }
      ] }
    """

  @Test func laterTurnsSeeEarlierRepliesAndWhatIsCapturedOfThem() async throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.suite, to: "talk.json")
    let valid = try await Subprocess.assay(["validate", "talk.json"], in: folder.url)
    #expect(valid.status == 0, "\(valid.output)")
    let recorded = try await GatewaySimulator.withSimulator { simulator in
      try """
      SAAS_LITELLM_API_URL=\(simulator.baseURL)
      SAAS_LITELLM_TEAM_ID=\(simulator.teamID)
      SAAS_LITELLM_VIRTUAL_KEY=\(simulator.virtualKey)
      """.write(to: folder.url.appending(path: ".env"), atomically: true, encoding: .utf8)
      return try await Subprocess.assay(["run", "talk.json", "--mode", "record"], in: folder.url)
    }
    let replayed = try await Subprocess.assay(["run", "talk.json"], in: folder.url)
    for run in [recorded, replayed] {
      // What the model does not say is its failure, not an error.
      #expect(run.status == 1, "\(run.output)\(run.errors)")
      #expect(run.output.contains("1 passed, 1 failed"), "\(run.output)")
      #expect(
        run.output.contains(
          "capture: turn 1: number: /No\\. (\\d+)/ matches nothing in \"no number here\""),
        "\(run.output)")
    }
    // Every call has a step of its own; the second sees the reply to the first.
    var steps: [String: JSONValue] = [:]
    let fixtures = folder.url.appending(path: "fixtures/talk")
    for file in try FileManager.default.contentsOfDirectory(atPath: fixtures.path)
    where file.hasSuffix(".har") {
      let bytes = try [UInt8](Data(contentsOf: fixtures.appending(path: file)))
      for entry in try JSONValue(parsing: bytes)["log"]?["entries"]?.arrayValue ?? [] {
        guard entry["_labels"]?["case"] == "booking",
          let step = entry["_labels"]?["step"]?.stringValue,
          let body = entry["request"]?["postData"]?["text"]?.stringValue
        else { continue }
        steps[step] = try JSONValue(parsing: body)["messages"]
      }
    }
    #expect(Set(steps.keys) == ["call", "call-2", "call-3"])
    #expect(
      steps["call-2"] == [
        ["role": "system", "content": "Be brief."],
        ["role": "user", "content": "Booking No. 42 for Ada"],
        ["role": "assistant", "content": "Booking No. 42 for Ada"],
        ["role": "user", "content": "Cancel 42"],
      ])
  }

  /// The journal has what every turn needs, so changed assertions of any of them are applied.
  @Test func aConversationIsJudgedAgainTurnByTurn() async throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.suite, to: "talk.json")
    _ = try await GatewaySimulator.withSimulator { simulator in
      try """
      SAAS_LITELLM_API_URL=\(simulator.baseURL)
      SAAS_LITELLM_TEAM_ID=\(simulator.teamID)
      SAAS_LITELLM_VIRTUAL_KEY=\(simulator.virtualKey)
      """.write(to: folder.url.appending(path: ".env"), atomically: true, encoding: .utf8)
      return try await Subprocess.assay(
        ["run", "talk.json", "--mode", "live", "--journal", "j.jsonl"], in: folder.url)
    }
    let changes = [
      // (what is there, what it becomes, what rescore says)
      ("\"value\": \"Ada\"", "\"value\": \"Ada\"", "2 replies judged again: no verdict changed"),
      (
        "\"value\": \"Ada\"", "\"value\": \"Grace\"",
        "talk/booking [p, gpt-4] attempt 1: passed -> failed (contains: turn 1:"
      ),
      (
        "\"equals\", \"value\": \"Cancel 42\"", "\"equals\", \"value\": \"Cancel 43\"",
        "talk/booking [p, gpt-4] attempt 1: passed -> failed (equals: turn 2:"
      ),
      // This conversation ended where the number was missing; now it would go on.
      (
        "{ \"user\": \"no number here\", \"capture\": { \"number\": { \"regex\": \"No\\\\. (\\\\d+)\" } } }",
        "{ \"user\": \"no number here\", \"capture\": { \"number\": \"text\" } }",
        "1 keep their verdicts: the conversations would go on now"
      ),
    ]
    for (old, new, expected) in changes {
      #expect(Self.suite.contains(old), "\(old)")
      try folder.write(Self.suite.replacing(old, with: new), to: "talk.json")
      let result = try await Subprocess.assay(["rescore", "j.jsonl"], in: folder.url)
      #expect(
        (result.output + result.errors).contains(expected), "\(result.output)\(result.errors)")
    }
  }
}
