import ArgumentParser
import AssayCore
import Foundation
import HTTPFixtures

/// What CI asks of recordings beside that they are there.
struct RecordingGates: ParsableArguments {
  @Flag(help: "Fail if there are recordings that the suites do not need any more.")
  var failOnUnused = false

  @Option(
    help: "Fail if a recording that was replayed is older, such as 30d (s, min, h, d, w).",
    transform: AgeLimit.init(option:))
  var maxAge: AgeLimit?

  /// What the gates find fault with, in the words for the user; empty if all is well.
  func complaints(_ run: PreparedRun, _ results: RunResults, now: Date) throws -> [String] {
    var complaints: [String] = []
    if failOnUnused {
      let unused = run.recordingUse(results).flatMap(\.unused)
      if !unused.isEmpty { complaints.append(UnusedText.complaint(unused)) }
    }
    if let maxAge {
      let served = try run.servedRecordings()
      if let message = StaleRecordings(served, maxAge, now: now).message {
        complaints.append(message)
      }
    }
    return complaints
  }
}

/// How unused recordings are told.
enum UnusedText {
  static func complaint(_ unused: [RecordingUse.Unserved]) -> String {
    let shown = 10
    var lines = ["\(FixtureText.count(unused.count, "unused recording")):"]
    lines += unused.prefix(shown).map(line)
    if unused.count > shown { lines.append("  and \(unused.count - shown) more") }
    lines.append("assay fixtures prune shows all of them; with --delete it removes them")
    return lines.joined(separator: "\n") + "\n"
  }

  /// `  fixtures/a/m.har, entry 3: case sarah is not in the suite [case=sarah …]`
  static func line(_ unserved: RecordingUse.Unserved) -> String {
    let reference = unserved.recording
    let labels = reference.labels.isEmpty ? "" : " [\(reference.labels)]"
    return "  \(reference.file), entry \(reference.index): \(reason(unserved.reason))\(labels)"
  }

  static func reason(_ reason: RecordingUse.Reason) -> String {
    switch reason {
    case .orphaned(let what): "\(what) is not in the suite"
    case .notAskedFor: "nothing asks for it any more"
    case .attemptErrored: "kept, as its attempt ended in an error"
    case .notRun: "kept, as its case is skipped"
    }
  }
}
