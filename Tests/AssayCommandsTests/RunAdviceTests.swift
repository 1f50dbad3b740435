import Foundation
import GatewaySimulator
import JSONModel
import TestSupport
import Testing

/// What `assay run` says to somebody who has to find out what went wrong, and what to do next.
@Suite struct RunAdviceTests {
  /// Case 1 is failed by the model; the cases from 10 cannot be asked.
  private static let script = """
    { "version": 1, "rules": [
      { "when": { "contains": "<1>" }, "reply": { "text": "No." } },
      { "when": { "pattern": "<[0-9]{2}>" }, "fault": { "kind": "status", "code": 401 } } ] }
    """

  private static func run(
    cases: Int, _ arguments: [String], journal: String? = "j.jsonl", in folder: TemporaryFolder
  ) async throws -> Subprocess {
    let kept = journal.map { ["--journal", $0] } ?? ["--no-journal"]
    try folder.write(NumberedSuite.text(cases: cases), to: "my suite.json")
    return try await GatewaySimulator.withSimulator(script: SimulatorScript(parsing: script)) {
      try await Subprocess.assay(
        ["run", "my suite.json", "--mode", "live"] + kept + arguments,
        in: folder.url, environment: $0.environment)
    }
  }

  @Test func whatDidNotPassCanBeRunAgainByTheCommandThatIsShown() async throws {
    let folder = try TemporaryFolder()
    let few = try await Self.run(cases: 5, ["--junit", "j.xml"], in: folder)
    #expect(
      few.errors.contains(
        "assay: run again what did not pass: assay run 'my suite.json' --mode live --case case-1\n"),
      "\(few.errors)")
    let report = try String(contentsOf: folder.url.appending(path: "j.xml"), encoding: .utf8)
    #expect(report.contains("again: assay run 'my suite.json' --mode live --case case-1\n"))
    let many = try await Self.run(cases: 14, [], in: try TemporaryFolder())
    #expect(
      many.errors.contains(
        "assay run 'my suite.json' --mode live --failed j.jsonl --errored j.jsonl\n"),
      "\(many.errors)")
    let unkept = try await Self.run(cases: 14, [], journal: nil, in: try TemporaryFolder())
    #expect(unkept.errors.contains("without --no-journal, --failed and --errored"))
    let quiet = try await Self.run(cases: 5, ["--quiet"], in: try TemporaryFolder())
    #expect(quiet.errors.isEmpty, "\(quiet.errors)")
    #expect(quiet.output.contains("5 cases: 4 passed, 1 failed"))
  }

  /// Ids, models and prompts may look like patterns and options; the command of each case in a
  /// report runs that case alone, as it was run.
  @Test func theCommandOfACaseInAReportRunsThatCaseAlone() async throws {
    let ids = ["/x/", "-x", "?x/", "it's $HOME", "a*", "abc"]
    let cases = ids.map { id in
      JSONValue.object([
        "id": .string(id), "assert": [["type": "contains", "value": "never said"]],
      ])
    }
    let suite: JSONValue = [
      "version": 1, "name": "odd", "models": ["gpt-4", ["model": "gpt-4", "label": "-m"]],
      "prompts": [
        "p": ["messages": [["role": "user", "content": "Say a."]]],
        "/p/": ["messages": [["role": "user", "content": "Say b."]]],
      ], "cases": .array(cases),
    ]
    let folder = try TemporaryFolder()
    let file = "my suites/it's.json"
    try folder.write(suite.text(), to: file)
    try await GatewaySimulator.withSimulator { simulator in
      let environment = simulator.environment.merging(
        ["ASSAY": Subprocess.assayProgram.path, "HOME": "/nowhere"]) { $1 }
      let arguments = [
        "run", file, "--fixtures", "my recordings", "--allow-exec", "--journal", "j.jsonl",
        "--junit", "j.xml",
      ]
      let run = try await Subprocess.assay(
        arguments + ["--mode", "missing", "--model=-m", "--model", "gpt-4"], in: folder.url,
        environment: environment)
      #expect(run.output.contains("24 cases: 24 failed"), "\(run.output)\(run.errors)")
      let before = simulator.counts.requests
      let report = try JUnitEvidence.texts(folder.url.appending(path: "j.xml"))
      let again = report.flatMap { $0.matches(of: /again: assay (.*)/).map { String($0.1) } }
      #expect(Set(again).count == 24)
      for command in again.enumerated().filter({ $0.offset % 4 < 2 || $0.offset > 20 }).map(
        \.element)
      {
        let one = try await Subprocess.run(
          URL(filePath: "/bin/sh"), ["-c", "\"$ASSAY\" \(command)"], in: folder.url, environment)
        #expect(one.output.contains("1 case: 1 failed"), "\(command)\n\(one.output)\(one.errors)")
        #expect(command.contains("--mode missing --fixtures 'my recordings' --allow-exec "))
      }
      #expect(simulator.counts.requests == before, "everything is recorded")
      // The journal knows how the run was made.
      _ = try await Subprocess.assay(["report", "j.jsonl", "--junit", "k.xml"], in: folder.url)
      #expect(try JUnitEvidence.texts(folder.url.appending(path: "k.xml")) == report)
    }
  }

  @Test func thousandsOfEqualErrorsAreToldOnce() async throws {
    let run = try await Self.run(cases: 40, [], in: try TemporaryFolder())
    #expect(run.output.components(separatedBy: "the server does not accept the key").count == 7)
    #expect(run.output.contains("! and 25 more cases, errored for the same reason:"))
    #expect(run.output.contains("40 cases: 9 passed, 1 failed, 30 errored"))
  }

  @Test func whatABudgetLeftOutIsToldOnce() async throws {
    let run = try await Self.run(
      cases: 9, ["--max-calls", "3", "-c", "1", "--case", "case-*"], in: try TemporaryFolder())
    #expect(run.output.components(separatedBy: "--max-calls").count == 2, "\(run.output)")
    #expect(run.output.contains("9 cases: 2 passed, 1 failed, 6 skipped"))
    // Nobody wants more than was chosen.
    #expect(
      run.errors.contains("--mode live --case 'case-*' --resume j.jsonl\n"), "\(run.errors)")
  }

  @Test func aBudgetThatCannotBeKeptIsSaid() async throws {
    let folder = try TemporaryFolder()
    let blind = try await Self.run(cases: 1, ["--max-cost", "0.5"], in: folder)
    #expect(blind.errors.contains("assay.json has no price for gpt-4"), "\(blind.errors)")
    #expect(blind.output.contains("by the gateway's jobs"), "\(blind.output)")
    let priced = try TemporaryFolder()
    try priced.write(
      #"{ "version": 1, "prices": { "gpt-4": { "input": 1, "output": 2 } } }"#, to: "assay.json")
    let run = try await Self.run(cases: 1, ["--max-cost", "0.5"], in: priced)
    #expect(run.status == 0 && !run.errors.contains("no price"), "\(run.errors)")
  }

  /// What `--fail-on` made of a run is in its journal: the report says the same, and so does its
  /// exit code.
  @Test func theReportHasTheVerdictOfTheRun() async throws {
    let folder = try TemporaryFolder()
    let arguments = ["--case", "case-1?", "--fail-on", "errored"]
    let run = try await Self.run(cases: 12, arguments, in: folder)
    #expect(run.status == 1 && run.output.contains("2 errored cases (--fail-on errored)"))
    let journal = try JournalEvidence(folder.url.appending(path: "j.jsonl"))
    #expect(journal.footer?["status"] == 1)
    let report = try await Subprocess.assay(["report", "j.jsonl"], in: folder.url)
    #expect(report.status == 1)
    #expect(report.output == run.output)
  }

  struct Slip: Sendable, CustomTestStringConvertible {
    var arguments: [String]
    var says: String
    var status: Int32 = 64

    var testDescription: String { arguments.joined(separator: " ") }
  }

  static let slips = [
    Slip(arguments: ["--timeout", "5x"], says: "\"5x\" is no time; write 500ms, 30s, 10min or 2h"),
    Slip(arguments: ["--run-timeout", "0"], says: "\"0\" is no time"),
    Slip(arguments: ["--max-calls", "-3"], says: "--max-calls must be at least 1"),
    Slip(arguments: ["--max-cost", "-0.5"], says: "--max-cost must be a number above 0"),
    Slip(arguments: ["--sample", "-2"], says: "--sample must be at least 1"),
    Slip(arguments: ["--tokens-per-minute", "-5"], says: "must be at least 1"),
    Slip(arguments: ["--idle-timeout", "-1s"], says: "\"-1s\" is no time"),
    Slip(arguments: ["--max-calls", "--quiet"], says: "'--quiet' is invalid for '--max-calls"),
    Slip(arguments: ["--seed", "3"], says: "say how many, as in --sample 20"),
    Slip(
      arguments: ["-c", "gpt5=3"],
      says: "--concurrency: no model or endpoint is named \"gpt5\"; did you mean \"gpt-4\"?"),
    Slip(
      arguments: ["--requests-per-minute", "x=3"],
      says: "--requests-per-minute: no model or endpoint is named \"x\""),
    Slip(arguments: ["--failed", "none.jsonl"], says: "none.jsonl: there is no such file"),
    Slip(
      arguments: ["--failed", "my suite.json"],
      says: "my suite.json: this is no journal"),
    // Even where there are no recordings, the slip comes first.
    Slip(
      arguments: ["--case", "case1"],
      says: "no case is named \"case1\"; did you mean \"case-1\"?", status: 3),
  ]

  @Test(arguments: slips)
  func aSlipIsExplained(slip: Slip) async throws {
    let folder = try TemporaryFolder()
    try folder.write(NumberedSuite.text(cases: 3), to: "my suite.json")
    let run = try await Subprocess.assay(
      ["run", "my suite.json"] + slip.arguments, in: folder.url)
    #expect(run.status == slip.status)
    #expect(run.errors.contains(slip.says), "\(run.errors)")
  }
}
