import Foundation
import GatewaySimulator
import JSONModel
import TestSupport
import Testing

/// `assay run` as a user meets it: the built program, its output and its exit code.
@Suite struct RunCommandTests {
  @Test func theSuitesThatANewcomerRunsAreGreen() async throws {
    let run = try await Subprocess.assay(["run", "suites"])
    #expect(run.status == 0, "\(run.output)\(run.errors)")
    #expect(run.errors == "")
    #expect(run.output.contains("✓ people [smollm2-135m]  12 passed"))
    #expect(run.output.contains("54 cases: 52 passed, 2 skipped, 10 flaky"))
    // Nothing for a terminal where there is none.
    #expect(!run.output.contains("\u{1B}"))
  }

  @Test func theBadPromptIsCaught() async throws {
    let run = try await Subprocess.assay(["run", "suites/regressions"])
    #expect(run.status == 1)
    #expect(run.output.contains("✗ people-few-shot [smollm2-135m]  1 passed, 11 failed"))
    #expect(run.output.contains("$.name: expected \"Sarah Johnson\", found \"John\""))
  }

  @Test func everyOutcomeIsToldApart() async throws {
    let folder = try TemporaryFolder()
    let junit = folder.url.appending(path: "reports/deep/outcomes.xml").path
    let run = try await Subprocess.assay(["run", "suites/outcomes", "--junit", junit])
    #expect(run.status == 1)
    #expect(
      run.output.contains(
        "12 cases: 1 passed, 4 failed, 5 errored, 1 inconclusive, 1 skipped, 1 flaky"),
      "\(run.output)")
    for part in [
      "the nearest recording differs (fixtures/every-outcome/recordings.har, entry 1):",
      "body/messages/0/content: asked \"Nobody recorded this.\", recorded \"Say hello.\"",
      "this request was recorded, but for attempt 1 instead of 2",
      "the server reported an error in its stream: The server had an error processing your request.",
      "could not be checked: /(.*)*!x/ was given up",
      "latency: the latency was not measured", "suites/outcomes/every-outcome.json:39",
    ] {
      #expect(run.output.contains(part), "\(part)")
    }
    let xml = try String(contentsOfFile: junit, encoding: .utf8)
    #expect(xml.contains("tests=\"12\" failures=\"4\" errors=\"6\" skipped=\"1\""))
    #expect(xml.contains("type=\"inconclusive\""))
  }

  /// Wrong input of each kind: what is said, and the exit code.
  struct BadInput: Sendable, CustomTestStringConvertible {
    var name: String
    var suite: String?
    var arguments = ["run", "suite.json", "--fixtures", "fixtures"]
    var status: Int32 = 64
    var says: [String]

    var testDescription: String { name }
  }

  private static let valid = """
    {
      "version": 1,
      "name": "tiny",
      "models": ["m"],
      "prompts": { "p": { "messages": [{ "role": "user", "content": "Hi {{name}}" }] } },
      "cases": [
        { "id": "a", "vars": { "name": "Ada" }, "assert": [{ "type": "contains", "value": "Ada" }] }
      ]
    }
    """

  private static func edited(_ old: String, _ new: String) -> String {
    precondition(valid.contains(old))
    return valid.replacing(old, with: new)
  }

  static let badInputs = [
    BadInput(
      name: "missing file", arguments: ["run", "nothing.json"],
      says: ["nothing.json: error: no such file or folder"]),
    BadInput(
      name: "no suites", arguments: ["run", "empty"],
      says: ["empty: error: the folder has no suites"]),
    BadInput(
      name: "broken JSON", suite: edited("\"models\": [\"m\"],", "\"models\": [\"m\",],"),
      says: ["suite.json:4:18: error: expected a value, found ']'; JSON allows no comma before it"]),
    BadInput(
      name: "not UTF-8", suite: "\u{FEFF}", says: ["suite.json:1:1: error: there is no JSON value"]),
    BadInput(
      name: "unknown key", suite: edited("\"assert\"", "\"asert\""),
      says: [
        "suite.json:7:45: error: /cases/0/asert: unknown key \"asert\" (did you mean \"assert\"?)"
      ]),
    BadInput(
      name: "repeated key", suite: edited("\"version\": 1", "\"version\": 1, \"version\": 1"),
      says: ["the key \"version\" stands twice in this object"]),
    BadInput(
      name: "unknown assertion", suite: edited("\"contains\"", "\"contians\""),
      says: [
        "/cases/0/assert/0/type: unknown assertion type \"contians\" (did you mean \"contains\"?)"
      ]),
    BadInput(
      name: "repeated case id",
      suite: edited(
        "\"cases\": [",
        "\"cases\": [ { \"id\": \"a\", \"vars\": { \"name\": \"B\" }, \"assert\": [{ \"type\": \"is-json\" }] },"
      ),
      says: ["suite.json:7:13: error: /cases/1/id: the case id \"a\" stands twice, first in line 6"]
    ),
    BadInput(
      name: "undefined variable", suite: edited("{{name}}", "{{nmae}}"),
      says: [
        "needs the variable \"nmae\", which the case \"a\" does not have (did you mean \"name\"?)"
      ]),
    BadInput(
      name: "newer version", suite: edited("\"version\": 1", "\"version\": 2"),
      says: ["this suite is of version 2; this Assay reads up to 1 (use a newer Assay)"]),
    BadInput(
      name: "wrong type", suite: edited("[\"m\"]", "\"m\""),
      says: ["/models: \"models\" must be a list of at least one model"]),
    BadInput(
      name: "bad pattern",
      suite: edited("\"contains\", \"value\": \"Ada\"", "\"regex\", \"value\": \"(\""),
      says: ["/cases/0/assert/0/value: this is not a regular expression"]),
    BadInput(
      name: "name that leaves the folder", suite: edited("\"tiny\"", "\"../tiny\""),
      says: ["\"../tiny\" cannot be the name of a suite"]),
    BadInput(
      name: "missing fixtures", suite: valid,
      arguments: ["run", "suite.json", "--fixtures", "none"],
      says: [
        "none/tiny: error: this folder of recordings does not exist",
        "--fixtures names another folder",
      ]),
    BadInput(
      name: "empty fixtures", suite: valid,
      says: ["fixtures/tiny: error: the folder has no recordings (.har files)"]),
    BadInput(
      name: "unknown option", suite: valid, arguments: ["run", "suite.json", "--junitt", "x"],
      says: ["Unknown option '--junitt'"]),
    BadInput(
      name: "no concurrency", suite: valid, arguments: ["run", "suite.json", "--concurrency", "0"],
      says: ["--concurrency must be at least 1"]),
  ]

  @Test(arguments: badInputs)
  func badInputIsExplained(input: BadInput) async throws {
    let folder = try TemporaryFolder()
    if let suite = input.suite { try folder.write(suite, to: "suite.json") }
    try folder.write("", to: "empty/.keep")
    try folder.write("", to: "fixtures/tiny/.keep")
    let junit = folder.url.appending(path: "junit.xml")
    let run = try await Subprocess.assay(
      input.arguments + ["--junit", "junit.xml"], in: folder.url)
    #expect(run.status == input.status)
    for part in input.says { #expect(run.errors.contains(part), "\(run.errors)") }
    #expect(run.output == "")
    #expect(!FileManager.default.fileExists(atPath: junit.path), "nothing is half-written")
  }

  @Test func allMistakesAreReportedAtOnce() async throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.edited("\"assert\"", "\"asert\""), to: "suites/one.json")
    try folder.write("{", to: "suites/two.json")
    let run = try await Subprocess.assay(["run", "suites"], in: folder.url)
    #expect(run.status == 64)
    #expect(run.errors.contains("suites/one.json:7:45"))
    #expect(run.errors.contains("suites/two.json:1:2"))
  }

  /// Before anything is asked, and without a journal of a run that never was.
  @Test(arguments: ["/proc/assay/x.xml", "folder", "suite.json/x.xml"])
  func aReportThatCannotBeWrittenIsSaidFirst(path: String) async throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.valid, to: "suite.json")
    try folder.write("", to: "folder/.keep")
    try await GatewaySimulator.withSimulator { simulator in
      let run = try await Subprocess.assay(
        ["run", "suite.json", "--mode", "live", "--junit", path], in: folder.url,
        environment: simulator.environment)
      #expect(run.status == 64)
      #expect(run.errors.contains("the JUnit report cannot be written: \(path)"), "\(run.errors)")
      #expect(run.output == "")
      #expect(simulator.counts.endpoints.isEmpty)
    }
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
        == ["folder", "suite.json"])
  }

  @Test func nothingSelectedHasItsOwnExitCode() async throws {
    let folder = try TemporaryFolder()
    try folder.write(
      Self.edited("\"id\": \"a\"", "\"id\": \"a\", \"skip\": \"later\""), to: "suite.json")
    try folder.write(
      try String(
        contentsOf: Repository.root.appending(path: "fixtures/chat/recordings.har"), encoding: .utf8
      ),
      to: "fixtures/tiny/recordings.har")
    let run = try await Subprocess.assay(["run", "suite.json"], in: folder.url)
    #expect(run.status == 3)
  }

  @Test(arguments: [
    (["--version"], "0.1.0"), (["--help"], "SUBCOMMANDS"), (["run", "--help"], "--junit"),
  ])
  func asksNothingOfTheNewcomer(arguments: [String], says: String) async throws {
    let run = try await Subprocess.assay(arguments)
    #expect(run.status == 0)
    #expect(run.output.contains(says))
  }
}
