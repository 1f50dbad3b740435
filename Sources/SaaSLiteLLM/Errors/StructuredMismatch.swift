/// Where a reply departs from the type that it should have.
public struct StructuredMismatch: Sendable, Hashable {
  /// The reply as the model wrote it.
  public var rawText: String
  /// The way to the value at fault, such as `["people", "0", "age"]`; empty for the whole.
  public var codingPath: [String]
  /// What should stand there.
  public var expected: String
  /// What does.
  public var found: String
  /// How many times the model was asked.
  public var asks: Int

  /// Makes a mismatch.
  public init(
    rawText: String, codingPath: [String] = [], expected: String, found: String,
    asks: Int = 1
  ) {
    self.rawText = rawText
    self.codingPath = codingPath
    self.expected = expected
    self.found = found
    self.asks = asks
  }
}
