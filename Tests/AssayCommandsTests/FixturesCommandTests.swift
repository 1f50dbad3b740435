import Foundation
import GatewaySimulator
import JSONModel
import TestSupport
import Testing

/// `assay fixtures …` and what `assay run` asks of recordings, from the outside.
@Suite struct FixturesCommandTests {
  private static func suite(
    _ name: String = "story", cases: [String] = ["one", "two"], prompt: String = "Say {{word}}.",
    extra: String = ""
  ) -> String {
    let list = cases.map { "{ \"id\": \"\($0)\", \"vars\": { \"word\": \"\($0)\" }\(extra) }" }
    return """
      {
        "version": 1, "name": "\(name)", "models": ["gpt-4"],
        "prompts": { "p": { "messages": [{ "role": "user", "content": "\(prompt)" }] } },
        "defaults": { "assert": [{ "type": "not-contains", "value": "never said" }] },
        "cases": [\(list.joined(separator: ", "))]
      }
      """
  }

  /// A folder with a recorded suite of two cases, of which the second is asked twice.
  private static func recorded() async throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(suite(), to: "suites/story.json")
    try await record(folder)
    return folder
  }

  private static func record(_ folder: TemporaryFolder, _ mode: String = "record") async throws {
    try await GatewaySimulator.withSimulator { simulator in
      let run = try await Subprocess.assay(
        ["run", "--mode", mode], in: folder.url,
        environment: [
          "SAAS_LITELLM_API_URL": simulator.baseURL, "SAAS_LITELLM_TEAM_ID": simulator.teamID,
          "SAAS_LITELLM_VIRTUAL_KEY": simulator.virtualKey,
        ])
      #expect(run.status == 0, "\(run.output)\(run.errors)")
    }
  }

  private static func assay(_ folder: TemporaryFolder, _ arguments: String...) async throws
    -> Subprocess
  {
    try await Subprocess.assay(arguments, in: folder.url)
  }

  private static let file = "fixtures/story/gpt-4.har"

  private static func cases(_ folder: TemporaryFolder) async throws -> [String] {
    let list = try await assay(folder, "fixtures", "list", "--format", "json")
    return try list.output.split(separator: "\n").compactMap {
      try JSONValue(parsing: String($0))["labels"]?["case"]?.stringValue
    }
  }

  @Test func recordingsAreListedShownAndCounted() async throws {
    let folder = try await Self.recorded()
    let list = try await Self.assay(folder, "fixtures", "list", "--case", "two")
    #expect(list.status == 0)
    let lines = list.output.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines[0].hasPrefix("\(Self.file)  4 recordings, "))
    #expect(lines[1].hasSuffix("[case=two prompt=p model=gpt-4 attempt=1 step=call]"))
    let number = try #require(lines[1].split(separator: " ").first)

    for arguments in [[Self.file, String(number)], ["--suite", "story", "--case", "two"]] {
      let show = try await Subprocess.assay(["fixtures", "show"] + arguments, in: folder.url)
      #expect(show.status == 0)
      #expect(show.output.hasPrefix("--- \(Self.file), entry \(number)\n"))
      #expect(show.output.contains("Authorization: REDACTED\n"))
      #expect(show.output.contains("\"content\": \"Say two.\""))
      #expect(show.output.contains("\n200 OK\n"))
    }
    let json = try await Self.assay(
      folder, "fixtures", "show", Self.file, String(number), "--format", "json")
    #expect(try JSONValue(parsing: json.output)["_labels"]?["case"] == "two")

    let stats = try await Self.assay(folder, "fixtures", "stats", "--format", "json")
    let figures = try JSONValue(parsing: stats.output)
    #expect(figures["folder"] == "fixtures/story")
    #expect(figures["recordings"] == 4)
    #expect(figures["models"] == ["gpt-4"])
    #expect(figures["cases"] == ["one", "two"])
    #expect(figures["hasUnfinishedRecording"] == false)
  }

  @Test func whatIsNotThereIsNamed() async throws {
    let folder = try await Self.recorded()
    for (arguments, message) in [
      (["list", "--suite", "storry"], "did you mean \"story\"?"),
      (["stats", "--model", "gpt-5"], "no recordings of a model \"gpt-5\" in fixtures"),
      (["list", "--fixtures", "none"], "none: this folder of recordings does not exist"),
      (["show"], "Name a file, or --suite, --case or --model."),
      (["show", Self.file, "99"], "has no such entry; it has 4, counted from 0"),
      (["audit", "none"], "none: there is no such file or folder"),
      (["stats", "--max-age", "30"], "such as 30d"),
      (["prune", "none"], "no such file or folder"),
    ] {
      let run = try await Subprocess.assay(["fixtures"] + arguments, in: folder.url)
      #expect(run.status == 64, "\(arguments)")
      #expect(run.errors.contains(message), "\(run.errors)")
    }
  }

  @Test func damageIsNamedWithItsPlace() async throws {
    let folder = try await Self.recorded()
    let file = folder.url.appending(path: Self.file)
    try Data(contentsOf: file).prefix(700).write(to: file)
    for command in ["list", "stats", "prune"] {
      let run = try await Self.assay(folder, "fixtures", command)
      #expect(run.status == 64)
      #expect(run.errors.contains("\(Self.file):"), "\(run.errors)")
      #expect(run.errors.contains("not JSON"), "\(run.errors)")
    }
  }

  @Test func anAuditFailsWhereItFindsSomething() async throws {
    let folder = try await Self.recorded()
    let clean = try await Self.assay(folder, "fixtures", "audit")
    #expect(clean.status == 0, "\(clean.output)")
    #expect(clean.errors == "nothing that looks like a secret in 1 file\n")

    let secret = "sk-proj-Zx81mQaLw93KfPqTrV5bNcY7hJ2dSgEu"
    try folder.write("the key is \(secret)\n", to: "fixtures/story/notes.txt")
    for format in ["text", "json"] {
      let dirty = try await Self.assay(folder, "fixtures", "audit", "--format", format)
      #expect(dirty.status == 1)
      #expect(dirty.output.contains("fixtures/story/notes.txt"))
      #expect(dirty.output.contains("API key (sk-)"))
      #expect(!(dirty.output + dirty.errors).contains(secret.dropFirst(8)))
    }
    let excepted = try await Self.assay(folder, "fixtures", "audit", "--except", secret)
    #expect(excepted.status == 0)
    // The key of the environment is found though it looks like none.
    try folder.write("plain words\n", to: "fixtures/story/notes.txt")
    let configured = try await Subprocess.assay(
      ["fixtures", "audit"], in: folder.url,
      environment: ["SAAS_LITELLM_VIRTUAL_KEY": "plain words"])
    #expect(configured.status == 1)
    #expect(!configured.output.contains("plain words"))
  }

  @Test func unusedRecordingsFailARunThatAsksForIt() async throws {
    let folder = try await Self.recorded()
    #expect(try await Self.assay(folder, "run", "--fail-on", "unused").status == 0)
    // A skipped case keeps its recordings.
    try folder.write(
      Self.suite(extra: ", \"skip\": \"for now\""), to: "suites/story.json")
    let skipped = try await Self.assay(folder, "run", "--fail-on", "unused")
    #expect(skipped.status == 0 || skipped.status == 3, "\(skipped.errors)")
    // One that is gone does not.
    try folder.write(Self.suite(cases: ["one"]), to: "suites/story.json")
    #expect(try await Self.assay(folder, "run").status == 0)
    let gone = try await Self.assay(folder, "run", "--fail-on", "unused")
    #expect(gone.status == 1)
    #expect(gone.errors.contains("1 unused recording:"), "\(gone.errors)")
    #expect(gone.errors.contains("case two is not in the suite"), "\(gone.errors)")
  }

  @Test func pruneShowsBeforeItDeletes() async throws {
    let folder = try await Self.recorded()
    try folder.write(Self.suite(cases: ["one"]), to: "suites/story.json")
    let before = try Data(contentsOf: folder.url.appending(path: Self.file))
    let shown = try await Self.assay(folder, "fixtures", "prune")
    #expect(shown.status == 0)
    #expect(shown.output.contains("case two is not in the suite"))
    #expect(shown.errors == "1 recording to remove; nothing was changed, --delete removes them\n")
    #expect(try Data(contentsOf: folder.url.appending(path: Self.file)) == before)

    let deleted = try await Self.assay(folder, "fixtures", "prune", "--delete")
    #expect(deleted.status == 0)
    #expect(deleted.errors == "1 recording removed from 1 file\n")
    #expect(try await Self.cases(folder) == ["one"])
    #expect(try await Self.assay(folder, "run", "--fail-on", "unused").status == 0)
  }

  @Test func recordingsOfWhatIsNotRecordedAnewYetAreKept() async throws {
    let folder = try await Self.recorded()
    try folder.write(Self.suite(prompt: "Please say {{word}}."), to: "suites/story.json")
    let missed = try await Self.assay(folder, "fixtures", "prune", "--delete")
    #expect(missed.output == "")
    #expect(missed.errors.contains("kept: 2 of attempts that ended in an error"))
    #expect(try await Self.cases(folder) == ["one", "two"])
    // Once it is, the old ones are superfluous.
    try await Self.record(folder, "missing")
    #expect(try await Self.cases(folder) == ["one", "one", "two", "two"])
    let pruned = try await Self.assay(folder, "fixtures", "prune", "--delete")
    #expect(pruned.output.contains("nothing asks for it any more"))
    #expect(try await Self.cases(folder) == ["one", "two"])
    #expect(try await Self.assay(folder, "run").status == 0)
  }

  @Test func recordingsOfSuitesThatAreGoneAreFoundInFoldersAlone() async throws {
    let folder = try await Self.recorded()
    try folder.write(Self.suite("other"), to: "suites/deeper/other.json")
    try folder.write("{\"rows\": [1]}", to: "suites/deeper/data.json")
    #expect(try await Self.assay(folder, "fixtures", "prune").errors.hasPrefix("nothing to prune"))
    try FileManager.default.moveItem(
      at: folder.url.appending(path: "fixtures/story"),
      to: folder.url.appending(path: "fixtures/former"))
    let file = try await Self.assay(folder, "fixtures", "prune", "suites/story.json")
    #expect(file.errors.hasPrefix("nothing to prune"))
    let whole = try await Self.assay(folder, "fixtures", "prune", "--delete")
    #expect(whole.output.contains("the suite former is not"))
    #expect(whole.errors == "4 recordings removed from 1 file\n")
  }

  @Test func nothingIsPrunedForASuiteThatCannotBeRead() async throws {
    let folder = try await Self.recorded()
    try folder.write("{ \"version\": 1, \"name\": ", to: "suites/deeper/broken.json")
    let run = try await Self.assay(folder, "fixtures", "prune", "--delete")
    #expect(run.status == 64)
    #expect(run.errors.contains("suites/deeper/broken.json"))
    #expect(try await Self.cases(folder) == ["one", "two"])
  }

  @Test func oldRecordingsFailARunThatAsksForIt() async throws {
    let folder = try await Self.recorded()
    #expect(try await Self.assay(folder, "run", "--max-age", "1h").status == 0)
    #expect(try await Self.assay(folder, "fixtures", "stats", "--max-age", "1h").status == 0)
    let file = folder.url.appending(path: Self.file)
    let text = try String(contentsOf: file, encoding: .utf8)
    let dated = text.replacing(
      try Regex("\"startedDateTime\": \"[^\"]*\""),
      with: "\"startedDateTime\": \"2020-02-03T00:00:00.000Z\"")
    try dated.write(to: file, atomically: true, encoding: .utf8)
    for arguments in [["run"], ["fixtures", "stats"]] {
      let old = try await Subprocess.assay(arguments + ["--max-age", "30d"], in: folder.url)
      #expect(old.status == 1)
      #expect(old.errors.contains("older than 30d"), "\(old.errors)")
      #expect(old.errors.contains("2020-02-03"))
    }
    // A recording that does not tell its age is not young.
    try text.replacing(
      try Regex("\"startedDateTime\": \"[^\"]*\""), with: "\"startedDateTime\": \"\""
    ).write(to: file, atomically: true, encoding: .utf8)
    let undated = try await Self.assay(folder, "fixtures", "stats", "--max-age", "30d")
    #expect(undated.status == 1)
    #expect(undated.errors.contains("4 recordings without a date"))
  }

  /// What cannot be told of recordings fails the run that asks; the journal has its end all the same.
  @Test func aRecordingOfWhichNobodyCanTellTheAgeFailsTheRun() async throws {
    let folder = try await Self.recorded()
    let file = folder.url.appending(path: Self.file)
    let text = try String(contentsOf: file, encoding: .utf8)
    let place = try #require(text.firstRange(of: "\"startedDateTime\": "))
    try
      (text[..<place.lowerBound] + "\"startedDateTime\": 7, \"was\": "
      + text[place.upperBound...]).write(to: file, atomically: true, encoding: .utf8)
    let run = try await Self.assay(
      folder, "run", "--max-age", "30d", "--journal", "j.jsonl", "--junit", "j.xml")
    #expect(run.status == 1, "\(run.output)\(run.errors)")
    #expect(
      run.errors.contains("nobody can tell how old the recordings are (--max-age): "),
      "\(run.errors)")
    #expect(try JournalEvidence(folder.url.appending(path: "j.jsonl")).footer?["status"] == 1)
    #expect(try JUnitEvidence(folder.url.appending(path: "j.xml")).tests == 2)
    let report = try await Self.assay(folder, "report", "j.jsonl")
    #expect(report.status == 1)
  }

  @Test func streamsReplayAtAnyPace() async throws {
    let folder = try TemporaryFolder()
    try folder.write(
      Self.suite(extra: ", \"stream\": true"), to: "suites/story.json")
    try await Self.record(folder)
    for pace in ["instant", "recorded", "resplit=1", "resplit=99"] {
      let run = try await Self.assay(folder, "run", "--replay-pace", pace)
      #expect(run.status == 0, "\(pace): \(run.output)")
    }
    let unknown = try await Self.assay(folder, "run", "--replay-pace", "slow")
    #expect(unknown.status == 64)
    #expect(unknown.errors.contains("there is no pace 'slow'"))
  }

  /// The command that a miss names records what is missed, and asks for nothing else.
  @Test func theCommandOfAMissRecordsIt() async throws {
    let folder = try TemporaryFolder()
    func suite(_ cases: [String]) -> String {
      let list = cases.map { "{ \"id\": \"\($0)\", \"vars\": { \"word\": \"\($0)\" } }" }
      return """
        {
          "version": 1, "name": "story", "models": ["gpt-4", "claude-3-haiku"],
          "prompts": {
            "p": { "messages": [{ "role": "user", "content": "Say {{word}}." }] },
            "q": { "messages": [{ "role": "user", "content": "Repeat {{word}}." }] }
          },
          "cases": [\(list.joined(separator: ", "))]
        }
        """
    }
    let file = "my suites/it's.json"
    try folder.write(suite(["one"]), to: file)
    try await GatewaySimulator.withSimulator { simulator in
      let environment = [
        "SAAS_LITELLM_API_URL": simulator.baseURL, "SAAS_LITELLM_TEAM_ID": simulator.teamID,
        "SAAS_LITELLM_VIRTUAL_KEY": simulator.virtualKey,
      ]
      let recorded = try await Subprocess.assay(
        ["run", file, "--fixtures", "my recordings", "--mode", "record"], in: folder.url,
        environment: environment)
      #expect(recorded.status == 0, "\(recorded.output)\(recorded.errors)")

      try folder.write(suite(["one", "-two $HOME", "/x/"]), to: file)
      let before = simulator.counts.requests
      // Of two cases, two prompts and two models each is recorded by its own command.
      for left in stride(from: 8, to: 0, by: -1) {
        let missed = try await Subprocess.assay(
          ["run", file, "--fixtures", "my recordings"], in: folder.url)
        #expect(missed.status == 2)
        let hints = missed.output.matches(of: /to record it: assay (.*)/).map { String($0.1) }
        #expect(Set(hints).count == left, "\(missed.output)")
        let hint = try #require(hints.first)
        let run = try await Subprocess.run(
          URL(filePath: "/bin/sh"), ["-c", "\"$ASSAY\" \(hint)"], in: folder.url,
          environment.merging(["ASSAY": Subprocess.assayProgram.path, "HOME": "/nowhere"]) { $1 })
        #expect(run.status == 0, "\(hint)\n\(run.output)\(run.errors)")
        #expect(run.output.contains("1 case: 1 passed"), "\(run.output)")
      }
      // Each with a job of its own, as the recorded one means nothing to the gateway now.
      #expect(simulator.counts.requests - before <= 8 * 3)
    }
    let replay = try await Subprocess.assay(
      ["run", file, "--fixtures", "my recordings", "--fail-on", "unused"], in: folder.url)
    #expect(replay.status == 0, "\(replay.output)\(replay.errors)")
  }
}
