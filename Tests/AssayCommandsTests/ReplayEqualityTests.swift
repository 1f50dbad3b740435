import Foundation
import GatewaySimulator
import JSONModel
import TestSupport
import Testing

/// Replays of the same recordings are the same to the byte, whatever ran at once, but for run id
/// and times.
@Suite struct ReplayEqualityTests {
  /// Some fail once, some always, some are not recorded.
  private static let script = """
    { "version": 1, "rules": [
      { "when": { "pattern": "<[0-9]?3>", "attempt": 1 }, "reply": { "text": "No." } },
      { "when": { "pattern": "<[0-9]?5>" }, "reply": { "text": "Never." } },
      { "when": { "pattern": "<[0-9]?7>" }, "fault": { "kind": "status", "code": 401 } } ] }
    """

  private static let suite = NumberedSuite.text(
    cases: 48, models: ["gpt-4", "gpt-3.5-turbo"],
    settings: ["defaults": ["repeat": ["n": 2, "require": 1]]]
  ) { ["stream": .bool($0.isMultiple(of: 4))] }

  /// Without run id and the moments in the first and last line; those of attempts are recorded.
  private static func comparable(_ file: URL) throws -> String {
    try String(contentsOf: file, encoding: .utf8)
      .replacing(/"runID":"[^"]*"/, with: "")
      .replacing(/"(started|ended)":"[^"]*"/, with: "")
      .replacing(/"duration":[0-9.]+/, with: "")
  }

  @Test(arguments: [[], ["--max-failures", "3"], ["--sample", "20", "--seed", "7"]])
  func replaysAreTheSame(options: [String]) async throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.suite, to: "suite.json")
    try await GatewaySimulator.withSimulator(
      script: SimulatorScript(parsing: Self.script)
    ) { simulator in
      let record = try await Subprocess.assay(
        ["run", "suite.json", "--mode", "record", "-c", "32"], in: folder.url,
        environment: simulator.environment)
      #expect(record.status == 1, "\(record.output)\(record.errors)")
    }
    var runs: [(journal: String, junit: String, output: String, status: Int32)] = []
    for (number, concurrency) in ["1", "1", "7", "64"].enumerated() {
      let run = try await Subprocess.assay(
        [
          "run", "suite.json", "-c", concurrency, "--journal", "\(number).jsonl", "--junit",
          "\(number).xml",
        ] + options, in: folder.url)
      runs.append(
        (
          try Self.comparable(folder.url.appending(path: "\(number).jsonl")),
          try String(contentsOf: folder.url.appending(path: "\(number).xml"), encoding: .utf8),
          run.output, run.status
        ))
    }
    #expect(runs[0].status != 0)
    if options.contains("--max-failures") { #expect(runs[0].output.contains("skipped")) }
    for run in runs.dropFirst() {
      #expect((run.journal == runs[0].journal) as Bool)
      #expect((run.junit == runs[0].junit) as Bool)
      #expect(run.output == runs[0].output)
      #expect(run.status == runs[0].status)
    }
  }
}
