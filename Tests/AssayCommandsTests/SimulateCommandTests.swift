import AssayInput
import Foundation
import GatewaySimulator
import TestSupport
import Testing

@testable import AssayCommands

/// `assay simulate` as a process.
@Suite struct SimulateCommandTests {
  /// The three variables that were printed.
  private static func environment(_ output: String) throws -> [String: String] {
    let lines = output.split(separator: "\n").filter { $0.hasPrefix("export ") }
    return Dictionary(
      try lines.map { line in
        let parts = line.dropFirst(7).split(separator: "=", maxSplits: 1)
        try #require(parts.count == 2)
        return (String(parts[0]), String(parts[1]))
      }, uniquingKeysWith: { first, _ in first })
  }

  private static func waitForStart(_ program: RunningProgram) async throws -> [String: String] {
    try await program.waitForOutput(containing: "SAAS_LITELLM_VIRTUAL_KEY=")
    return try environment(program.output)
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func itServesAndStopsCleanly(signal: Int32) async throws {
    let folder = try TemporaryFolder()
    try await RunningProgram.withAssay(["simulate", "--log", "requests.jsonl"], in: folder.url) {
      program in
      let environment = try await Self.waitForStart(program)
      #expect(
        environment.keys.sorted() == [
          "SAAS_LITELLM_API_URL", "SAAS_LITELLM_TEAM_ID", "SAAS_LITELLM_VIRTUAL_KEY",
        ])
      try folder.write(Self.suite, to: "suite.json")
      let run = try await Subprocess.assay(
        ["run", "suite.json", "--mode", "live"], in: folder.url, environment: environment)
      #expect(run.status == 0, "\(run.output)\(run.errors)")
      program.send(signal: signal)
      #expect(try await program.waitForEnd() == 0)
      #expect(program.errors.contains("by status: 200: "), "\(program.errors)")
      #expect(program.errors.contains("1 replies with "), "\(program.errors)")
    }
    let log = try String(
      contentsOf: folder.url.appending(path: "requests.jsonl"), encoding: .utf8)
    #expect(log.contains(#""endpoint":"llm-call""#))
    #expect(!log.contains("sk-simulated"))
  }

  /// The printed lines are a `.env` file, from which a run takes them.
  @Test func theOutputIsAnEnvFile() async throws {
    let folder = try TemporaryFolder()
    try folder.write(
      #"{"version": 1, "teams": [{"id": "team of $HOME", "key": "sk-it's-`a`-\"key\""}]}"#,
      to: "script.json")
    try folder.write(Self.suite, to: "suite.json")
    try await RunningProgram.withAssay(["simulate", "--script", "script.json"], in: folder.url) {
      program in
      try await program.waitForOutput(containing: "SAAS_LITELLM_VIRTUAL_KEY=")
      let shown = try await Subprocess.run(
        URL(filePath: "/bin/sh"),
        [
          "-c",
          program.output + #"printf '%s|%s' "$SAAS_LITELLM_TEAM_ID" "$SAAS_LITELLM_VIRTUAL_KEY""#,
        ],
        in: folder.url)
      #expect(shown.output == #"team of $HOME|sk-it's-`a`-"key""#)
    }
    try await RunningProgram.withAssay(["simulate"], in: folder.url) { program in
      _ = try await Self.waitForStart(program)
      try folder.write(program.output, to: ".env")
      let run = try await Subprocess.assay(
        ["run", "suite.json", "--mode", "live"], in: folder.url)
      #expect(run.status == 0, "\(run.output)\(run.errors)")
    }
  }

  private static let suite = """
    {
      "version": 1, "name": "s", "models": ["m"],
      "prompts": { "p": { "messages": [{ "role": "user", "content": "Hello." }] } },
      "cases": [{ "id": "c", "assert": [{ "type": "contains", "value": "Hello" }] }]
    }
    """

  /// A script with mistakes is refused before the port opens: the port here is taken, and that is
  /// not what is complained of.
  @Test func invalidScriptIsRefusedBeforeThePortOpens() async throws {
    let folder = try TemporaryFolder()
    try folder.write("{\n  \"version\": 1,\n  \"sede\": 3\n}\n", to: "script.json")
    let port = try await GatewaySimulator.withSimulator { simulator in
      let run = try await Subprocess.assay(
        ["simulate", "--script", "script.json", "--port", String(simulator.port)], in: folder.url)
      #expect(run.status == 64)
      #expect(
        run.errors
          == "assay: script.json:3:11: $.sede: unknown key \"sede\"; did you mean \"seed\"?\n")
      #expect(run.output.isEmpty)
      let busy = try await Subprocess.assay(["simulate", "--port", String(simulator.port)])
      #expect(busy.status == 64)
      #expect(busy.errors.contains("is in use, by process "), "\(busy.errors)")
      return simulator.port
    }
    #expect(port > 0)
  }

  @Test(arguments: [
    (["--port", "70000"], "--port must be from 0 to 65535"),
    (["--max-body", "0"], "--max-body must be at least 1"),
    (["--host", ""], "--host cannot be empty"),
    (["--shapes", "real"], "running"),
    (["--seed", "-1"], "--seed"),
    (["--log", "/nowhere/log"], "/nowhere/log: the log cannot be written"),
    (["--script", "/nowhere/script.json"], "/nowhere/script.json: cannot be read"),
    (["--host", "192.0.2.1"], "cannot listen at 192.0.2.1:0"),
  ])
  func invalidUseIsExplained(arguments: [String], says: String) async throws {
    let run = try await Subprocess.assay(["simulate"] + arguments)
    #expect(run.status == 64)
    #expect(run.errors.contains(says), "\(run.errors)")
    #expect(run.output.isEmpty)
  }

  @Test(arguments: [
    ("plain-1.0_x:/@", "plain-1.0_x:/@"), ("", "''"), ("a b", "'a b'"), ("$x", "'$x'"),
    ("[::1]", "'[::1]'"), ("it's", #""it's""#), ("'$`\"\\", #""'\$\`\"\\""#),
  ])
  func wordsOfTheShell(text: String, word: String) {
    #expect(ShellWord.text(text) == word)
  }

  @Test func countsAreSummedUp() {
    var counts = SimulatorCounts()
    #expect(SimulateCommand.summary(counts) == "Served 0 requests.\n")
    counts.requests = 3
    counts.statuses = [200: 1, 0: 2]
    counts.replies = 1
    counts.promptTokens = 5
    counts.completionTokens = 6
    counts.faults = ["reset": 1, "hang": 1]
    #expect(
      SimulateCommand.summary(counts, jobs: ["COMPLETED": 2, "PENDING": 1])
        == "Served 3 requests; by status: none: 2, 200: 1; 1 replies with 5 tokens in and 6 out; "
        + "faults: hang: 1, reset: 1; jobs: COMPLETED: 2, PENDING: 1.\n")
  }
}
