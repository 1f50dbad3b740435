/// The server's name of a job: a UUID where a real server issued it.
public struct JobID: RawRepresentable, Sendable, Hashable {
  /// The id as the server spelled it.
  public let rawValue: String

  public init(rawValue: String) {
    self.rawValue = rawValue
  }

  public init(_ id: String) {
    self.init(rawValue: id)
  }
}

extension JobID: ExpressibleByStringLiteral {
  public init(stringLiteral value: String) {
    self.init(rawValue: value)
  }
}

extension JobID: CustomStringConvertible {
  public var description: String { rawValue }
}
