#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Reads the dates that APIs write: RFC 3339, and ISO 8601 without a zone, as UTC.
enum ISO8601 {
  static func date(_ text: String) -> Date? {
    let hasZone =
      text.last == "Z" || text.last == "z"
      || text.dropFirst(10).contains { $0 == "+" || $0 == "-" }
    let zoned = hasZone ? text : text + "Z"
    let hasFraction = text.contains(".")
    let style = Date.ISO8601FormatStyle(includingFractionalSeconds: hasFraction)
    return try? style.parse(zoned)
  }
}
