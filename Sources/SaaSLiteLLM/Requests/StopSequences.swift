/// Texts at which a reply ends: one (`"\\n"`) or several (`["###", "END"]`).
///
/// Always sent as a list, the only form that every server takes.
public struct StopSequences: Sendable, Hashable {
  /// The texts; providers take four at most.
  public var texts: [String]

  /// Takes any number of texts.
  public init(_ texts: [String]) {
    self.texts = texts
  }
}

extension StopSequences: ExpressibleByStringLiteral, ExpressibleByArrayLiteral {
  /// One text.
  public init(stringLiteral value: String) {
    self.init([value])
  }

  /// Several texts; providers take four at most.
  public init(arrayLiteral elements: String...) {
    self.init(elements)
  }
}
