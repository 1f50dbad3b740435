import JSONModel
import TestSupport

/// Compares JSON by shape: the same members, the same kinds, and the same values where they say
/// something about behaviour.
enum Shape {
  /// Members whose values must be equal, not just of one kind.
  private static let telling: Set<String> = [
    "status", "finish_reason", "object", "type", "role", "team_id", "has_credits", "budget_mode",
    "credit_applied", "service", "index", "loc",
  ]

  /// What differs, as JSON paths with a reason; empty if nothing does.
  static func differences(
    _ actual: JSONValue, _ expected: JSONValue, path: String = "$",
    comparesFinish: Bool = true, exactTexts: Bool = false
  ) -> [String] {
    switch (actual, expected) {
    case (.object(let actual), .object(let expected)):
      let ignored = TranscriptCoverage.ignoredMembers
      let mine = actual.keys.filter { !ignored.contains($0) }
      let theirs = expected.keys.filter { !ignored.contains($0) }
      guard Set(mine) == Set(theirs) else {
        return ["\(path): members \(mine.sorted()) instead of \(theirs.sorted())"]
      }
      return mine.flatMap { key -> [String] in
        guard let left = actual[key], let right = expected[key] else { return [] }
        if isFree(path, key) || (key == "finish_reason" && !comparesFinish) { return [] }
        if telling.contains(key), left.arrayValue == nil || key == "loc", left != right {
          return ["\(path).\(key): \(left) instead of \(right)"]
        }
        return differences(
          left, right, path: "\(path).\(key)", comparesFinish: comparesFinish,
          exactTexts: exactTexts)
      }
    case (.array(let actual), .array(let expected)):
      guard let pattern = expected.first else {
        return actual.isEmpty ? [] : ["\(path): \(actual.count) elements instead of none"]
      }
      guard !actual.isEmpty else { return ["\(path): no elements"] }
      // Elements of one list may differ (a failed call has no latency), but each must be known.
      return actual.enumerated().flatMap { position, element -> [String] in
        let all = ([pattern] + expected).map {
          differences(
            element, $0, path: "\(path)[\(position)]", comparesFinish: comparesFinish,
            exactTexts: exactTexts)
        }
        return all.contains { $0.isEmpty } ? [] : all[0]
      }
    case (.string(let actual), .string(let expected)):
      return exactTexts && actual != expected ? ["\(path): \(actual) instead of \(expected)"] : []
    case (.bool(let actual), .bool(let expected)):
      return actual == expected ? [] : ["\(path): \(actual) instead of \(expected)"]
    default:
      return actual.kind == expected.kind
        ? [] : ["\(path): \(actual.kind.rawValue) instead of \(expected.kind.rawValue)"]
    }
  }

  /// Members whose names are data: job types, the client's metadata.
  private static func isFree(_ path: String, _ key: String) -> Bool {
    key == "job_types" || (key == "metadata" && path.contains("jobs["))
  }
}
