/// The server's name of a job: a UUID where a real server issued it.
public struct JobID: RawRepresentable, Sendable, Hashable {
  /// The id as the server spelled it.
  public let rawValue: String

  /// Takes an id as the server spelled it. One that is empty or has a slash or a control character
  /// in it is refused when it is used.
  public init(rawValue: String) {
    self.rawValue = rawValue
  }

  /// Takes an id as the server spelled it.
  public init(_ id: String) {
    self.init(rawValue: id)
  }
}

extension JobID: ExpressibleByStringLiteral {
  /// Takes an id as the server spelled it.
  public init(stringLiteral value: String) {
    self.init(rawValue: value)
  }
}

extension JobID: CustomStringConvertible {
  /// The id as the server spelled it.
  public var description: String { rawValue }
}
