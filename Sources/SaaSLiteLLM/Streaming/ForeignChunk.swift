import JSONModel

/// Chunks in the providers' own forms, which some gateways pass on untranslated.
enum ForeignChunk {
  case chunk(StreamChunk)
  /// The provider's last word.
  case end
  /// Something without content, such as a sign of life.
  case nothing
  case failure(JSONNode)

  /// Reads an event of Anthropic's Messages API or a chunk of Gemini's `streamGenerateContent`;
  /// nil if it is neither.
  ///
  /// - Parameter assembly: What came before: Gemini does not number its calls.
  init?(reading document: JSONDocument, elapsed: Duration?, after assembly: StreamAssembly) {
    let root = document.root
    if let type = root["type"]?.stringValue {
      guard let translated = Self.anthropic(type, root, document, elapsed) else { return nil }
      self = translated
    } else if root["candidates"] != nil || root["promptFeedback"] != nil
      || root["usageMetadata"] != nil
    {
      self = .chunk(Self.gemini(root, document, elapsed, assembly))
    } else {
      return nil
    }
  }

  private static func anthropic(
    _ type: String, _ root: JSONNode, _ document: JSONDocument, _ elapsed: Duration?
  ) -> ForeignChunk? {
    var chunk = StreamChunk(elapsed: elapsed)
    chunk.document = document
    func choice(_ delta: StreamDelta, _ reason: FinishReason? = nil) {
      chunk.choices = [StreamChoice(index: 0, delta: delta, finishReason: reason)]
    }
    let position = root["index"]?.intValue ?? 0
    switch type {
    case "ping", "content_block_stop": return .nothing
    case "message_stop": return .end
    case "error": return .failure(root["error"] ?? root)
    case "message_start":
      let message = root["message"]
      chunk.id = message?["id"]?.stringValue
      chunk.model = message?["model"]?.stringValue
      chunk.usage = usage(message?["usage"])
      choice(StreamDelta(role: .assistant))
    case "content_block_start":
      let block = root["content_block"]
      switch block?["type"]?.stringValue {
      case "text": choice(StreamDelta(content: block?["text"]?.stringValue))
      case "tool_use":
        choice(
          StreamDelta(toolCalls: [
            ToolCallDelta(
              index: position, id: block?["id"]?.stringValue, name: block?["name"]?.stringValue)
          ]))
      default: return .nothing
      }
    case "content_block_delta":
      let delta = root["delta"]
      switch delta?["type"]?.stringValue {
      case "text_delta": choice(StreamDelta(content: delta?["text"]?.stringValue))
      case "thinking_delta": choice(StreamDelta(reasoning: delta?["thinking"]?.stringValue))
      case "input_json_delta":
        choice(
          StreamDelta(toolCalls: [
            ToolCallDelta(index: position, arguments: delta?["partial_json"]?.stringValue)
          ]))
      default: return .nothing
      }
    case "message_delta":
      chunk.usage = usage(root["usage"])
      choice(
        StreamDelta(), root["delta"]?["stop_reason"]?.stringValue.map(FinishReason.init(rawValue:)))
    default: return nil
    }
    return .chunk(chunk)
  }

  private static func usage(_ node: JSONNode?) -> Usage? {
    guard let node, node.kind == .object else { return nil }
    return Usage(
      promptTokens: node["input_tokens"]?.intValue,
      completionTokens: node["output_tokens"]?.intValue,
      cachedPromptTokens: node["cache_read_input_tokens"]?.intValue)
  }

  private static func gemini(
    _ root: JSONNode, _ document: JSONDocument, _ elapsed: Duration?, _ assembly: StreamAssembly
  ) -> StreamChunk {
    var chunk = StreamChunk(
      id: root["responseId"]?.stringValue, model: root["modelVersion"]?.stringValue,
      elapsed: elapsed)
    chunk.document = document
    for (position, candidate) in (root["candidates"]?.elements.enumerated().map { $0 } ?? []) {
      let index = candidate["index"]?.intValue ?? position
      let callsBefore = assembly.toolCallCount(ofChoice: index)
      var texts: [String] = []
      var calls: [ToolCallDelta] = []
      for part in candidate["content"]?["parts"]?.elements.map({ $0 }) ?? [] {
        if let text = part["text"]?.stringValue { texts.append(text) }
        if let call = part["functionCall"] {
          calls.append(
            ToolCallDelta(
              index: callsBefore + calls.count, id: call["id"]?.stringValue,
              name: call["name"]?.stringValue,
              arguments: call["args"].map { $0.value.text() }))
        }
      }
      chunk.choices.append(
        StreamChoice(
          index: index,
          delta: StreamDelta(
            role: .assistant, content: texts.isEmpty ? nil : texts.joined(), toolCalls: calls),
          finishReason: candidate["finishReason"]?.stringValue
            .map { FinishReason(rawValue: $0.lowercased()) }))
    }
    if let blocked = root["promptFeedback"]?["blockReason"]?.stringValue {
      chunk.choices.append(
        StreamChoice(
          index: 0, delta: StreamDelta(), finishReason: FinishReason(rawValue: blocked.lowercased())
        ))
    }
    if let usage = root["usageMetadata"] {
      chunk.usage = Usage(
        promptTokens: usage["promptTokenCount"]?.intValue,
        completionTokens: usage["candidatesTokenCount"]?.intValue,
        totalTokens: usage["totalTokenCount"]?.intValue)
    }
    return chunk
  }
}
