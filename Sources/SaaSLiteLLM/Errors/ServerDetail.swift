/// What a server says about an error.
public enum ServerDetail: Sendable, Hashable {
  /// A text, keys masked.
  case text(String)
  /// The fields of the request that it does not accept.
  case fields([FieldError])

  /// One field that is not accepted. The server also echoes the value, which may be a prompt
  /// and is not kept.
  public struct FieldError: Sendable, Hashable {
    /// The way to the field, such as `body`, `messages`, `0`; numbers as text.
    public var location: [String]
    /// What is wrong with it, keys masked.
    public var message: String
    /// The server's word for the kind of fault, such as `missing`.
    public var type: String?

    /// Makes the fault of a field.
    public init(location: [String], message: String, type: String? = nil) {
      self.location = location
      self.message = message
      self.type = type
    }
  }
}

extension ServerDetail: CustomStringConvertible {
  /// The text; of fields, `body.model: Field required; …`.
  public var description: String {
    switch self {
    case .text(let text): text
    case .fields(let fields):
      fields.map { "\($0.location.joined(separator: ".")): \($0.message)" }
        .joined(separator: "; ")
    }
  }
}
