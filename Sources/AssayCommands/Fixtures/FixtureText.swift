import AssayReports
import Foundation
import HTTPFixtures
import JSONModel

/// How the facts of recordings look in a terminal.
enum FixtureText {
  private static let redactor = Redactor()

  /// `3  POST /api/jobs/{id}/llm-call  200  812 ms  2026-11-23  [case=sarah attempt=1]`
  static func line(_ facts: RecordingFacts) -> String {
    let reference = facts.reference
    var columns = [
      "\(reference.index)", reference.method, path(reference.url),
      facts.status == 0 ? "no answer" : "\(facts.status)", duration(facts.duration),
      facts.startedAt.map(day) ?? "undated",
    ]
    if let chunks = facts.chunkCount { columns.append("\(chunks) chunks") }
    if !reference.labels.isEmpty { columns.append("[\(reference.labels)]") }
    return ConsoleText.safe(columns.joined(separator: "  "))
  }

  static func path(_ url: String) -> String {
    let redacted = redactor.redact(url: url)
    guard let scheme = redacted.firstRange(of: "://") else { return redacted }
    return redacted[scheme.upperBound...].firstIndex(of: "/").map { String(redacted[$0...]) } ?? "/"
  }

  static func duration(_ duration: Duration?) -> String {
    guard let duration else { return "time unknown" }
    let milliseconds = duration / .milliseconds(1)
    return milliseconds < 10_000
      ? "\(Int(milliseconds.rounded())) ms" : String(format: "%.1f s", milliseconds / 1000)
  }

  /// The day, in UTC.
  static func day(_ date: Date) -> String {
    date.formatted(.iso8601.year().month().day())
  }

  static func size(_ bytes: Int) -> String {
    switch bytes {
    case ..<1_000: "\(bytes) B"
    case ..<1_000_000: "\((bytes + 500) / 1_000) KB"
    default: String(format: "%.1f MB", Double(bytes) / 1e6)
    }
  }

  static func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }
}

/// The facts of recordings as JSON; what is not known is absent.
enum FixtureJSON {
  private static let redactor = Redactor()

  static func recording(_ facts: RecordingFacts) -> JSONObject {
    let reference = facts.reference
    var object: JSONObject = [
      "file": .string(reference.file), "entry": .number(JSONNumber(reference.index)),
      "method": .string(reference.method), "url": .string(redactor.redact(url: reference.url)),
    ]
    if facts.status != 0 { object["status"] = .number(JSONNumber(facts.status)) }
    if let startedAt = facts.startedAt {
      object["startedAt"] = .string(startedAt.formatted(.iso8601))
    }
    if let duration = facts.duration {
      object["milliseconds"] = JSONNumber(duration / .milliseconds(1)).map { .number($0) }
    }
    object["responseBytes"] = .number(JSONNumber(facts.responseSize))
    if let chunks = facts.chunkCount { object["chunks"] = .number(JSONNumber(chunks)) }
    object["labels"] = labels(reference.labels)
    return object
  }

  static func labels(_ labels: ExchangeLabels) -> JSONValue {
    .object(JSONObject(labels.map { JSONObject.Member(key: $0.name, value: .string($0.value)) }))
  }

  static func strings(_ strings: [String]) -> JSONValue { .array(strings.map { .string($0) }) }
}
