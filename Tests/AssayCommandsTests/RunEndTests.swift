import Foundation
import GatewaySimulator
import JSONModel
import TestSupport
import Testing

/// How runs end where something is in their way: what is told, and what is left.
@Suite struct RunEndTests {
  private static func run(
    _ arguments: [String], _ folder: TemporaryFolder, _ simulator: GatewaySimulator
  ) async throws -> Subprocess {
    try await Subprocess.assay(
      ["run", "suite.json", "--mode", "live"] + arguments, in: folder.url,
      environment: simulator.environment)
  }

  // MARK: Output

  /// Results that nobody got are none; who has seen enough of them has them.
  @Test(arguments: [("> /dev/full", Int32(64)), ("| head -c 1 > /dev/null", 0), ("> out", 0)])
  func resultsThatCannotBeWrittenAreTold(redirection: String, status: Int32) async throws {
    let folder = try TemporaryFolder()
    try folder.write(NumberedSuite.text(cases: 3), to: "suite.json")
    try await GatewaySimulator.withSimulator { simulator in
      let environment = simulator.environment.merging([
        "ASSAY": Subprocess.assayProgram.path
      ]) { $1 }
      let run = try await Subprocess.run(
        URL(filePath: "/bin/sh"),
        ["-c", "\"$ASSAY\" run suite.json --mode live --journal j.jsonl \(redirection)"],
        in: folder.url, environment)
      #expect(run.status == status, "\(run.errors)")
      #expect(run.errors.contains("standard output cannot be written") == (status != 0))
      // What came of the run is in the journal, whoever heard of it.
      let journal = try JournalEvidence(folder.url.appending(path: "j.jsonl"))
      #expect(journal.footer?["status"] == 0)
    }
  }

  @Test func aReportThatCannotBeWrittenInTheEndCanBeHadFromTheJournal() async throws {
    let folder = try TemporaryFolder()
    try folder.write(NumberedSuite.text(cases: 4), to: "suite.json")
    let script = try SimulatorScript(parsing: #"{ "version": 1, "latency": 0.3 }"#)
    try await GatewaySimulator.withSimulator(script: script) { simulator in
      let manager = FileManager.default
      let (status, output, errors) = try await RunningProgram.withAssay(
        [
          "run", "suite.json", "--mode", "live", "-c", "1", "--junit", "reports/j.xml",
          "--journal", "j.jsonl",
        ], in: folder.url, environment: simulator.environment
      ) { run in
        try await run.wait(for: "the first attempt") {
          (try? JournalEvidence(folder.url.appending(path: "j.jsonl"), isWhole: false))?
            .attempts.isEmpty == false
        }
        // The folder gives way to a file.
        try manager.removeItem(at: folder.url.appending(path: "reports"))
        try folder.write("", to: "reports")
        return (try await run.waitForEnd(), run.output, run.errors)
      }
      #expect(status == 64)
      #expect(output.contains("4 cases: 4 passed"))
      let command = "assay report j.jsonl --junit reports/j.xml"
      #expect(
        errors.contains("the JUnit report cannot be written: reports/j.xml: "), "\(errors)")
      #expect(errors.contains("; the journal has all of it: \(command)\n"), "\(errors)")
      try manager.removeItem(at: folder.url.appending(path: "reports"))
      let again = try await Subprocess.assay(
        command.split(separator: " ").dropFirst().map(String.init), in: folder.url)
      #expect(again.status == 0, "\(again.errors)")
      #expect(try JUnitEvidence(folder.url.appending(path: "reports/j.xml")).tests == 4)
    }
  }

  /// Who only looks at the report sees why the run failed although its cases did not.
  @Test func aReportHasTheGatesThatWereMissed() async throws {
    let folder = try TemporaryFolder()
    for (name, least) in [("first", "0.5"), ("second", "0.9")] {
      try folder.write(
        NumberedSuite.text(
          cases: 4,
          settings: [
            "name": .string(name), "gates": try JSONValue(parsing: "{\"minPassRate\":\(least)}"),
          ]), to: "suites/\(name).json")
    }
    let script = """
      { "version": 1, "rules": [ { "when": { "contains": "<3>" }, "reply": { "text": "No." } } ] }
      """
    try await GatewaySimulator.withSimulator(script: SimulatorScript(parsing: script)) {
      simulator in
      let run = try await Subprocess.assay(
        [
          "run", "suites", "--mode", "live", "--journal", "j.jsonl", "--junit", "a.xml",
          "--fail-on", "flaky",
        ], in: folder.url, environment: simulator.environment)
      #expect(run.status == 1)
      let complaint = "second: 3 of 4 cases passed (75.0 %), the suite asks for 90.0 %"
      #expect(run.output.contains(complaint), "\(run.output)")
      let text = try String(contentsOf: folder.url.appending(path: "a.xml"), encoding: .utf8)
      let suites = text.split(separator: "</testsuite>")
      #expect(!suites[0].contains("<system-err>"))
      #expect(suites[1].contains("<system-err>\(complaint)</system-err>"), "\(text)")
      _ = try await Subprocess.assay(["report", "j.jsonl", "--junit", "b.xml"], in: folder.url)
      #expect(
        try Data(contentsOf: folder.url.appending(path: "b.xml")) == Data(text.utf8))
    }
  }

  // MARK: Killed

  /// A journal that was killed names its job, and whoever goes on completes it.
  @Test(arguments: [
    ("suite", completed: 0, inAll: 1), ("case", completed: 1, inAll: 6),
  ])
  func theJobOfAKilledRunIsCompletedByTheOneThatGoesOn(
    scope: String, completed: Int, inAll: Int
  ) async throws {
    let folder = try TemporaryFolder()
    try folder.write(
      NumberedSuite.text(
        cases: 6,
        settings: ["job": .string(scope), "defaults": ["repeat": ["n": 2, "require": 2]]]),
      to: "suite.json")
    let script = try SimulatorScript(parsing: #"{ "version": 1, "latency": 0.2 }"#)
    try await GatewaySimulator.withSimulator(script: script) { simulator in
      let file = folder.url.appending(path: "j.jsonl")
      _ = try await RunningProgram.withAssay(
        ["run", "suite.json", "--mode", "live", "-c", "1", "--journal", "j.jsonl"], in: folder.url,
        environment: simulator.environment
      ) { run in
        try await run.wait(for: "three attempts") {
          (try? JournalEvidence(file, isWhole: false))?.attempts.count == 3
        }
        run.send(signal: SIGKILL)
        return try await run.waitForEnd()
      }
      let job = try #require(try JournalEvidence(file, isWhole: false).createdJobs.last)
      #expect(simulator.jobs["IN_PROGRESS"] == 1)
      #expect(simulator.jobs["COMPLETED"] ?? 0 == completed)

      // What is missing is told, and what was begun is not failed for it.
      let report = try await Subprocess.assay(
        ["report", "j.jsonl", "--junit", "j.xml"], in: folder.url)
      #expect(report.status == 130)
      #expect(report.output.contains("4 of 6 cases were never begun"), "\(report.output)")
      #expect(report.output.contains("the job \(job) of gpt-4 may be open still; "))
      #expect(report.output.contains("2 cases: 1 passed, 1 skipped"), "\(report.output)")
      #expect(
        try JUnitEvidence(folder.url.appending(path: "j.xml"))
          == JUnitEvidence(tests: 2, failures: 0, errors: 0, skipped: 1))
      let text = try String(contentsOf: folder.url.appending(path: "j.xml"), encoding: .utf8)
      #expect(
        text.contains("\n    <system-err>4 of 6 cases were never begun: "), "\(text)")
      #expect(text.contains("</system-err>\n  </testsuite>"), "\(text)")

      let rest = try await Self.run(["--resume", "j.jsonl"], folder, simulator)
      #expect(rest.status == 0, "\(rest.output)\(rest.errors)")
      #expect(simulator.jobs == ["COMPLETED": inAll, "FAILED": 1])
      let jobs = try JournalEvidence(file).footer?["jobs"]?.arrayValue ?? []
      #expect(jobs.contains { $0["id"]?.stringValue == job && $0["status"] == "failed" })
      // Once is enough.
      let requests = simulator.counts.requests
      let nothing = try await Self.run(["--resume", "j.jsonl"], folder, simulator)
      #expect(nothing.status == 0 && simulator.counts.requests == requests)
      let whole = try await Subprocess.assay(["report", "j.jsonl"], in: folder.url)
      #expect(whole.status == 0 && !whole.output.contains("open still"), "\(whole.output)")
    }
  }

  /// A job that was completed although nobody heard of it stays as it is, and one that there is not
  /// any more is nobody's trouble.
  @Test(arguments: ["completed", "forgotten"])
  func aJobThatIsNotOpenIsLeftAlone(state: String) async throws {
    let folder = try TemporaryFolder()
    try folder.write(NumberedSuite.text(cases: 2), to: "suite.json")
    try await GatewaySimulator.withSimulator { simulator in
      _ = try await Self.run(["--journal", "j.jsonl"], folder, simulator)
      let file = folder.url.appending(path: "j.jsonl")
      var text = try String(contentsOf: file, encoding: .utf8)
      // As if the run had been killed before its last line.
      text = text.split(separator: "\n").dropLast().map { $0 + "\n" }.joined()
      if state == "forgotten" {
        let job = try #require(try JournalEvidence(file).createdJobs.first)
        text = text.replacing(job, with: "00000000-0000-4000-8000-000000000000")
      }
      try text.write(to: file, atomically: true, encoding: .utf8)
      let rest = try await Self.run(["--resume", "j.jsonl"], folder, simulator)
      #expect(rest.status == 0, "\(rest.output)\(rest.errors)")
      #expect(simulator.jobs == ["COMPLETED": 1])
    }
  }

  // MARK: Before it begins

  /// What no request could be sent with is told once, before anything is, and is not repeated.
  @Test(
    arguments: [
      ("gateway.example", "has no scheme"), ("ftp://gateway.example", "neither http nor https"),
      ("http://gateway.example:99999", "port"), ("http://somebody:hush@gateway.example", "user"),
      ("http://gateway.example/?key=hush", "query"), ("http://:8000", "host"),
    ])
  func aBaseURLThatCannotBeIsRefused(url: String, problem: String) async throws {
    let folder = try TemporaryFolder()
    try folder.write(NumberedSuite.text(cases: 2), to: "suite.json")
    try await GatewaySimulator.withSimulator { simulator in
      let run = try await Self.run(["--base-url", url, "--journal", "j.jsonl"], folder, simulator)
      #expect(run.status == 64)
      #expect(run.errors.contains("the gateway cannot be asked: "), "\(run.errors)")
      #expect(run.errors.contains(problem), "\(run.errors)")
      #expect(!run.errors.contains("hush") && run.output.isEmpty)
      #expect(!FileManager.default.fileExists(atPath: folder.url.appending(path: "j.jsonl").path))
    }
  }

  @Test func anEndpointThatCannotBeIsRefused() async throws {
    let folder = try TemporaryFolder()
    try folder.write(
      NumberedSuite.text(
        cases: 2, settings: ["models": [["model": "m", "endpoint": "local"]]]), to: "suite.json")
    try folder.write(
      #"{ "version": 1, "endpoints": { "local": { "baseURL": "http://localhost:99999" } } }"#,
      to: "assay.json")
    let run = try await Subprocess.assay(["run", "suite.json", "--mode", "live"], in: folder.url)
    #expect(run.status == 64)
    #expect(run.errors.contains("the endpoint \"local\" cannot be asked: "), "\(run.errors)")
  }

  // MARK: Budgets

  /// Replies that wait to be compared are not paid for twice, however often a budget ends a run.
  @Test func repliesThatAreComparedOutliveABudget() async throws {
    let folder = try TemporaryFolder()
    try folder.write(
      NumberedSuite.text(
        cases: 6, models: ["gpt-4", "gpt-3.5-turbo"],
        settings: ["judge": "judge"]
      ) { _ in ["assert": [["type": "select-best", "value": "The better one."]]] },
      to: "suite.json")
    let script = try SimulatorScript(
      parsing: #"""
        { "version": 1, "rules": [
          { "when": { "model": "judge", "pattern": "(?s)<reply-1-\\w+>\\ngood" },
            "reply": { "json": { "reasons": "good", "best": 1 } } },
          { "when": { "model": "judge" }, "reply": { "json": { "reasons": "good", "best": 2 } } },
          { "when": { "model": "gpt-4" }, "reply": { "text": "good" } },
          { "when": { "model": "gpt-3.5-turbo" }, "reply": { "text": "bad" } } ] }
        """#)
    try await GatewaySimulator.withSimulator(script: script) { simulator in
      var run = try await Self.run(
        ["--journal", "j.jsonl", "--max-calls", "4", "-c", "2"], folder, simulator)
      var runs = 1
      while run.errors.contains("--resume"), runs < 12 {
        #expect([1, 2].contains(run.status), "\(run.output)\(run.errors)")
        run = try await Self.run(
          ["--resume", "j.jsonl", "--max-calls", "4", "-c", "2"], folder, simulator)
        runs += 1
      }
      #expect(run.status == 1, "\(run.output)\(run.errors)")
      #expect(run.output.contains("12 cases: 6 passed, 6 failed"), "\(run.output)")
      // Twelve replies, and two questions for each of six comparisons.
      #expect(simulator.counts.replies == 24)
      #expect(try JournalEvidence(folder.url.appending(path: "j.jsonl")).calls == 24)
      // All models answer again where replies are compared.
      let again = try await Self.run(
        ["--case", "case-1", "--no-journal", "--junit", "j.xml"], folder, simulator)
      let command = "assay run suite.json --mode live --case case-1\n"
      #expect(again.errors.contains("run again what did not pass: \(command)"), "\(again.errors)")
      let texts = try JUnitEvidence.texts(folder.url.appending(path: "j.xml"))
      #expect(texts.count == 1 && texts[0].contains("again: \(command)"), "\(texts)")
    }
  }

  @Test func aLimitIsCalledByTheNameOfWhereItStands() async throws {
    let folder = try TemporaryFolder()
    try folder.write(NumberedSuite.text(cases: 9), to: "suite.json")
    try folder.write(#"{ "version": 1, "limits": { "calls": 3 } }"#, to: "assay.json")
    try await GatewaySimulator.withSimulator { simulator in
      let run = try await Self.run(["--no-journal"], folder, simulator)
      #expect(
        run.output.contains("the budget of 3 calls is used up (limits.calls in assay.json)"),
        "\(run.output)")
      let own = try await Self.run(["--no-journal", "--max-calls", "2"], folder, simulator)
      #expect(own.output.contains("the budget of 2 calls is used up (--max-calls)"))
    }
  }
}
