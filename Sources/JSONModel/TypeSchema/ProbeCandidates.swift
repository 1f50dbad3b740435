/// Made-up values, the most acceptable ones first, for types that check what they decode.
enum ProbeCandidates {
  static let strings = [
    "", "a", "text", "1", "0", "2024-01-01T00:00:00Z", "2024-01-01", "https://example.com/",
    "user@example.com", "123e4567-e89b-42d3-a456-426614174000", "en", "en-US", "USD", "12:00:00",
    "127.0.0.1", "example.com", "#000000", "+15555550100", "1.0.0", "aGVsbG8=", "A1", "12345",
    "true", "1.5", "/", "{}", "[]", "Some words.",
  ]
  static let integers = [0, 1, 2, 10, 100, 50, -1, 2000, 5, 3, 7, 18, 200, 1000, 65_000]
  static let numbers = [0, 1, 0.5, 10, 100, -1, 2000, 0.25, 5, 50, -0.5]

  static func integers<T: FixedWidthInteger>(_ type: T.Type) -> [T] {
    integers.compactMap { T(exactly: $0) }
  }
}
