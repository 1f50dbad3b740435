/// Why a model stopped, in the provider's own word.
public struct FinishReason: RawRepresentable, Sendable, Hashable, ExpressibleByStringLiteral,
  Decodable
{
  public let rawValue: String

  public init(rawValue: String) {
    self.rawValue = rawValue
  }

  public init(stringLiteral value: String) {
    self.init(rawValue: value)
  }

  public static let stop = FinishReason(rawValue: "stop")
  public static let length = FinishReason(rawValue: "length")
  public static let contentFilter = FinishReason(rawValue: "content_filter")
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
  public var description: String { rawValue }
}
