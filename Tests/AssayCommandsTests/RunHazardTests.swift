import Foundation
import GatewaySimulator
import JSONModel
import TestSupport
import Testing

/// What must not happen to files and secrets, whatever a run is told.
@Suite struct RunHazardTests {
  // MARK: Files

  private static func live(
    _ arguments: [String], _ folder: TemporaryFolder, _ simulator: GatewaySimulator
  ) async throws -> Subprocess {
    try await Subprocess.assay(
      ["run", "suite.json", "--mode", "live"] + arguments, in: folder.url,
      environment: simulator.environment)
  }

  @Test(arguments: ["j.jsonl", "./sub/../j.jsonl", "link.jsonl", "suite.json", ""])
  func aReportTakesNoOtherFilesPlace(path: String) async throws {
    let folder = try TemporaryFolder()
    let suite = NumberedSuite.text(cases: 2)
    try folder.write(suite, to: "suite.json")
    try folder.write("", to: "sub/place")
    try FileManager.default.createSymbolicLink(
      atPath: folder.url.appending(path: "link.jsonl").path, withDestinationPath: "j.jsonl")
    try await GatewaySimulator.withSimulator { simulator in
      let refused = try await Self.live(
        ["--journal", "j.jsonl", "--junit", path], folder, simulator)
      #expect(refused.status == 64)
      #expect(refused.errors.contains("the JUnit report cannot be written"), "\(refused.errors)")
      #expect(simulator.counts.endpoints.isEmpty)
      #expect(
        try String(contentsOf: folder.url.appending(path: "suite.json"), encoding: .utf8) == suite)

      _ = try await Self.live(["--journal", "j.jsonl"], folder, simulator)
      let journal = folder.url.appending(path: "j.jsonl")
      let before = try Data(contentsOf: journal)
      for command in ["report", "rescore"] where path != "suite.json" {
        let run = try await Subprocess.assay([command, "j.jsonl", "--junit", path], in: folder.url)
        #expect(run.status == 64, "\(command): \(run.output)\(run.errors)")
      }
      let resumed = try await Self.live(
        ["--resume", "j.jsonl", "--junit", path], folder, simulator)
      #expect(resumed.status == 64)
      #expect(try Data(contentsOf: journal) == before)
    }
  }

  @Test func aPipeIsNotReplacedAndALinkIsFollowed() async throws {
    let folder = try TemporaryFolder()
    try folder.write(NumberedSuite.text(cases: 2), to: "suite.json")
    let pipe = folder.url.appending(path: "pipe").path
    #expect(mkfifo(pipe, 0o600) == 0)
    try folder.write("old", to: "real/report.xml")
    let link = folder.url.appending(path: "link.xml").path
    try FileManager.default.createSymbolicLink(
      atPath: link, withDestinationPath: "real/report.xml")
    try await GatewaySimulator.withSimulator { simulator in
      for path in ["pipe", "/dev/null"] {
        let refused = try await Self.live(["--no-journal", "--junit", path], folder, simulator)
        #expect(refused.status == 64)
        #expect(refused.errors.contains("\(path) is no regular file"), "\(refused.errors)")
      }
      #expect(simulator.counts.endpoints.isEmpty)
      _ = try await Self.live(["--no-journal", "--junit", "link.xml"], folder, simulator)
    }
    let manager = FileManager.default
    let kinds = try [pipe, link].map { try manager.attributesOfItem(atPath: $0)[.type] }
    // Foundation has no name for a pipe; a regular file would have one.
    #expect(kinds as? [FileAttributeType] == [.typeUnknown, .typeSymbolicLink])
    #expect(try JUnitEvidence(folder.url.appending(path: "real/report.xml")).tests == 2)
  }

  // MARK: Secrets

  /// What a model says of a key goes nowhere, and the recording is judged as the reply was.
  @Test(arguments: [false, true])
  func aKeyThatTheModelSaysIsInNoFile(streams: Bool) async throws {
    let folder = try TemporaryFolder()
    let key = "canary-4f9a8b7c6d5e"
    func suite(_ assertion: String) -> String {
      """
      { "version": 1, "name": "leak", "models": ["gpt-4"],
        "prompts": { "p": { "messages": [{ "role": "user", "content": "Go." }] } },
        "defaults": { "stream": \(streams) },
        "cases": [
          { "id": "said", "assert": [\(assertion)] },
          { "id": "talked", "turns": [
              { "user": "Again.", "capture": { "all": { "regex": ".*" } } },
              { "user": "You said {{all}}" } ],
            "assert": [{ "type": "equals", "value": "x" }] } ] }
      """
    }
    try folder.write(
      suite(#"{ "type": "contains", "value": "canary" }"#), to: "suite.json")
    let script = try SimulatorScript(
      parsing: """
        { "version": 1, "teams": [{ "id": "team", "key": "\(key)" }],
          "rules": [{ "reply": { "text": "the key is \(key) ok" } }] }
        """)
    try await GatewaySimulator.withSimulator(script: script) { simulator in
      for mode in ["live", "record"] {
        let run = try await Subprocess.assay(
          [
            "run", "suite.json", "--mode", mode, "--journal", "\(mode).jsonl", "--junit",
            "\(mode).xml",
          ],
          in: folder.url, environment: simulator.environment)
        #expect(run.status == 1, "\(run.output)\(run.errors)")
        #expect(!(run.output + run.errors).contains(key))
        try folder.write(run.output, to: "\(mode).txt")
      }
    }
    let replay = try await Subprocess.assay(
      ["run", "suite.json", "--journal", "replay.jsonl"], in: folder.url)
    let outcomes = try ["record", "replay"].map { name in
      try JournalEvidence(folder.url.appending(path: "\(name).jsonl")).attempts.map {
        [$0["case"]?.stringValue, $0["outcome"]?.stringValue, $0["reply"]?["text"]?.stringValue]
      }.sorted { "\($0)" < "\($1)" }
    }
    #expect(outcomes[0] == outcomes[1], "\(replay.output)\(replay.errors)")
    let files = try #require(FileManager.default.enumerator(atPath: folder.url.path))
    for case let path as String in files {
      guard let data = try? Data(contentsOf: folder.url.appending(path: path)) else { continue }
      #expect(data.range(of: Data(key.utf8)) == nil, "\(path)")
    }
  }

  // MARK: Names

  /// An id of a data file does nothing to a terminal, and forges no line of the report.
  @Test func namesAreShownAndNotObeyed() async throws {
    let folder = try TemporaryFolder()
    try folder.write(
      """
      { "version": 1, "name": "names", "models": ["gpt-4"],
        "prompts": { "p": { "messages": [{ "role": "user", "content": "Go." }] } },
        "cases": [{ "id": "a\\u001b[2J\\n✓ fake [x]  99 passed", "assert": [{ "type": "equals", "value": "x" }] }] }
      """, to: "suite.json")
    try await GatewaySimulator.withSimulator { simulator in
      let run = try await Self.live(["--no-journal"], folder, simulator)
      #expect(run.status == 1)
      #expect(!run.output.contains("\u{1B}"))
      #expect(
        !run.output.split(separator: "\n").contains { $0.hasPrefix("✓ fake") }, "\(run.output)")
      // The command that is shown is one that works.
      let command = try #require(
        run.errors.split(separator: "\n").last { $0.contains("run again") }?
          .split(separator: ": assay ", maxSplits: 1).last)
      let again = try await Subprocess.run(
        URL(filePath: "/bin/bash"), ["-c", "\"$ASSAY\" \(command) --no-journal"], in: folder.url,
        simulator.environment.merging(["ASSAY": Subprocess.assayProgram.path]) { $1 })
      #expect(again.status == 1, "\(command): \(again.output)\(again.errors)")
      #expect(again.output.contains("1 case: 1 failed"), "\(again.output)")
    }
  }
}
