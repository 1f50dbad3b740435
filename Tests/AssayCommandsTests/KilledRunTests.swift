import Foundation
import GatewaySimulator
import JSONModel
import TestSupport
import Testing

/// Runs that are killed at any moment and gone on with come to the same end as one that is not.
@Suite struct KilledRunTests {
  /// How often a run is killed. `ASSAY_KILLS=100 swift test --filter KilledRunTests` takes some
  /// minutes.
  private static let kills =
    ProcessInfo.processInfo.environment["ASSAY_KILLS"].flatMap { Int($0) } ?? 4

  private static let cases = 60

  /// One case in ten is failed by the model, one cannot be asked at all.
  private static let script = """
    {
      "version": 1, "latency": 0.04,
      "rules": [
        { "when": { "pattern": "<[0-9]?3>" }, "reply": { "text": "I will not." } },
        { "when": { "pattern": "<[0-9]?7>" }, "fault": { "kind": "status", "code": 401 } }
      ]
    }
    """

  /// What is the same however often a run was begun.
  private struct Findings {
    var outcomes: [String: String] = [:]
    var replies: [String: String] = [:]
    var report = ""
    var junit = ""
    var status: Int32 = 0

    init(_ journal: String, in folder: TemporaryFolder) async throws {
      let report = try await Subprocess.assay(
        ["report", journal, "--junit", "report.xml"], in: folder.url)
      status = report.status
      // Calls and credits count all runs.
      self.report = Self.withoutJobs(report.output).split(separator: "\n")
        .filter { !$0.hasPrefix("used: ") && !$0.contains("credits left") }
        .joined(separator: "\n")
      junit = Self.withoutJobs(
        try String(contentsOf: folder.url.appending(path: "report.xml"), encoding: .utf8)
      ).replacing(/\ time="[^"]*"/, with: "")
      let evidence = try JournalEvidence(folder.url.appending(path: journal))
      for (name, line) in zip(evidence.names, evidence.attempts) {
        outcomes[name] = line["outcome"]?.stringValue
        replies[name] = line["reply"]?["text"]?.stringValue
      }
    }

    /// Each run has a job of its own, which errors name.
    private static func withoutJobs(_ text: String) -> String {
      text.replacing(/jobs\/[0-9a-f-]+/, with: "jobs/{job}")
    }
  }

  private static func arguments(_ journal: String, resumes: Bool) -> [String] {
    ["run", "suite.json", "--mode", "live", "-c", "4", resumes ? "--resume" : "--journal", journal]
  }

  @Test func theUnionIsThatOfARunThatNobodyKilled() async throws {
    let folder = try TemporaryFolder()
    try folder.write(NumberedSuite.text(cases: Self.cases), to: "suite.json")
    let script = try SimulatorScript(parsing: Self.script)
    try await GatewaySimulator.withSimulator(script: script) { simulator in
      let environment = simulator.environment
      var length = Duration.zero
      let whole = try await Self.measuring(&length) {
        try await Subprocess.assay(
          Self.arguments("whole.jsonl", resumes: false), in: folder.url, environment: environment)
      }
      #expect(whole.status == 1, "\(whole.output)\(whole.errors)")
      let expected = try await Findings("whole.jsonl", in: folder)
      #expect(expected.outcomes.count == Self.cases)
      #expect(Set(expected.outcomes.values) == ["passed", "failed", "errored"])

      var (kills, number) = (0, 0)
      while kills < Self.kills {
        number += 1
        let journal = "killed-\(number).jsonl"
        // Killed now and again, until one comes to its end.
        let (times, end) = try await Self.killAgainAndAgain(
          journal, folder, environment, &length, most: Self.kills - kills)
        kills += times
        #expect(end.status == 1, "\(end.output)\(end.errors)")
        let findings = try await Findings(journal, in: folder)
        let place = Comment("\(journal), killed \(times) times")
        #expect(findings.outcomes == expected.outcomes, place)
        #expect(findings.replies == expected.replies, place)
        #expect(findings.report == expected.report, place)
        #expect(findings.status == expected.status, place)
        #expect((findings.junit == expected.junit) as Bool, place)
        // What had a verdict was not asked for again.
        let scored = try JournalEvidence(folder.url.appending(path: journal))
          .attempts.filter { $0["outcome"] != "errored" }.map { $0["case"]?.stringValue }
        #expect(scored.count == Set(scored).count)
      }
    }
  }

  /// - Returns: How often it was killed, and how the last run ended, which was left alone.
  private static func killAgainAndAgain(
    _ journal: String, _ folder: TemporaryFolder, _ environment: [String: String],
    _ length: inout Duration, most: Int
  ) async throws -> (kills: Int, end: Subprocess) {
    let file = folder.url.appending(path: journal)
    var kills = 0
    var before = Data()
    while kills < most {
      let resumes = FileManager.default.fileExists(atPath: file.path)
      let delay = length * Double.random(in: 0...1.05)
      let ended = try await RunningProgram.withAssay(
        arguments(journal, resumes: resumes), in: folder.url, environment: environment
      ) { run in
        try await Task.sleep(for: delay)
        let ended = run.hasEnded
        run.send(signal: SIGKILL)
        _ = try await run.waitForEnd()
        return ended
      }
      if ended {
        // The machine has become faster since.
        length = length * 0.7
        break
      }
      kills += 1
      guard var now = FileManager.default.contents(atPath: file.path) else { continue }
      // What was written whole is never lost.
      let lines = before.prefix(through: (before.lastIndex(of: UInt8(ascii: "\n")) ?? -1) as Int)
      #expect(now.starts(with: lines), "\(journal), kill \(kills) after \(delay)")
      if Int.random(in: 0..<3) == 0, let last = now.dropLast().lastIndex(of: UInt8(ascii: "\n")) {
        // As if the power had failed before the last line was forced to disk.
        now = now.prefix(Int.random(in: last...now.count))
        try now.write(to: file)
      }
      before = now
    }
    let resumes = FileManager.default.fileExists(atPath: file.path)
    return (
      kills,
      try await Subprocess.assay(
        arguments(journal, resumes: resumes), in: folder.url, environment: environment)
    )
  }

  private static func measuring<Result>(
    _ length: inout Duration, _ body: () async throws -> Result
  ) async rethrows -> Result {
    let began = ContinuousClock.now
    defer { length = ContinuousClock.now - began }
    return try await body()
  }

  /// Killed between making the file and writing its first line, a run has left nothing to keep.
  @Test(arguments: ["", "{\"kind\":\"head", "{\"kind\":\"header\",\"version\":1,\"runID\":\"1"])
  func aJournalWithoutItsFirstLineIsBegunAnew(text: String) async throws {
    let folder = try TemporaryFolder()
    try folder.write(NumberedSuite.text(cases: 3), to: "suite.json")
    try folder.write(text, to: "j.jsonl")
    try await GatewaySimulator.withSimulator { simulator in
      let report = try await Subprocess.assay(["report", "j.jsonl"], in: folder.url)
      #expect(report.status == 64)
      #expect(report.errors.contains("killed before it had begun"), "\(report.errors)")
      let run = try await Subprocess.assay(
        Self.arguments("j.jsonl", resumes: true), in: folder.url,
        environment: simulator.environment)
      #expect(run.status == 0, "\(run.errors)")
    }
    let journal = try JournalEvidence(folder.url.appending(path: "j.jsonl"))
    #expect(journal.header?["kind"] == "header")
    #expect(journal.count("passed") == 3)
  }
}
