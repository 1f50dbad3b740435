public import JSONModel

/// One message of a conversation, as sent and as answered.
public struct Message: Sendable, Hashable {
  /// Who speaks. Servers add roles of their own, so this is not an enumeration.
  public struct Role: RawRepresentable, Sendable, Hashable, ExpressibleByStringLiteral {
    /// The word on the wire.
    public let rawValue: String

    /// Takes any word.
    public init(rawValue: String) {
      self.rawValue = rawValue
    }

    /// Takes any word.
    public init(stringLiteral value: String) {
      self.init(rawValue: value)
    }

    /// Instructions that hold for the whole conversation.
    public static let system = Role(rawValue: "system")
    /// What newer OpenAI models call `system`.
    public static let developer = Role(rawValue: "developer")
    /// Whoever asks.
    public static let user = Role(rawValue: "user")
    /// The model.
    public static let assistant = Role(rawValue: "assistant")
    /// The result of a tool call.
    public static let tool = Role(rawValue: "tool")
  }

  /// Who speaks.
  public var role: Role
  /// What is said. Nil where a model answers with tool calls or a refusal only.
  public var content: MessageContent?
  /// The speaker's name, where several share a role.
  public var name: String?
  /// The model's words for declining, where the provider tells them apart from content.
  public var refusal: String?
  /// The thoughts that some models show beside the answer: what LiteLLM, vLLM, llama.cpp and
  /// others give as `reasoning_content` or `reasoning`. Not sent back: some providers refuse it.
  public var reasoning: String?
  /// The calls that the model asks for.
  public var toolCalls: [ToolCall]
  /// In a message of the role ``Role/tool``: the call that this is the result of.
  public var toolCallID: String?

  /// Makes a message of any form.
  public init(
    role: Role, content: MessageContent?, name: String? = nil, refusal: String? = nil,
    reasoning: String? = nil, toolCalls: [ToolCall] = [], toolCallID: String? = nil
  ) {
    self.role = role
    self.content = content
    self.name = name
    self.refusal = refusal
    self.reasoning = reasoning
    self.toolCalls = toolCalls
    self.toolCallID = toolCallID
  }

  /// Instructions: `{"role": "system", "content": …}`.
  public static func system(_ content: MessageContent) -> Message {
    Message(role: .system, content: content)
  }

  /// What the user says: `{"role": "user", "content": …}`.
  public static func user(_ content: MessageContent, name: String? = nil) -> Message {
    Message(role: .user, content: content, name: name)
  }

  /// What the model said before: `{"role": "assistant", "content": …}`.
  public static func assistant(_ content: MessageContent) -> Message {
    Message(role: .assistant, content: content)
  }

  /// The result of a tool call, to be sent after the message that asked for it.
  public static func toolResult(_ content: MessageContent, for call: ToolCall.ID) -> Message {
    Message(role: .tool, content: content, toolCallID: call)
  }

  /// The text of the content; of parts, their texts joined. Nil without content.
  public var text: String? { content?.text }
}

/// What a message says: a text, or parts of several kinds.
public enum MessageContent: Sendable, Hashable {
  case text(String)
  case parts([ContentPart])

  /// The text, or the texts of the parts joined.
  public var text: String {
    switch self {
    case .text(let text): text
    case .parts(let parts): parts.compactMap(\.text).joined()
    }
  }
}

extension MessageContent: ExpressibleByStringLiteral, ExpressibleByStringInterpolation,
  ExpressibleByArrayLiteral
{
  /// A text.
  public init(stringLiteral value: String) {
    self = .text(value)
  }

  /// Parts.
  public init(arrayLiteral elements: ContentPart...) {
    self = .parts(elements)
  }
}

/// One part of a message with several.
public enum ContentPart: Sendable, Hashable {
  case text(String)
  case image(ImageReference)
  /// A part of a kind that has no case here, such as audio; sent and kept as it is.
  case other(JSONObject)

  /// An image at a URL that the provider can reach.
  ///
  /// - Parameter detail: The provider's word for the resolution, such as `low` or `high`.
  public static func image(url: String, detail: String? = nil) -> ContentPart {
    .image(ImageReference(url: url, detail: detail))
  }

  /// An image sent along, as a `data:` URL (RFC 2397).
  ///
  /// - Parameter mediaType: Such as `image/png`.
  public static func image(
    data: [UInt8], mediaType: String, detail: String? = nil
  ) -> ContentPart {
    .image(
      ImageReference(url: "data:\(mediaType);base64,\(Base64.encode(data))", detail: detail))
  }

  var text: String? {
    if case .text(let text) = self { text } else { nil }
  }
}

/// Where an image is.
public struct ImageReference: Sendable, Hashable {
  /// An `https:` or a `data:` URL.
  public var url: String
  /// The provider's word for the resolution, such as `low` or `high`.
  public var detail: String?

  /// Makes a reference to an image.
  public init(url: String, detail: String? = nil) {
    self.url = url
    self.detail = detail
  }
}
