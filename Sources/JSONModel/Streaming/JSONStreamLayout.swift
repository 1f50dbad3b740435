/// How a long text holds its values.
public struct JSONStreamLayout: Sendable, Hashable {
  enum Value: Hashable {
    case lines
    case elements(of: JSONPointer)
  }

  let value: Value

  /// JSON Lines: a value on every line; blank lines are skipped.
  public static let lines = JSONStreamLayout(value: .lines)

  /// One JSON text, whose array at `pointer` is read element by element. All else in the text is
  /// checked as strictly, and skipped. The keys on the way to the array must not be repeated.
  public static func elements(of pointer: JSONPointer = .root) -> JSONStreamLayout {
    JSONStreamLayout(value: .elements(of: pointer))
  }
}

/// How a long text is read.
public struct JSONStreamOptions: Sendable, Hashable {
  /// How many bytes one value may have: the memory that reading takes is a small multiple.
  public var valueByteCount: Int
  /// How deep arrays and objects may nest within one value.
  public var depth: Int
  /// Whether a last line that was cut in writing, so that no line break follows it, is dropped
  /// instead of being an error. A number counts as cut, as nobody can tell.
  public var dropsTornLine: Bool

  public init(
    valueByteCount: Int = 64 << 20, depth: Int = 512, dropsTornLine: Bool = false
  ) {
    self.valueByteCount = valueByteCount
    self.depth = depth
    self.dropsTornLine = dropsTornLine
  }
}
