/// Why a text is not JSON (RFC 8259), and where.
public struct JSONSyntaxError: Error, Sendable, Hashable {
  /// What is wrong. More reasons may come, so this is not an enumeration to switch over.
  public struct Code: Sendable, Hashable {
    enum Value: Hashable {
      case unexpectedEnd, unexpectedCharacter, trailingContent
      case invalidLiteral, invalidNumber
      case controlCharacter, invalidEscape, invalidUTF8
      case tooDeep, tooLarge
    }

    let value: Value

    /// The text ends inside a value.
    public static let unexpectedEnd = Code(value: .unexpectedEnd)
    /// A character stands where the grammar does not allow it.
    public static let unexpectedCharacter = Code(value: .unexpectedCharacter)
    /// More text follows the one value.
    public static let trailingContent = Code(value: .trailingContent)
    /// A word other than `true`, `false` and `null`.
    public static let invalidLiteral = Code(value: .invalidLiteral)
    /// Digits that are no JSON number, such as `01`, `1.` or `.5`.
    public static let invalidNumber = Code(value: .invalidNumber)
    /// A control character that a string must escape.
    public static let controlCharacter = Code(value: .controlCharacter)
    /// A backslash followed by something that is no escape.
    public static let invalidEscape = Code(value: .invalidEscape)
    /// Bytes that are not UTF-8.
    public static let invalidUTF8 = Code(value: .invalidUTF8)
    /// More nested arrays and objects than the limit.
    public static let tooDeep = Code(value: .tooDeep)
    /// More bytes than the limit.
    public static let tooLarge = Code(value: .tooLarge)
  }

  public let code: Code
  public let location: SourceLocation
  /// What was expected and found, in a sentence without the place.
  public let message: String

  public init(code: Code, location: SourceLocation, message: String) {
    self.code = code
    self.location = location
    self.message = message
  }
}

extension JSONSyntaxError: CustomStringConvertible {
  public var description: String { "\(location): \(message)" }
}
