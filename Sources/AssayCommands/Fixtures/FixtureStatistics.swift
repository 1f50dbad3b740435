import AssayReports
import Foundation
import HTTPFixtures
import JSONModel

/// The figures of one folder of recordings.
struct FixtureStatistics {
  private let folder: FixtureInventory.Folder

  init(_ folder: FixtureInventory.Folder) {
    self.folder = folder
  }

  func text(now: Date) -> String {
    let count = FixtureText.count(folder.recordings.count, "recording")
    var lines = [
      "\(folder.path)  \(count), \(FixtureText.count(folder.files.count, "file")), "
        + FixtureText.size(folder.size)
    ]
    if let period = folder.period {
      let first = FixtureText.day(period.lowerBound)
      let last = FixtureText.day(period.upperBound)
      let days = Int(now.timeIntervalSince(period.lowerBound) / 86_400)
      lines.append(
        "  recorded  \(first == last ? first : "\(first) to \(last)"), "
          + "the oldest \(FixtureText.count(days, "day")) ago")
    }
    for (name, noun) in [("model", "models"), ("case", "cases")] {
      let values = folder.values(of: name)
      guard !values.isEmpty else { continue }
      let shown = 6
      let rest = values.count > shown ? ", and \(values.count - shown) more" : ""
      lines.append(
        "  \(noun.padding(toLength: 8, withPad: " ", startingAt: 0))  \(values.count): "
          + values.prefix(shown).joined(separator: ", ") + rest)
    }
    if folder.hasUnfinishedRecording {
      lines.append("  an unfinished recording is here; the next one brings it in")
    }
    return lines.map { ConsoleText.safe($0) + "\n" }.joined()
  }

  /// What is not known is absent.
  var json: JSONValue {
    var object: JSONObject = [
      "folder": .string(folder.path),
      "recordings": .number(JSONNumber(folder.recordings.count)),
      "files": .number(JSONNumber(folder.files.count)), "bytes": .number(JSONNumber(folder.size)),
    ]
    if let period = folder.period {
      object["oldest"] = .string(period.lowerBound.formatted(.iso8601))
      object["newest"] = .string(period.upperBound.formatted(.iso8601))
    }
    object["models"] = FixtureJSON.strings(folder.values(of: "model"))
    object["cases"] = FixtureJSON.strings(folder.values(of: "case"))
    object["hasUnfinishedRecording"] = .bool(folder.hasUnfinishedRecording)
    return .object(object)
  }
}

/// The recordings that a limit of age finds fault with.
struct StaleRecordings {
  private let limit: AgeLimit
  private let older: [RecordingFacts]
  private let undated: [RecordingFacts]

  init(_ recordings: [RecordingFacts], _ limit: AgeLimit, now: Date) {
    self.limit = limit
    (older, undated) = limit.exceeded(by: recordings, now: now)
  }

  /// What to tell; nil if all is well.
  var message: String? {
    guard !older.isEmpty || !undated.isEmpty else { return nil }
    var text = ""
    if let oldest = older.min(by: { ($0.startedAt ?? .now) < ($1.startedAt ?? .now) }) {
      text +=
        "\(FixtureText.count(older.count, "recording")) older than \(limit); the oldest is "
        + "\(place(oldest)). Record again: assay run --mode record\n"
    }
    if let first = undated.first {
      text +=
        "\(FixtureText.count(undated.count, "recording")) without a date, so nobody can tell how "
        + "old; the first is \(place(first))\n"
    }
    return text
  }

  private func place(_ facts: RecordingFacts) -> String {
    let reference = facts.reference
    let when = facts.startedAt.map { ", recorded \(FixtureText.day($0))" } ?? ""
    let who = reference.labels.isEmpty ? "" : " [\(reference.labels)]"
    return ConsoleText.safe("\(reference.file), entry \(reference.index)\(when)\(who)")
  }
}
