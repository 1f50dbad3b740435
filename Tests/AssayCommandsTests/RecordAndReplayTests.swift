import Foundation
import GatewaySimulator
import JSONModel
import TestSupport
import Testing

/// The main story: record once against a gateway, replay offline for ever.
@Suite struct RecordAndReplayTests {
  private static let suite = """
    {
      "version": 1, "name": "story", "models": ["gpt-4"],
      "parameters": { "temperature": 0 },
      "prompts": { "p": { "messages": [{ "role": "user", "content": "Say {{word}}." }] } },
      "defaults": { "assert": [{ "type": "contains", "value": "Say" }] },
      "cases": [
        { "id": "one", "vars": { "word": "one" } },
        { "id": "two", "vars": { "word": "two" }, "repeat": { "n": 3 } },
        { "id": "streamed", "vars": { "word": "three" }, "stream": true }
      ]
    }
    """

  @Test func aRecordedRunReplaysWithoutTheGateway() async throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.suite, to: "suite.json")
    let key = try await GatewaySimulator.withSimulator { simulator in
      let recorded = try await Subprocess.assay(
        ["run", "suite.json", "--mode", "record", "--base-url", simulator.baseURL],
        in: folder.url,
        environment: [
          "SAAS_LITELLM_TEAM_ID": simulator.teamID,
          "SAAS_LITELLM_VIRTUAL_KEY": simulator.virtualKey,
        ])
      #expect(recorded.status == 0, "\(recorded.output)\(recorded.errors)")
      #expect(recorded.output.contains("3 cases: 3 passed"))
      return simulator.virtualKey
    }
    // The gateway is gone.
    let replayed = try await Subprocess.assay(["run", "suite.json"], in: folder.url)
    #expect(replayed.status == 0, "\(replayed.output)\(replayed.errors)")
    #expect(replayed.output.contains("attempts: 5 of 5 scored passed"))

    let files = try FileManager.default.subpathsOfDirectory(atPath: folder.url.path)
    let recordings = files.filter { $0.hasSuffix(".har") }
    #expect(recordings == ["fixtures/story/gpt-4.har"], "\(files)")
    for file in recordings {
      let text = try String(contentsOf: folder.url.appending(path: file), encoding: .utf8)
      #expect(!text.contains(key), "the key is in \(file)")
    }
  }

  @Test func onlyWhatIsMissingIsRecorded() async throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.suite, to: "suite.json")
    try await GatewaySimulator.withSimulator { simulator in
      let environment = [
        "SAAS_LITELLM_API_URL": simulator.baseURL, "SAAS_LITELLM_TEAM_ID": simulator.teamID,
        "SAAS_LITELLM_VIRTUAL_KEY": simulator.virtualKey,
      ]
      let arguments = ["run", "suite.json", "--mode", "missing"]
      #expect(
        try await Subprocess.assay(arguments, in: folder.url, environment: environment).status == 0)
      let file = folder.url.appending(path: "fixtures/story/gpt-4.har")
      let first = try Data(contentsOf: file)
      #expect(
        try await Subprocess.assay(arguments, in: folder.url, environment: environment).status == 0)
      #expect(try Data(contentsOf: file) == first)
    }
  }

  @Test func liveModeKeepsNothing() async throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.suite, to: "suite.json")
    try await GatewaySimulator.withSimulator { simulator in
      let run = try await Subprocess.assay(
        ["run", "suite.json", "--mode", "live"], in: folder.url,
        environment: [
          "SAAS_LITELLM_API_URL": simulator.baseURL, "SAAS_LITELLM_TEAM_ID": simulator.teamID,
          "SAAS_LITELLM_VIRTUAL_KEY": simulator.virtualKey,
        ])
      #expect(run.status == 0, "\(run.output)\(run.errors)")
    }
    let kept = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
    #expect(kept.sorted() == [".assay", "suite.json"])
  }

  @Test(arguments: [
    (
      ["--mode", "liev"],
      "There is no mode \"liev\"; the modes are replay, record, missing, live. Did you mean \"live\"?"
    ),
    (
      ["--mode", "record"],
      "the environment lacks SAAS_LITELLM_API_URL, SAAS_LITELLM_TEAM_ID, SAAS_LITELLM_VIRTUAL_KEY"
    ),
  ])
  func aModeThatCannotBeIsExplained(arguments: [String], says: String) async throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.suite, to: "suite.json")
    let run = try await Subprocess.assay(["run", "suite.json"] + arguments, in: folder.url)
    #expect(run.status == 64)
    #expect(run.errors.contains(says), "\(run.errors)")
  }

  @Test func aGatewayThatIsNotThereIsNoFailureOfTheModel() async throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.suite, to: "suite.json")
    let run = try await Subprocess.assay(
      ["run", "suite.json", "--mode", "live"], in: folder.url,
      environment: [
        "SAAS_LITELLM_API_URL": "http://127.0.0.1:9", "SAAS_LITELLM_TEAM_ID": "t",
        "SAAS_LITELLM_VIRTUAL_KEY": "sk-canary-0123456789abcdef",
      ])
    #expect(run.status == 2, "\(run.output)")
    #expect(run.output.contains("3 cases: 3 errored"))
    #expect(!run.output.contains("canary") && !run.errors.contains("canary"))
  }

  /// What was measured and told in the run is what its recordings say: no assertion on time, tokens
  /// or cost may change its mind in a replay.
  @Test func measuresReplayAsTheRunSawThem() async throws {
    let folder = try TemporaryFolder()
    let attempts = try await GatewaySimulator.withSimulator { simulator in
      try folder.write(
        """
        {
          "version": 1, "name": "measured",
          "endpoints": {
            "proxy": { "baseURL": "\(simulator.baseURL)/v1", "keyVariable": "PROXY_KEY" }
          },
          "models": [{ "model": "gpt-4", "endpoint": "proxy" }],
          "prompts": { "p": { "messages": [{ "role": "user", "content": "Say {{word}}." }] } },
          "defaults": {
            "assert": [
              { "type": "tokens", "min": 1 },
              { "type": "latency", "max": 100 }
            ]
          },
          "cases": [
            { "id": "whole", "vars": { "word": "one" }, "assert": [{ "type": "cost", "max": 1 }] },
            { "id": "streamed", "vars": { "word": "two" }, "stream": true }
          ]
        }
        """, to: "suite.json")
      var attempts: [[String: JSONValue]] = []
      for mode in ["record", "replay"] {
        let run = try await Subprocess.assay(
          ["run", "suite.json", "--mode", mode, "--journal", "\(mode).jsonl"], in: folder.url,
          environment: ["PROXY_KEY": simulator.virtualKey])
        #expect(run.status == 0, "\(mode): \(run.output)\(run.errors)")
        let text = try String(
          contentsOf: folder.url.appending(path: "\(mode).jsonl"), encoding: .utf8)
        let lines = try text.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
        attempts.append(
          lines.reduce(into: [:]) { all, line in
            if let id = line["case"]?.stringValue { all[id] = line }
          })
      }
      return attempts
    }
    for id in ["whole", "streamed"] {
      let (live, replayed) = (try #require(attempts[0][id]), try #require(attempts[1][id]))
      // The proxy tells the cost of a stream after its head, if at all.
      #expect((live["cost"] != nil) == (id == "whole") && live["cost"] == replayed["cost"], "\(id)")
      #expect(live["tokens"] == replayed["tokens"])
      for key in ["total", "firstToken"] {
        guard let time = live["timings"]?[key]?.doubleValue else { continue }
        let again = try #require(replayed["timings"]?[key]?.doubleValue)
        // Recordings have microseconds.
        #expect(abs(time - again) < 0.000_003, "\(id) \(key): \(time), then \(again)")
      }
    }
  }
}
