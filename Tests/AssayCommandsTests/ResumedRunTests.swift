import Foundation
import GatewaySimulator
import JSONModel
import TestSupport
import Testing

/// A run is gone on with as it was made, and not otherwise.
@Suite struct ResumedRunTests {
  private static func folder(cases: Int = 6) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(NumberedSuite.text(cases: cases), to: "my suite.json")
    return folder
  }

  private static func run(
    _ folder: TemporaryFolder, _ arguments: [String], _ simulator: GatewaySimulator
  ) async throws -> Subprocess {
    try await Subprocess.assay(
      ["run", "my suite.json"] + arguments, in: folder.url, environment: simulator.environment)
  }

  /// The command that an output shows after these words, run as it stands there.
  private static func follow(
    _ text: String, after words: String, in folder: TemporaryFolder,
    _ environment: [String: String] = [:]
  ) async throws -> Subprocess {
    let start = try #require(text.firstRange(of: words + "assay "), "\(text)").upperBound
    let command = text[start...].prefix { $0 != "\n" }.split(separator: "; ")[0]
    return try await Subprocess.run(
      URL(filePath: "/bin/sh"), ["-c", "\"$ASSAY\" \(command)"], in: folder.url,
      environment.merging(["ASSAY": Subprocess.assayProgram.path]) { $1 })
  }

  /// Each run is begun with `first` and three calls, and gone on with by `second`.
  struct Case: Sendable, CustomTestStringConvertible {
    var first: [String]
    var second: [String]
    /// What it says; nil where it goes on.
    var says: String?
    var passed = 6

    var testDescription: String { (first + ["->"] + second).joined(separator: " ") }
  }

  static let cases = [
    Case(first: ["--mode", "live"], second: ["--mode", "live"]),
    // Limits may be others.
    Case(first: ["--mode", "live"], second: ["--mode", "live", "-c", "2", "--max-failures", "9"]),
    Case(first: ["--mode", "record"], second: ["--mode", "missing"]),
    Case(
      first: ["--mode", "live"], second: ["--mode", "record"],
      says: "this is the journal of a run with --mode live, not record "
        + "(go on by: assay run 'my suite.json' --mode live --resume j.jsonl; "
        + "or begin a new journal)"),
    Case(
      first: ["--mode", "live", "--case", "case-*"], second: ["--mode", "live"],
      says: "with --case 'case-*', not of all cases"),
    Case(
      first: ["--mode", "live"], second: ["--mode", "live", "--sample", "5", "--seed", "7"],
      says: "of all cases, not with --sample 5 --seed 7"),
    Case(
      first: ["--mode", "live", "--shard", "1/1"],
      second: ["--mode", "live", "--shard", "1/2"], says: "of all cases, not with --shard 1/2"),
    Case(
      first: ["--mode", "live", "--case", "/[0-4]$/"],
      second: ["--mode", "live", "--case", "/[0-4]$/", "--case", "/[0-4]$/"], passed: 5),
    Case(
      first: ["--mode", "record", "--fixtures", "a"],
      second: ["--mode", "record", "--fixtures", "b"],
      says: "with the recordings of a, not of b"),
  ]

  @Test(arguments: cases)
  func itGoesOnAsItWasMade(one: Case) async throws {
    let folder = try Self.folder()
    let journal = folder.url.appending(path: "j.jsonl")
    try await GatewaySimulator.withSimulator { simulator in
      let first = try await Self.run(
        folder, one.first + ["--journal", "j.jsonl", "--max-calls", "3"], simulator)
      #expect(first.status == 2, "\(first.output)\(first.errors)")
      let before = try Data(contentsOf: journal)
      let second = try await Self.run(folder, one.second + ["--resume", "j.jsonl"], simulator)
      if let says = one.says {
        #expect(second.status == 64)
        #expect(second.errors.contains("j.jsonl: this is the journal of a run "))
        #expect(second.errors.contains(says), "\(second.errors)")
        #expect(try Data(contentsOf: journal) == before, "nothing was written")
        // The way out is shown, and is one.
        let rest = try await Self.follow(
          second.errors, after: "go on by: ", in: folder, simulator.environment)
        #expect(rest.status == 0, "\(rest.output)\(rest.errors)")
        #expect(rest.output.contains("\(one.passed) cases: \(one.passed) passed"))
      } else {
        #expect(second.status == 0, "\(second.output)\(second.errors)")
        #expect(second.output.contains("\(one.passed) cases: \(one.passed) passed"))
      }
      let lines = try JournalEvidence(journal).attempts.filter { $0["outcome"] == "passed" }
      #expect(lines.count == one.passed, "nothing was asked twice")
    }
  }

  /// The header says who was asked; another server is refused until somebody says that it is the
  /// same one.
  @Test func anotherServerIsRefused() async throws {
    let folder = try Self.folder()
    try await GatewaySimulator.withSimulator { first in
      try await GatewaySimulator.withSimulator { second in
        let arguments = ["--mode", "live", "--resume", "j.jsonl"]
        _ = try await Self.run(
          folder, ["--mode", "live", "--journal", "j.jsonl", "--max-calls", "2"], first)
        let refused = try await Self.run(folder, arguments, second)
        #expect(refused.status == 64)
        #expect(
          refused.errors.contains("that asked \(first.baseURL) (gateway), not \(second.baseURL)"),
          "\(refused.errors)")
        #expect(
          refused.errors.contains(
            "--mode live --base-url \(first.baseURL) --resume j.jsonl; say --moved if it is the "
              + "same in another place; or begin a new journal"), "\(refused.errors)")
        #expect(second.counts.requests == 0)
        let moved = try await Self.run(
          folder, arguments + ["--moved", "--max-calls", "2"], second)
        #expect(moved.output.contains("6 cases: 4 passed, 2 skipped"), "\(moved.errors)")
        // From here on, that is the server.
        let rest = try await Self.run(folder, arguments, second)
        #expect(rest.status == 0, "\(rest.errors)")
      }
    }
  }

  /// The server that a command line names is named again by the commands that are shown.
  @Test func whatWasSaidOfTheGatewayIsShownAgain() async throws {
    let folder = try Self.folder()
    try await GatewaySimulator.withSimulator { simulator in
      var environment = simulator.environment
      environment["SAAS_LITELLM_API_URL"] = "http://127.0.0.1:9"
      let run = try await Subprocess.assay(
        [
          "run", "my suite.json", "--mode", "live", "--base-url", simulator.baseURL,
          "--journal", "j.jsonl", "--max-calls", "2", "--allow-exec",
        ], in: folder.url, environment: environment)
      let rest = try await Self.follow(
        run.errors, after: "go on with it: ", in: folder, environment)
      #expect(rest.status == 0, "\(run.errors)\(rest.errors)")
      #expect(rest.output.contains("6 cases: 6 passed"))
      #expect(run.errors.contains("--base-url \(simulator.baseURL) --allow-exec --resume"))
    }
  }

  /// The same command with `--resume` means the same cases, whatever the last journal is by then.
  @Test func theLastJournalIsTheLastBeforeTheRun() async throws {
    let folder = try Self.folder()
    let script = """
      { "version": 1, "rules": [
        { "when": { "pattern": "<[135]>" }, "reply": { "text": "No." } } ] }
      """
    try await GatewaySimulator.withSimulator(script: SimulatorScript(parsing: script)) {
      simulator in
      let all = try await Self.run(folder, ["--mode", "live"], simulator)
      #expect(all.output.contains("6 cases: 3 passed, 3 failed"))
      let arguments = ["--mode", "live", "--failed", "last"]
      let some = try await Self.run(folder, arguments + ["--max-calls", "1"], simulator)
      #expect(some.output.contains("3 cases: 1 failed, 2 skipped"), "\(some.output)")
      let rest = try await Self.run(folder, arguments + ["--resume", "last"], simulator)
      #expect(rest.output.contains("3 cases: 3 failed"), "\(rest.output)\(rest.errors)")
    }
  }

  /// The report of a journal knows the jobs of all its runs, and which nobody told of.
  @Test func theJobsOfAllRunsAreReported() async throws {
    let folder = try Self.folder()
    let journal = folder.url.appending(path: "j.jsonl")
    func cost(_ run: Subprocess) throws -> (least: String, cost: Double) {
      let match = try #require(run.output.firstMatch(of: /jobs cost (at least )?\$([0-9.]+)/))
      return (String(match.1 ?? ""), try #require(Double(match.2)))
    }
    try await GatewaySimulator.withSimulator { simulator in
      let first = try await Self.run(
        folder, ["--mode", "live", "--journal", "j.jsonl", "--max-calls", "3"], simulator)
      let early = try Data(contentsOf: journal)
      let second = try await Self.run(folder, ["--mode", "live", "--resume", "j.jsonl"], simulator)
      let report = try await Subprocess.assay(["report", "j.jsonl"], in: folder.url)
      let sum = try cost(first).cost + cost(second).cost
      #expect(try abs(cost(report).cost - sum) < sum / 100, "\(report.output)")
      #expect(try cost(report).least.isEmpty)
      // The same, had the first run been killed before its end.
      let end = try #require(early.dropLast().lastIndex(of: UInt8(ascii: "\n")))
      try early[...end].write(to: journal)
      let third = try await Self.run(folder, ["--mode", "live", "--resume", "j.jsonl"], simulator)
      let partial = try await Subprocess.assay(["report", "j.jsonl"], in: folder.url)
      // Its job was completed before; whether there was another, nobody told.
      let known = try cost(first).cost + cost(third).cost
      #expect(try abs(cost(partial).cost - known) < known / 100, "\(partial.output)")
      #expect(try cost(partial).least == "at least ")
      #expect(!partial.output.contains("by the gateway's jobs"))
    }
  }

  /// Journals of before say less of how they were made; they are gone on with as they were then.
  @Test func anEarlyJournalIsGoneOnWith() async throws {
    let folder = try Self.folder()
    let journal = folder.url.appending(path: "j.jsonl")
    try await GatewaySimulator.withSimulator { simulator in
      _ = try await Self.run(
        folder, ["--mode", "live", "--journal", "j.jsonl", "--max-calls", "3"], simulator)
      let text = try String(contentsOf: journal, encoding: .utf8)
      let early = text.replacing(/,"run":\{[^\n]*?\}(?=,"suites")/, with: "")
      #expect(early != text && !early.contains("servers"))
      try early.write(to: journal, atomically: true, encoding: .utf8)
      let replay = try await Self.run(folder, ["--resume", "j.jsonl"], simulator)
      #expect(replay.status == 64, "there are no recordings: \(replay.errors)")
      let report = try await Subprocess.assay(
        ["report", "j.jsonl", "--junit", "j.xml"], in: folder.url)
      #expect(report.status == 2)
      let rest = try await Self.run(folder, ["--mode", "live", "--resume", "j.jsonl"], simulator)
      #expect(rest.status == 0, "\(rest.errors)")
      #expect(rest.output.contains("6 cases: 6 passed"))
    }
  }

  /// What the earlier run replayed is used.
  @Test func recordingsOfKeptAttemptsAreNotUnused() async throws {
    let folder = try Self.folder()
    try await GatewaySimulator.withSimulator { simulator in
      let recorded = try await Self.run(folder, ["--mode", "record"], simulator)
      #expect(recorded.status == 0, "\(recorded.errors)")
    }
    let arguments = ["run", "my suite.json", "--fail-on", "unused"]
    let whole = try await Subprocess.assay(arguments + ["--journal", "j.jsonl"], in: folder.url)
    #expect(whole.status == 0, "\(whole.output)\(whole.errors)")
    let file = folder.url.appending(path: "j.jsonl")
    let bytes = try Data(contentsOf: file)
    let ends = bytes.indices.filter { bytes[$0] == UInt8(ascii: "\n") }
    for kept in [1, 3, 6] {
      try bytes[...ends[kept]].write(to: file)
      let resumed = try await Subprocess.assay(arguments + ["--resume", "j.jsonl"], in: folder.url)
      #expect(resumed.status == 0, "\(kept): \(resumed.output)\(resumed.errors)")
    }
    // What is gone from the suite is unused all the same.
    try folder.write(NumberedSuite.text(cases: 5), to: "my suite.json")
    let gone = try await Subprocess.assay(arguments + ["--journal", "k.jsonl"], in: folder.url)
    #expect(gone.status == 1)
    #expect(gone.output.contains("1 unused recording (--fail-on unused)"), "\(gone.output)")
    #expect(gone.errors.contains("case case-5 is not in the suite"), "\(gone.errors)")
    let kept = try Data(contentsOf: folder.url.appending(path: "k.jsonl"))
    try kept[...kept.indices.filter { kept[$0] == UInt8(ascii: "\n") }[5]].write(to: file)
    let still = try await Subprocess.assay(arguments + ["--resume", "j.jsonl"], in: folder.url)
    #expect(still.status == 1, "\(still.output)\(still.errors)")
    // The option by its former name does the same, and says how it is called.
    let former = try await Subprocess.assay(
      ["run", "my suite.json", "--fail-on-unused"], in: folder.url)
    #expect(former.status == 1)
    #expect(former.output == gone.output)
    #expect(former.errors.contains("--fail-on-unused is now --fail-on unused"))
  }
}
