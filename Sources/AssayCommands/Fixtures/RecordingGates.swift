import ArgumentParser
import AssayCore
import Foundation
import HTTPFixtures

/// What CI asks of recordings beside that they are there.
struct RecordingGates: ParsableArguments {
  @Option(
    help: "Fail if a recording that was replayed is older, such as 30d (s, min, h, d, w).",
    transform: AgeLimit.init(option:))
  var maxAge: AgeLimit?

  /// What the gates find fault with, in the words for the user; empty if all is well.
  ///
  /// What cannot be told is a fault, not an error: by now a run has results that must be written.
  func complaints(_ run: PreparedRun, now: Date) -> [String] {
    guard let maxAge else { return [] }
    do {
      return try StaleRecordings(run.servedRecordings(), maxAge, now: now).message.map { [$0] }
        ?? []
    } catch {
      return ["nobody can tell how old the recordings are (--max-age): \(error)"]
    }
  }
}

/// How unused recordings are told.
enum UnusedText {
  static func list(_ unused: [RecordingUse.Unserved]) -> String {
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
    case .attemptKept: "kept, as its attempt was made by an earlier run"
    case .attemptErrored: "kept, as its attempt ended in an error"
    case .notRun: "kept, as its case is skipped"
    }
  }
}
