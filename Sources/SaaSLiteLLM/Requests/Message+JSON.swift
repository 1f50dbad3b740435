import JSONModel

extension Message {
  /// The message as the wire has it. Members without a value are left out: servers pass them
  /// on as they are, and some providers refuse a null.
  var json: JSONValue {
    var members: [JSONObject.Member] = [.init(key: "role", value: .string(role.rawValue))]
    if let content { members.append(.init(key: "content", value: content.json)) }
    if let refusal { members.append(.init(key: "refusal", value: .string(refusal))) }
    if let name { members.append(.init(key: "name", value: .string(name))) }
    if !toolCalls.isEmpty {
      members.append(.init(key: "tool_calls", value: .array(toolCalls.map(\.json))))
    }
    if let toolCallID {
      members.append(.init(key: "tool_call_id", value: .string(toolCallID)))
    }
    return .object(JSONObject(members))
  }
}

extension MessageContent {
  var json: JSONValue {
    switch self {
    case .text(let text): .string(text)
    case .parts(let parts): .array(parts.map(\.json))
    }
  }
}

extension ContentPart {
  var json: JSONValue {
    switch self {
    case .text(let text):
      return ["type": "text", "text": .string(text)]
    case .image(let image):
      var reference: JSONObject = ["url": .string(image.url)]
      reference["detail"] = image.detail.map(JSONValue.string)
      return ["type": "image_url", "image_url": .object(reference)]
    case .other(let object):
      return .object(object)
    }
  }
}
