public import Foundation

/// How old a recording may be: `30d`.
public struct AgeLimit: Sendable, Hashable, CustomStringConvertible {
  public var seconds: Double
  public let description: String

  private static let units: [(name: String, seconds: Double)] = [
    ("min", 60), ("s", 1), ("h", 3_600), ("d", 86_400), ("w", 604_800),
  ]

  /// Reads a whole number and a unit: `s`, `min`, `h`, `d` or `w`.
  ///
  /// - Throws: ``FixtureError`` that says so.
  public init(parsing text: String) throws {
    for (name, seconds) in Self.units where text.hasSuffix(name) {
      guard let number = Int(text.dropLast(name.count)), number > 0, text.first != "+" else {
        break
      }
      self.seconds = Double(number) * seconds
      description = text
      return
    }
    throw FixtureError(
      code: .invalidArgument, path: "",
      message: "'\(text)' is no age; write a number and a unit (s, min, h, d, w), such as 30d")
  }

  /// Whether something from `date` is older than the limit at the time `now`.
  public func isExceeded(by date: Date, now: Date) -> Bool {
    now.timeIntervalSince(date) > seconds
  }

  /// The recordings that are older, and those of which nobody can tell.
  public func exceeded(
    by recordings: [RecordingFacts], now: Date
  ) -> (older: [RecordingFacts], undated: [RecordingFacts]) {
    (
      recordings.filter { $0.startedAt.map { isExceeded(by: $0, now: now) } ?? false },
      recordings.filter { $0.startedAt == nil }
    )
  }
}
