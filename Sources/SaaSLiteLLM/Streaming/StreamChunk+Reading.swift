import JSONModel

extension StreamChunk {
  /// Reads a chunk of the form that OpenAI has and most servers share; nil if it is another.
  ///
  /// - Throws: `DecodingError` where a member has another type than it should.
  init?(reading document: JSONDocument, elapsed: Duration?) throws {
    let root = document.root
    let choices = root["choices"]
    let usage = root["usage"].flatMap { $0.kind == .object ? $0 : nil }
    let object = root["object"]?.stringValue
    // Anthropic's events have a usage too, and a type.
    guard
      choices?.kind == .array || object == "chat.completion.chunk"
        || (usage != nil && root["type"] == nil)
    else { return nil }
    self.init(
      id: root["id"]?.stringValue, object: object, created: root["created"]?.intValue,
      model: root["model"]?.stringValue, usage: try usage.map(Usage.init(reading:)),
      elapsed: elapsed)
    self.document = document
    guard let choices, choices.kind == .array else { return }
    self.choices.reserveCapacity(choices.count)
    for (position, node) in choices.elements.enumerated() {
      self.choices.append(
        StreamChoice(
          index: node["index"]?.intValue ?? position,
          delta: try node["delta"].map(StreamDelta.init(reading:)) ?? StreamDelta(),
          finishReason: node["finish_reason"]?.stringValue.map(FinishReason.init(rawValue:))))
    }
  }
}

extension StreamDelta {
  init(reading node: JSONNode) throws {
    role = node["role"]?.stringValue.map(Message.Role.init(rawValue:))
    if let content = node["content"] {
      // Nearly always a plain text; the general reading takes lists of parts as well.
      self.content = try content.stringValue ?? content.decode(MessageContent?.self)?.text
    }
    refusal = node["refusal"]?.stringValue
    reasoning = node["reasoning_content"]?.stringValue ?? node["reasoning"]?.stringValue
    toolCalls =
      node["tool_calls"]?.elements.enumerated().map { position, call in
        let function = call["function"]
        return ToolCallDelta(
          index: call["index"]?.intValue ?? position, id: call["id"]?.stringValue,
          name: function?["name"]?.stringValue,
          arguments: function?["arguments"]?.stringValue)
      } ?? []
  }
}
