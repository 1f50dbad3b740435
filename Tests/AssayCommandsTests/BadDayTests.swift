import Foundation
import GatewaySimulator
import JSONModel
import TestSupport
import Testing

/// A run on a bad day: whatever goes wrong between Assay and the model is never a failure of the
/// model, and what is only odd spoils nothing.
@Suite struct BadDayTests {
  /// Faults that leave no reply. A hang is not among them: it takes as long as the time-out.
  private static let fatal: [JSONValue] = [
    ["kind": "status", "code": 401], ["kind": "status", "code": 403],
    ["kind": "status", "code": 404], ["kind": "status", "code": 422],
    ["kind": "status", "code": 429], ["kind": "status", "code": 429, "retryAfter": 1],
    ["kind": "status", "code": 500],
    ["kind": "rate-limit", "callsPerMinute": 0, "retryAfter": false],
    "provider", ["kind": "provider", "failure": "timeout"],
    ["kind": "provider", "failure": "long-error"], "html", "reset",
    ["kind": "reset", "at": "body"], ["kind": "reset", "at": "chunk"], "close", "truncated-json",
  ]

  private static let fatalToStreams: [JSONValue] = [
    "broken-stream", "truncated-stream", "in-band-error",
    ["kind": "in-band-error", "form": "text"], "reset", ["kind": "reset", "at": "body"],
    ["kind": "reset", "at": "chunk"], "close", "truncated-json", "provider",
  ]

  /// Faults of streams that a tolerant reader does not notice.
  private static let harmless: [JSONValue] = [
    "missing-done", "crlf", "no-space", "split-characters",
    ["kind": "slow-drip", "bytes": 50, "every": 0.001],
  ]

  @Test func nothingThatGoesWrongIsAFailureOfTheModel() async throws {
    var rules: [JSONValue] = []
    var cases: [JSONValue] = []
    func add(_ faults: [JSONValue], streams: Bool) {
      for fault in faults {
        let id = "case-\(cases.count)"
        rules.append(["when": ["contains": .string("<\(id)>")], "fault": fault])
        cases.append([
          "id": .string(id), "vars": ["id": .string("<\(id)>")], "stream": .bool(streams),
        ])
      }
    }
    add(Self.fatal, streams: false)
    add(Self.fatalToStreams, streams: true)
    let errored = cases.count
    add(Self.harmless, streams: true)
    let suite: JSONValue = [
      "version": 1, "name": "bad-day", "models": ["m"],
      "prompts": ["p": ["messages": [["role": "user", "content": "Zażółć {{id}} gęślą jaźń"]]]],
      "defaults": ["assert": [["type": "contains", "value": "gęślą jaźń"]]],
      "cases": .array(cases),
    ]
    let folder = try TemporaryFolder()
    try folder.write(suite.text(), to: "suite.json")
    let script = try SimulatorScript(
      parsing: JSONValue.object(["version": 1, "rules": .array(rules)]).text())
    try await GatewaySimulator.withSimulator(script: script) { simulator in
      let run = try await Subprocess.assay(
        ["run", "suite.json", "--mode", "live", "--concurrency", "16"], in: folder.url,
        environment: simulator.environment)
      #expect(run.status == 2, "\(run.output)\(run.errors)")
      #expect(
        run.output.contains(
          "\(cases.count) cases: \(cases.count - errored) passed, \(errored) errored"),
        "\(run.output)")
      #expect(!(run.output + run.errors).contains(simulator.virtualKey))
      // Every fault struck that should.
      #expect(Set(simulator.counts.faults.keys).count == 15, "\(simulator.counts.faults)")
    }
  }
}
