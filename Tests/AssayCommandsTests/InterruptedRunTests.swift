import Foundation
import GatewaySimulator
import HTTPFixtures
import JSONModel
import TestSupport
import Testing

/// Ctrl-C at any moment leaves whole files and no job open, and the run can be gone on with.
@Suite struct InterruptedRunTests {
  /// How often a run is interrupted. `ASSAY_INTERRUPTS=100 swift test --filter
  /// InterruptedRunTests` takes some minutes.
  private static let interrupts =
    ProcessInfo.processInfo.environment["ASSAY_INTERRUPTS"].flatMap { Int($0) } ?? 4

  private static let cases = 120

  /// Now and then an answer takes longer than anybody waits.
  private static let script = """
    {
      "version": 1, "latency": { "median": 0.05, "sigma": 0.6 },
      "rules": [
        { "when": { "contains": "<19>", "attempt": 1 }, "reply": { "text": "<19>", "latency": 3 } }
      ]
    }
    """

  @Test func anInterruptedRunLeavesEverythingInGoodOrder() async throws {
    let script = try SimulatorScript(parsing: Self.script)
    for round in 0..<Self.interrupts {
      let folder = try TemporaryFolder()
      try folder.write(
        NumberedSuite.text(
          cases: Self.cases / 2, models: ["gpt-4", "gpt-3.5-turbo"],
          settings: round % 4 < 2 ? [:] : ["job": "case"]), to: "suite.json")
      try await GatewaySimulator.withSimulator(script: script) { simulator in
        try await Self.interrupt(round, folder, simulator)
      }
    }
  }

  private static func interrupt(
    _ round: Int, _ folder: TemporaryFolder, _ simulator: GatewaySimulator
  ) async throws {
    let records = round % 2 == 1
    let arguments = [
      "run", "suite.json", "--mode", records ? "record" : "live", "-c", "8", "--grace", "300ms",
      "--junit", "j.xml",
    ]
    let signal = [SIGINT, SIGHUP, SIGTERM][round % 3]
    let delays = (Duration.milliseconds(Int.random(in: 0...1_200)), Double.random(in: 0...0.4))
    let again = Bool.random()
    let place = Comment("round \(round), \(arguments[3]), after \(delays), again: \(again)")
    let journalFile = folder.url.appending(path: "j.jsonl")
    let (status, errors) = try await RunningProgram.withAssay(
      arguments + ["--journal", "j.jsonl"], in: folder.url, environment: simulator.environment
    ) { run in
      // Before it has a journal, a run has nothing to leave behind, and dies of the signal.
      try await run.wait(for: "the journal") {
        FileManager.default.fileExists(atPath: journalFile.path)
      }
      try await Task.sleep(for: delays.0)
      run.send(signal: signal)
      if again {
        try await Task.sleep(for: .seconds(delays.1))
        run.send(signal: signal)
      }
      return (try await run.waitForEnd(), run.errors)
    }
    #expect(status == 130, place)
    #expect(errors.contains("--resume j.jsonl"), place)
    let journal = try JournalEvidence(journalFile)
    #expect(journal.footer?["status"] == 130, place)
    #expect(journal.footer?["stop"] == "the run was interrupted", place)
    #expect(Set(journal.names).count == cases && journal.attempts.count == cases, place)
    let counts = ["passed", "errored", "skipped"].map(journal.count)
    #expect(counts.reduce(0, +) == cases, place)
    #expect(
      try JUnitEvidence(folder.url.appending(path: "j.xml"))
        == JUnitEvidence(tests: cases, failures: 0, errors: counts[1], skipped: counts[2]), place)
    // No job is left open at the gateway, and the journal names those that there were.
    let jobs = simulator.jobs
    #expect(jobs["PENDING"] == nil && jobs["IN_PROGRESS"] == nil, "\(place): \(jobs)")
    #expect(journal.footer?["jobs"]?.arrayValue?.count == jobs.values.reduce(0, +), place)
    if records { try checkRecordings(journal, folder, place) }

    let rest = try await Subprocess.assay(
      ["run", "suite.json", "--mode", records ? "missing" : "live", "--resume", "j.jsonl"],
      in: folder.url, environment: simulator.environment)
    #expect(rest.status == 0, "\(place): \(rest.output)\(rest.errors)")
    #expect(rest.output.contains("\(cases) cases: \(cases) passed"), place)
    let passed = try JournalEvidence(journalFile).attempts.filter { $0["outcome"] == "passed" }
    #expect(passed.count == cases, "nothing was asked twice, \(place)")
    if records {
      let replay = try await Subprocess.assay(["run", "suite.json"], in: folder.url)
      #expect(replay.status == 0, "\(place): \(replay.output)\(replay.errors)")
    }
  }

  /// Every reply that was judged is recorded, and nothing is left lying about.
  private static func checkRecordings(
    _ journal: JournalEvidence, _ folder: TemporaryFolder, _ place: Comment
  ) throws {
    let path = folder.url.appending(path: "fixtures/numbered").path
    guard FileManager.default.fileExists(atPath: path) else {
      #expect(journal.count("passed") == 0, place)
      return
    }
    let files = try FileManager.default.contentsOfDirectory(atPath: path)
    #expect(files.allSatisfy { $0.hasSuffix(".har") }, "\(place): \(files)")
    guard !files.isEmpty else {
      #expect(journal.count("passed") == 0, place)
      return
    }
    let recorded = try FixtureStore(folder: path, rules: MatchingRules()).all.map {
      "\($0.labels["model"] ?? "")/\($0.labels["case"] ?? "")"
    }
    let passed = journal.attempts.filter { $0["outcome"] == "passed" }.map {
      "\($0["model"]?.stringValue ?? "")/\($0["case"]?.stringValue ?? "")"
    }
    #expect(Set(passed).isSubset(of: recorded), place)
  }
}
