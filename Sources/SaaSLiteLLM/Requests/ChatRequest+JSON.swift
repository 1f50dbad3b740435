import JSONModel

/// How a request is spelled for the server that gets it.
struct ChatDialect: Sendable, Hashable {
  /// Older gateways call the model `model_group` and require it.
  var namesModelGroup = false
  /// Whether members that only the gateway knows are sent.
  var isGateway = true
  /// Whether the server is told to stream by the body (the gateway has paths for that).
  var streams = false
}

extension ChatRequest {
  /// The body's members, in the order of the documented client.
  func body(_ dialect: ChatDialect) -> JSONObject {
    var members: [JSONObject.Member] = []
    members.reserveCapacity(8)
    func add(_ key: String, _ value: JSONValue?) {
      if let value { members.append(.init(key: key, value: value)) }
    }
    func number(_ value: Double?) -> JSONValue? {
      value.flatMap { JSONNumber($0) }.map(JSONValue.number)
    }
    add("model", .string(model))
    if dialect.namesModelGroup { add("model_group", .string(model)) }
    add("messages", .array(messages.map(\.json)))
    add("temperature", number(temperature))
    add("max_tokens", maxTokens.map { .number(JSONNumber($0)) })
    add("top_p", number(topP))
    add("frequency_penalty", number(frequencyPenalty))
    add("presence_penalty", number(presencePenalty))
    add("stop", stop.map { .array($0.map(JSONValue.string)) })
    add("response_format", responseFormat?.json)
    add("tools", tools.map { .array($0.map(\.json)) })
    add("tool_choice", toolChoice?.json)
    if dialect.isGateway {
      add("purpose", purpose.map(JSONValue.string))
      add("call_metadata", callMetadata.map(JSONValue.object))
    }
    if dialect.streams {
      add("stream", true)
      add("stream_options", ["include_usage": true])
    }
    var body = JSONObject(members)
    for parameter in parameters {
      body[parameter.key] = Self.sendable(parameter)
    }
    return body
  }

  /// The parameter as it goes over the wire; nil for a null, which is not sent.
  private static func sendable(_ parameter: JSONObject.Member) -> JSONValue? {
    switch (parameter.key, parameter.value) {
    case (_, .null): nil
    case ("stop", .string): .array([parameter.value])
    case (_, let value): value
    }
  }
}
