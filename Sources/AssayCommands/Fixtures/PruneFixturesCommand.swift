import ArgumentParser
import AssayCore
import AssayReports
import Foundation
import HTTPFixtures
import JSONModel

/// `assay fixtures prune`.
struct PruneFixturesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prune",
    abstract: "Show the recordings that no suite needs, and with --delete remove them.",
    discussion: """
      Replays the suites to see which recordings they use. Kept are those of cases that are \
      skipped, and those of attempts that end in an error: record such an attempt anew first. \
      Folders of suites that are not there any more are looked for where a folder of suites is \
      named, with its sub-folders; naming suite files leaves them alone.

      A recording that only a suite elsewhere needs looks unused: name all suites that share a \
      name, or --suite the one you mean.
      """)

  @Argument(help: "Suite files, or folders with suite files in them and below them.")
  var suites: [String] = ["suites"]

  @Option(help: "The folder with the recordings.", completion: .directory)
  var fixtures = "fixtures"

  @Flag(help: "Remove what is shown.")
  var delete = false

  @Option(help: "text or json (one object a line).")
  var format = FixtureFormat.text

  func run() async throws {
    let pruning = try await RecordingPruning(suites: suites, fixtures: fixtures)
    for unserved in pruning.removable { Standard.output.write(line(unserved)) }
    let count = FixtureText.count(pruning.removable.count, "recording")
    let kept = Self.keptText(pruning.kept)
    if pruning.removable.isEmpty {
      let folders = FixtureText.count(pruning.folders.count, "folder")
      Standard.error.write("nothing to prune in \(folders)\(kept)\n")
    } else if delete {
      let files = try pruning.execute()
      Standard.error.write(
        "\(count) removed from \(FixtureText.count(files.count, "file"))\(kept)\n")
    } else {
      Standard.error.write(
        "\(count) to remove; nothing was changed, --delete removes them\(kept)\n")
    }
  }

  /// What else was not replayed, and why it stays.
  static func keptText(_ kept: [RecordingUse.Unserved]) -> String {
    let counts = [
      (kept.count { $0.reason == .notRun }, "of skipped cases"),
      (kept.count { $0.reason == .attemptErrored }, "of attempts that ended in an error"),
    ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    return counts.isEmpty ? "" : "; kept: " + counts.joined(separator: ", ")
  }

  private func line(_ item: RecordingUse.Unserved) -> String {
    switch format {
    case .text: return ConsoleText.safe(String(UnusedText.line(item).dropFirst(2))) + "\n"
    case .json:
      return JSONValue.object([
        "file": .string(item.recording.file), "entry": .number(JSONNumber(item.recording.index)),
        "reason": .string(UnusedText.reason(item.reason)),
        "labels": FixtureJSON.labels(item.recording.labels),
      ]).text() + "\n"
    }
  }
}
