import Foundation
import GatewaySimulator
import JSONModel
import TestSupport
import Testing

/// A call that had to be sent again replays as it went: the same outcome, without a wait, and
/// every recording of it is needed.
@Suite struct RepeatedCallTests {
  private static let suite = """
    {
      "version": 1, "name": "story", "models": ["gpt-4"],
      "prompts": { "p": { "messages": [{ "role": "user", "content": "Say {{word}}." }] } },
      "defaults": { "assert": [{ "type": "contains", "value": "Say" }] },
      "cases": [
        { "id": "plain", "vars": { "word": "one" } },
        { "id": "streamed", "vars": { "word": "two" }, "stream": true },
        { "id": "twice", "vars": { "word": "three" }, "repeat": { "n": 2 } }
      ]
    }
    """

  /// - Parameter condition: Which calls fail, as a member of a rule's `when`.
  private static func record(
    _ folder: TemporaryFolder, _ condition: String, _ fault: String
  ) async throws -> Subprocess {
    try folder.write(suite, to: "suite.json")
    let script = try SimulatorScript(
      parsing: """
        {"version": 1, "rules": [
          {"when": {"endpoint": ["llm-call", "llm-call-stream"]\(condition)}, "fault": \(fault)}
        ]}
        """)
    return try await GatewaySimulator.withSimulator(script: script) { simulator in
      try await Subprocess.assay(
        ["run", "suite.json", "--mode", "record", "--journal", "live.jsonl", "-c", "1"],
        in: folder.url,
        environment: [
          "SAAS_LITELLM_API_URL": simulator.baseURL, "SAAS_LITELLM_TEAM_ID": simulator.teamID,
          "SAAS_LITELLM_VIRTUAL_KEY": simulator.virtualKey,
        ])
    }
  }

  /// What the attempts of a run were and came to, without what only a live run has.
  private static func attempts(_ folder: TemporaryFolder, _ journal: String) throws -> [JSONValue] {
    let text = try String(contentsOf: folder.url.appending(path: journal), encoding: .utf8)
    return try text.split(separator: "\n").compactMap { line in
      guard var object = try JSONValue(parsing: String(line)).objectValue,
        object["case"] != nil
      else { return nil }
      (object["calls"], object["spent"]) = (nil, nil)
      if let reason = object["reason"]?.stringValue {
        // A replay has nobody's address.
        object["reason"] = .string(reason.replacing(/http:\/\/[^\/]+/, with: "http://gateway"))
      }
      if var timings = object["timings"]?.objectValue {
        timings["waiting"] = nil
        object["timings"] = timings.isEmpty ? nil : .object(timings)
      }
      return .object(object)
    }.sorted { $0.text() < $1.text() }
  }

  @Test(
    .timeLimit(.minutes(3)),
    arguments: [
      (#"{"kind": "status", "code": 503, "retryAfter": 1}"#, true),
      (#"{"kind": "status", "code": 429, "retryAfter": 1}"#, false),
    ])
  func aRepeatedCallReplaysAsItWent(fault: String, isRecorded: Bool) async throws {
    let folder = try TemporaryFolder()
    let live = try await Self.record(folder, #", "attempt": 1"#, fault)
    #expect(live.status == 0, "\(live.output)\(live.errors)")
    let file = folder.url.appending(path: "fixtures/story/gpt-4.har")
    var text = try String(contentsOf: file, encoding: .utf8)
    // What is refused for load is waited for below the recording, other failures above it.
    #expect(text.contains("\"status\": 503") == isRecorded)
    // To wait for this would take longer than the test may.
    text = text.replacing(
      #"{ "name": "Retry-After", "value": "1" }"#,
      with: #"{ "name": "Retry-After", "value": "100" }"#)
    try text.write(to: file, atomically: true, encoding: .utf8)
    #expect(text.contains("\"100\"") == isRecorded)

    let replay = try await Subprocess.assay(
      ["run", "suite.json", "--journal", "replay.jsonl", "--fail-on", "unused"], in: folder.url)
    #expect(replay.status == 0, "\(replay.output)\(replay.errors)")
    let recorded = try Self.attempts(folder, "live.jsonl")
    #expect(recorded.count == 4)
    #expect(try Self.attempts(folder, "replay.jsonl") == recorded)
  }

  @Test(.timeLimit(.minutes(3))) func aCallThatFailsForGoodDoesToo() async throws {
    let folder = try TemporaryFolder()
    // Longer than anybody waits: the call is given up after the first answer.
    let live = try await Self.record(
      folder, "", #"{"kind": "status", "code": 503, "retryAfter": 500}"#)
    #expect(live.status == 2, "\(live.output)\(live.errors)")
    let replay = try await Subprocess.assay(
      ["run", "suite.json", "--journal", "replay.jsonl", "--fail-on", "unused"], in: folder.url)
    #expect(replay.status == 2, "\(replay.output)\(replay.errors)")
    #expect(
      try Self.attempts(folder, "replay.jsonl") == Self.attempts(folder, "live.jsonl"))
  }

  /// The live run was tired of waiting where the replay, which does not wait, would go on.
  @Test func whatWasNotRepeatedAnswersAgain() async throws {
    let folder = try TemporaryFolder()
    let live = try await Self.record(folder, "", #"{"kind": "status", "code": 500}"#)
    #expect(live.status == 2)
    let file = folder.url.appending(path: "fixtures/story/gpt-4.har")
    let text = try String(contentsOf: file, encoding: .utf8)
    try text.replacing("\"status\": 500", with: "\"status\": 503")
      .write(to: file, atomically: true, encoding: .utf8)
    let replay = try await Subprocess.assay(["run", "suite.json"], in: folder.url)
    #expect(replay.status == 2)
    #expect(replay.output.contains("503"), "\(replay.output)")
    #expect(!replay.output.contains("already consumed"), "\(replay.output)")
  }
}
