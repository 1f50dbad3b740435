import JSONModel

extension Message: Decodable {
  private enum CodingKeys: String, CodingKey {
    case role, content, name, refusal, reasoning
    case reasoningContent = "reasoning_content"
    case toolCalls = "tool_calls"
    case toolCallID = "tool_call_id"
  }

  /// Reads a message as it stands in replies and requests; a missing role is that of the
  /// assistant.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      role: try container.decodeIfPresent(String.self, forKey: .role).map(Role.init(rawValue:))
        ?? .assistant,
      content: try container.decodeIfPresent(MessageContent.self, forKey: .content),
      name: try container.decodeIfPresent(String.self, forKey: .name),
      refusal: try container.decodeIfPresent(String.self, forKey: .refusal),
      reasoning: Self.text(.reasoningContent, in: container)
        ?? Self.text(.reasoning, in: container),
      toolCalls: try container.decodeIfPresent([ToolCall].self, forKey: .toolCalls) ?? [],
      toolCallID: try container.decodeIfPresent(String.self, forKey: .toolCallID))
  }

  /// A text that is no part of OpenAI's API: under its name others may send anything.
  private static func text(
    _ key: CodingKeys, in container: KeyedDecodingContainer<CodingKeys>
  ) -> String? {
    (try? container.decodeIfPresent(String.self, forKey: key)) ?? nil
  }
}

extension Message {
  /// Reads a message of a reply. Nearly all are a plain text, which needs no general decoding.
  init(reading node: JSONNode) throws {
    let plain: (JSONNode?) -> Bool = { $0.map { $0.kind == .string || $0.isNull } ?? true }
    let (role, content) = (node["role"], node["content"])
    let (name, refusal) = (node["name"], node["refusal"])
    guard node.kind == .object, plain(role), plain(content), plain(name), plain(refusal),
      node["tool_calls"]?.isNull ?? true, node["tool_call_id"] == nil
    else {
      self = try node.decode(Message.self)
      return
    }
    self.init(
      role: role?.stringValue.map(Role.init(rawValue:)) ?? .assistant,
      content: content?.stringValue.map(MessageContent.text), name: name?.stringValue,
      refusal: refusal?.stringValue,
      reasoning: node["reasoning_content"]?.stringValue ?? node["reasoning"]?.stringValue)
  }
}

extension MessageContent: Decodable {
  /// Reads a string, or a list of parts: `[{"type": "text", "text": …}, …]`.
  ///
  /// - Throws: `DecodingError` for anything else.
  public init(from decoder: any Decoder) throws {
    switch try JSONValue(from: decoder) {
    case .string(let text): self = .text(text)
    case .array(let elements):
      self = .parts(
        try elements.map { element in
          guard let object = element.objectValue else {
            throw DecodingError.typeMismatch(
              ContentPart.self,
              .init(
                codingPath: decoder.codingPath,
                debugDescription: "expected parts that are objects, found \(element.kind)"))
          }
          return ContentPart(object)
        })
    case let other:
      throw DecodingError.typeMismatch(
        MessageContent.self,
        .init(
          codingPath: decoder.codingPath,
          debugDescription: "expected a string or a list of parts, found \(other.kind)"))
    }
  }
}

extension ContentPart {
  /// Reads a part; what has no case of its own is kept as it is.
  init(_ object: JSONObject) {
    switch object["type"]?.stringValue {
    case "text":
      if let text = object["text"]?.stringValue, object.count == 2 {
        self = .text(text)
        return
      }
    case "image_url":
      if let image = object["image_url"]?.objectValue, let url = image["url"]?.stringValue,
        object.count == 2, image.count == (image["detail"] == nil ? 1 : 2)
      {
        self = .image(ImageReference(url: url, detail: image["detail"]?.stringValue))
        return
      }
    default: break
    }
    self = .other(object)
  }
}

extension ToolCall: Decodable {
  private enum CodingKeys: String, CodingKey {
    case id, function
  }

  private enum FunctionKeys: String, CodingKey {
    case name, arguments
  }

  /// Reads `{id, function: {name, arguments}}`; the arguments as text, or as the value that some
  /// local servers give.
  ///
  /// - Throws: `DecodingError` without a function or its name.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let function = try container.nestedContainer(keyedBy: FunctionKeys.self, forKey: .function)
    // Some local servers give no id, and arguments as an object rather than as text.
    let arguments = try function.decodeIfPresent(JSONValue.self, forKey: .arguments)
    self.init(
      id: try container.decodeIfPresent(String.self, forKey: .id) ?? "",
      name: try function.decode(String.self, forKey: .name),
      arguments: arguments.map { $0.stringValue ?? $0.text() } ?? "")
  }
}
