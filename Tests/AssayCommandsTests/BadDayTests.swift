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
    ["kind": "status", "code": 429, "retryAfter": 0],
    ["kind": "status", "code": 500],
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

  /// Refusals for load. Each pauses its model, so each has a model of its own here, and passes
  /// after some times: those that never pass are waited for at length, six times.
  private static let refusals: [JSONValue] = [
    ["kind": "status", "code": 429], ["kind": "status", "code": 429, "retryAfter": 1],
    ["kind": "rate-limit", "callsPerMinute": 0, "retryAfter": false],
    ["kind": "provider", "failure": 429],
  ]

  @Test func nothingThatGoesWrongIsAFailureOfTheModel() async throws {
    var rules: [JSONValue] = []
    var cases: [JSONValue] = []
    func add(_ faults: [JSONValue], streams: Bool, _ attempts: JSONValue? = nil) {
      for fault in faults {
        let id = "case-\(cases.count)"
        var condition: JSONObject = ["contains": .string("<\(id)>")]
        condition["attempt"] = attempts
        rules.append(["when": .object(condition), "fault": fault])
        cases.append([
          "id": .string(id), "vars": ["id": .string("<\(id)>")], "stream": .bool(streams),
        ])
      }
    }
    add(Self.fatal, streams: false)
    add(Self.fatalToStreams, streams: true)
    let errored = cases.count
    add(Self.harmless, streams: true)
    add(Self.refusals, streams: false, ["from": 1, "to": 2])
    add(Self.refusals, streams: true, ["from": 1, "to": 2])
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
        ["run", "suite.json", "--mode", "live", "--concurrency", "64"], in: folder.url,
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

  // MARK: Everything at once

  /// All faults that there are, each at one call in twenty.
  private static let everyFault: [JSONValue] =
    fatal + fatalToStreams + harmless + refusals
    + [
      ["kind": "hang", "at": "headers"], ["kind": "hang", "at": "body"],
      ["kind": "provider", "failure": "html"], ["kind": "provider", "failure": "dropped"],
      ["kind": "provider", "failure": "not-json"], ["kind": "provider", "failure": "no-choices"],
      ["kind": "provider", "failure": "no-usage"],
      ["kind": "provider", "failure": "no-credential"],
    ]

  private static func with(probability: Double, _ fault: JSONValue) -> JSONValue {
    var object = fault.objectValue ?? ["kind": fault]
    object["probability"] = .number(JSONNumber(probability) ?? JSONNumber(0))
    return .object(object)
  }

  /// How many cases there are: 10,000 take some minutes (`make bad-day`).
  private static let cases =
    ProcessInfo.processInfo.environment["ASSAY_CASES"].flatMap { Int($0) } ?? 400

  /// All are accounted for, none twice, and whoever tells of them tells the same.
  @Test func journalConsoleReportExitCodeAndServerAgreeAmongAllFaults() async throws {
    let models = (1...8).map { "model-\($0)" }
    let folder = try TemporaryFolder()
    try folder.write(
      NumberedSuite.text(cases: Self.cases / models.count, models: models) { number in
        ["stream": .bool(number.isMultiple(of: 2))]
      }, to: "suite.json")
    let rules = Self.everyFault.map { fault -> JSONValue in
      [
        "when": ["endpoint": ["llm-call", "llm-call-stream"]],
        "fault": Self.with(probability: 0.05, fault),
      ]
    }
    let jobs: [JSONValue] = [
      [
        "when": ["endpoint": "create"],
        "fault": ["kind": "status", "code": 500, "probability": 0.05],
      ],
      // The job is completed, but nobody hears of it.
      [
        "when": ["endpoint": "complete"], "fault": ["kind": "reset", "probability": 0.05],
      ],
    ]
    let script = try SimulatorScript(
      parsing: JSONValue.object(["version": 1, "rules": .array(rules + jobs)]).text())
    let (run, counts, jobStates) = try await GatewaySimulator.withSimulator(script: script) {
      simulator in
      let run = try await Subprocess.assay(
        [
          "run", "suite.json", "--mode", "live", "-c", "128", "--timeout", "2s", "--journal",
          "j.jsonl", "--junit", "j.xml",
        ], in: folder.url, environment: simulator.environment)
      return (run, simulator.counts, simulator.jobs)
    }
    let total = Self.cases / models.count * models.count
    let journal = try JournalEvidence(folder.url.appending(path: "j.jsonl"))
    #expect(journal.attempts.count == total)
    #expect(Set(journal.names).count == total)
    let (passed, errored) = (journal.count("passed"), journal.count("errored"))
    #expect(passed + errored == total, "none is a failure of the model")
    #expect(passed > 0 && errored > 0)
    #expect(
      run.output.contains("\(total) cases: \(passed) passed, \(errored) errored\n"),
      "\(run.output.suffix(500))")
    #expect(run.status == 2)
    #expect(journal.footer?["status"]?.intValue == 2)
    #expect(
      try JUnitEvidence(folder.url.appending(path: "j.xml"))
        == JUnitEvidence(tests: total, failures: 0, errors: errored, skipped: 0))
    // The server counts the same calls as the run.
    let served = ["llm-call", "llm-call-stream"].reduce(0) { $0 + (counts.endpoints[$1] ?? 0) }
    #expect(journal.calls == served)
    #expect(journal.footer?["spending"]?["calls"]?.intValue == served)
    // Every job that the run heard of was ended; one whose creation timed out was never used.
    let ended = (jobStates["COMPLETED"] ?? 0) + (jobStates["FAILED"] ?? 0)
    #expect(jobStates["IN_PROGRESS"] == nil, "\(jobStates)")
    #expect(journal.footer?["jobs"]?.arrayValue?.count == ended, "\(jobStates)")
    // Among some hundred calls, faults of one in twenty streams may not have struck.
    #expect(counts.faults.count >= (total < 5_000 ? 8 : 16), "\(counts.faults)")
  }
}
