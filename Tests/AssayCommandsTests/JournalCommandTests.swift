import Foundation
import GatewaySimulator
import JSONModel
import TestSupport
import Testing

/// Journals as a user meets them: written, gone on with, shown again, judged again.
@Suite struct JournalCommandTests {
  /// A folder with a suite and its recordings.
  private static func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for (source, target) in [
      ("suites/people.json", "suite.json"),
      ("fixtures/people/recordings.har", "fixtures/people/recordings.har"),
    ] {
      try folder.write(
        try String(contentsOf: Repository.root.appending(path: source), encoding: .utf8),
        to: target)
    }
    return folder
  }

  private static func lines(_ file: URL) throws -> [String] {
    try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(String.init)
  }

  @Test func theReportOfAJournalIsThatOfTheRun() async throws {
    let folder = try Self.folder()
    let run = try await Subprocess.assay(
      ["run", "suite.json", "--junit", "a.xml"], in: folder.url)
    let report = try await Subprocess.assay(["report", "--junit", "b.xml"], in: folder.url)
    #expect(report.status == run.status)
    #expect(report.output == run.output)
    #expect(
      try Data(contentsOf: folder.url.appending(path: "a.xml"))
        == Data(contentsOf: folder.url.appending(path: "b.xml")))
    #expect(
      try String(contentsOf: folder.url.appending(path: ".assay/.gitignore"), encoding: .utf8)
        == "*\n")
  }

  @Test func aRunIsGoneOnWithAfterALineThatWasTorn() async throws {
    let folder = try Self.folder()
    let whole = try await Subprocess.assay(
      ["run", "suite.json", "--journal", "j.jsonl"], in: folder.url)
    let file = folder.url.appending(path: "j.jsonl")
    let bytes = try Data(contentsOf: file)
    let ends = bytes.indices.filter { bytes[$0] == UInt8(ascii: "\n") }
    try bytes[..<(ends[4] + 40)].write(to: file)
    let unfinished = try await Subprocess.assay(["report", "j.jsonl"], in: folder.url)
    #expect(unfinished.status == 130)
    #expect(unfinished.errors.contains("cut off") && unfinished.errors.contains("its end"))
    let resumed = try await Subprocess.assay(
      ["run", "suite.json", "--resume", "j.jsonl"], in: folder.url)
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(resumed.output == whole.output)
    let lines = try Self.lines(file)
    #expect(lines.filter { $0.contains("\"kind\":\"attempt\"") }.count == 12)
    #expect(lines.filter { $0.contains("\"kind\":\"resumed\"") }.count == 1)
    let report = try await Subprocess.assay(["report", "j.jsonl"], in: folder.url)
    #expect(report.output == whole.output)
  }

  /// What was recorded some day and what a server says today are no results of one run.
  @Test func aReplayIsNotGoneOnWithLive() async throws {
    let folder = try Self.folder()
    _ = try await Subprocess.assay(["run", "suite.json", "--journal", "j.jsonl"], in: folder.url)
    let file = folder.url.appending(path: "j.jsonl")
    let before = try Data(contentsOf: file)
    let live = try await Subprocess.assay(
      ["run", "suite.json", "--mode", "live", "--resume", "j.jsonl"], in: folder.url,
      environment: [
        "SAAS_LITELLM_API_URL": "http://127.0.0.1:9", "SAAS_LITELLM_TEAM_ID": "t",
        "SAAS_LITELLM_VIRTUAL_KEY": "sk-unused-virtual-key",
      ])
    #expect(live.status == 64)
    #expect(
      live.errors.contains(
        "j.jsonl: this is the journal of a run with --mode replay, not live "
          + "(go on by: assay run suite.json --resume j.jsonl; or begin a new journal)"),
      "\(live.errors)")
    #expect(try Data(contentsOf: file) == before)
  }

  /// Gates that are not applied are not applied in silence.
  @Test func aReportNamesTheSuitesThatTheJournalDoesNotHave() async throws {
    let folder = try Self.folder()
    _ = try await Subprocess.assay(["run", "suite.json", "--journal", "j.jsonl"], in: folder.url)
    let text = try String(contentsOf: folder.url.appending(path: "suite.json"), encoding: .utf8)
    try folder.write(
      text.replacing("\"name\": \"people\"", with: "\"name\": \"others\""), to: "other.json")
    let both = try await Subprocess.assay(
      ["report", "j.jsonl", "--suites", "suite.json", "other.json"], in: folder.url)
    #expect(both.status == 0, "\(both.errors)")
    #expect(
      both.errors.contains(
        "the journal has no suite \"others\" (other.json); its gates are not applied"),
      "\(both.errors)")
    let none = try await Subprocess.assay(
      ["report", "j.jsonl", "--suites", "other.json"], in: folder.url)
    #expect(none.status == 64 && none.output.isEmpty)
    #expect(
      none.errors.contains(
        "j.jsonl: this is the journal of \"people\", not of \"others\" (other.json)"),
      "\(none.errors)")
    let rescored = try await Subprocess.assay(
      ["rescore", "j.jsonl", "--suites", "other.json"], in: folder.url)
    #expect(rescored.status == 64 && rescored.output.isEmpty)
    #expect(rescored.errors.contains("nothing could be judged again"), "\(rescored.errors)")
  }

  /// Foundation's own words for these are numbers.
  @Test(
    arguments: [
      (["report", "folder"], "folder: this is a folder"),
      (["run", "suite.json", "--journal", "folder"], "folder: this is a folder"),
      (["run", "suite.json", "--journal", ""], "The path of a journal cannot be empty"),
      (["run", "suite.json", "--journal", "suite.json/j"], "cannot be made: File exists"),
      (["run", "suite.json", "--resume", "folder"], "folder: this is a folder"),
      (["run", "suite.json"], "the folder .assay for journals cannot be made: Not a directory"),
    ])
  func aJournalThatCannotBeIsExplained(arguments: [String], says: String) async throws {
    let folder = try Self.folder()
    try folder.write("", to: "folder/file")
    try folder.write("", to: ".assay")
    let run = try await Subprocess.assay(arguments, in: folder.url)
    #expect(run.status == 64 && run.output.isEmpty)
    #expect(run.errors.contains(says), "\(run.errors)")
  }

  /// A journal may come from anywhere: what it says does not move the cursor.
  @Test func anErrorShowsWhatAJournalSaysWithoutControlCharacters() async throws {
    let folder = try Self.folder()
    let journal: JSONValue = [
      "kind": "header", "version": 1, "runID": "r", "started": "2026-11-25T00:00:00Z",
      "tool": "assay", "toolVersion": "0.1.0", "mode": "replay", "configuration": "",
      "suites": [
        [
          "name": "\u{1B}[2Jpeople", "file": "s", "hash": "h", "cases": 1, "attempts": 1,
          "whole": true,
        ]
      ],
    ]
    try folder.write(journal.text() + "\n", to: "j.jsonl")
    let run = try await Subprocess.assay(
      ["run", "suite.json", "--resume", "j.jsonl"], in: folder.url)
    #expect(run.status == 64)
    #expect(run.errors.contains("\\u{1B}[2Jpeople") && !run.errors.contains("\u{1B}"))
  }

  /// What a footer does not say is not that all passed.
  @Test func aVerdictThatTheJournalDoesNotTellIsMadeOfItsResults() async throws {
    let folder = try TemporaryFolder()
    let file = folder.url.appending(path: "j.jsonl")
    let run = try await Subprocess.assay(["run", "suites/outcomes", "--journal", file.path])
    #expect(run.status == 1)
    let text = try String(contentsOf: file, encoding: .utf8)
    let silent = text.replacing(/,"status":1(?=[,}])/, with: "").replacing(
      /"duration":[0-9.]+,/, with: "")
    #expect(silent != text)
    try silent.write(to: file, atomically: true, encoding: .utf8)
    let report = try await Subprocess.assay(["report", file.path])
    #expect(report.status == 1, "\(report.errors)")
    #expect(report.errors.contains("does not tell the verdict of its run"), "\(report.errors)")
    #expect(report.output == run.output)
  }

  @Test func anotherSuitesJournalIsRefused() async throws {
    let folder = try Self.folder()
    _ = try await Subprocess.assay(["run", "suite.json", "--journal", "j.jsonl"], in: folder.url)
    let suite = folder.url.appending(path: "suite.json")
    let text = try String(contentsOf: suite, encoding: .utf8)
    try folder.write(text + "\n", to: "suite.json")
    let changed = try await Subprocess.assay(
      ["run", "suite.json", "--resume", "j.jsonl"], in: folder.url)
    #expect(changed.status == 64)
    #expect(
      changed.errors.contains(
        "j.jsonl: the suite \"people\" (suite.json) has changed since this journal was begun"),
      "\(changed.errors)")
    let other = try await Subprocess.assay(
      ["run", "suites/chat.json", "--resume", folder.url.appending(path: "j.jsonl").path])
    #expect(other.status == 64)
    #expect(
      other.errors.contains("this is the journal of \"people\", not of \"chat\""),
      "\(other.errors)")
  }

  @Test func changedAssertionsAreAppliedWithoutACall() async throws {
    let folder = try Self.folder()
    _ = try await Subprocess.assay(["run", "suite.json"], in: folder.url)
    let suite = folder.url.appending(path: "suite.json")
    let text = try String(contentsOf: suite, encoding: .utf8)
    let old = "\"age\", \"equals\": 28"
    let place = text.contains(old) ? old : "\"equals\": 28"
    #expect(text.contains(place))
    try folder.write(
      text.replacing(place, with: place.replacing("28", with: "29")), to: "suite.json")
    try FileManager.default.removeItem(at: folder.url.appending(path: "fixtures"))
    let rescored = try await Subprocess.assay(["rescore"], in: folder.url)
    #expect(rescored.status == 1, "\(rescored.errors)")
    #expect(
      rescored.output.contains(
        "people/sarah [zero-shot, smollm2-135m] attempt 1: passed -> failed"),
      "\(rescored.output)")
    #expect(rescored.output.contains("12 replies judged again: 1 verdict changed"))
    #expect(rescored.output.contains("12 cases: 11 passed, 1 failed"))
  }

  @Test func whatFailedIsRunAlone() async throws {
    let first = try await Subprocess.assay(
      ["run", "suites/outcomes", "--journal", "/dev/null"])
    #expect(first.status == 64, "a journal does not overwrite what is there")
    let folder = try TemporaryFolder()
    let journal = folder.url.appending(path: "j.jsonl").path
    _ = try await Subprocess.assay(["run", "suites/outcomes", "--journal", journal])
    let failed = try await Subprocess.assay([
      "run", "suites/outcomes", "--failed", journal, "--no-journal",
    ])
    #expect(failed.output.contains("4 cases: 4 failed"), "\(failed.output)")
    let errored = try await Subprocess.assay([
      "run", "suites/outcomes", "--errored", journal, "--no-journal",
    ])
    #expect(errored.status == 2)
    #expect(errored.output.contains("6 cases: 5 errored, 1 inconclusive"), "\(errored.output)")
  }

  @Test func aPlanIsShownBeforeAnythingIsSpent() async throws {
    let folder = try Self.folder()
    let before = try await Subprocess.assay(["plan", "suite.json"], in: folder.url)
    #expect(before.status == 0, "\(before.errors)")
    #expect(before.output.contains("unknown"))
    _ = try await Subprocess.assay(["run", "suite.json"], in: folder.url)
    let after = try await Subprocess.assay(["plan", "suite.json"], in: folder.url)
    #expect(after.output.contains("tokens and costs as in .assay/runs/"), "\(after.output)")
    let rows = after.output.split(separator: "\n").map { $0.split(separator: " ") }
    #expect(rows[1].prefix(4) == ["people", "smollm2-135m", "12", "12"])
    #expect(Int(rows[1][4]) ?? 0 > 0, "tokens are known from the run before")
    // Neither a run of something else nor a broken journal comes between; the broken one is named.
    let runs = folder.url.appending(path: ".assay/runs")
    for (name, text) in [
      ("3-live.jsonl", "{\"kind\":\"header\",\"ver"), ("4-live.jsonl", "broken\n"),
      ("5-live.jsonl", "{\"kind\":\"header\",\"version\":9}\n"),
    ] {
      try text.write(
        to: runs.appending(path: name), atomically: true, encoding: .utf8)
    }
    let again = try await Subprocess.assay(["plan", "suite.json"], in: folder.url)
    #expect(again.output == after.output)
    #expect(
      again.errors.contains(
        ".assay/runs/4-live.jsonl: this is no journal"),
      "\(again.errors)")
    #expect(again.errors.contains("5-live.jsonl:1: this journal is of version 9"))
    #expect(!again.errors.contains("3-live.jsonl"))
    let none = try await Subprocess.assay(
      ["plan", "suite.json", "--case", "srah"], in: folder.url)
    #expect(none.status == 3)
    #expect(none.errors.contains("no case is named \"srah\"; did you mean \"sarah\"?"))
  }
}
