/// Why a model stopped, in the provider's own word.
public struct FinishReason: RawRepresentable, Sendable, Hashable, ExpressibleByStringLiteral,
  Decodable
{
  /// The word as the provider spells it.
  public let rawValue: String

  /// Takes any word.
  public init(rawValue: String) {
    self.rawValue = rawValue
  }

  /// Takes any word.
  public init(stringLiteral value: String) {
    self.init(rawValue: value)
  }

  /// The model had finished, or came to a stop sequence.
  public static let stop = FinishReason(rawValue: "stop")
  /// The limit of tokens was reached.
  public static let length = FinishReason(rawValue: "length")
  /// The provider withheld content.
  public static let contentFilter = FinishReason(rawValue: "content_filter")
  /// The model asks for tools.
  public static let toolCalls = FinishReason(rawValue: "tool_calls")

  /// Whether the reply was cut off by a limit of tokens: `length` at OpenAI, `max_tokens` at
  /// Anthropic and Gemini.
  public var isLengthLimit: Bool {
    ["length", "max_tokens", "model_length"].contains(rawValue.lowercased())
  }

  /// Whether the provider withheld content.
  public var isContentFilter: Bool {
    ["content_filter", "safety", "refusal", "prohibited_content", "recitation"]
      .contains(rawValue.lowercased())
  }
}

extension FinishReason: CustomStringConvertible {
  /// The word.
  public var description: String { rawValue }
}
