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
  ///
  /// - Throws: ``ClientError`` (`invalidRequest`) for numbers that JSON cannot say.
  func body(_ dialect: ChatDialect) throws -> JSONObject {
    var members: [JSONObject.Member] = []
    members.reserveCapacity(8)
    func add(_ key: String, _ value: JSONValue?) {
      if let value { members.append(.init(key: key, value: value)) }
    }
    func addNumber(_ key: String, _ value: Double?) throws {
      guard let value else { return }
      guard let number = JSONNumber(value) else {
        var context = ClientError.Context()
        context.mayHaveTakenEffect = false
        throw ClientError(
          code: .invalidRequest, message: "\(key) is \(value), which JSON cannot say",
          context: context)
      }
      add(key, .number(number))
    }
    add("model", .string(model))
    if dialect.namesModelGroup { add("model_group", .string(model)) }
    add("messages", .array(messages.map { $0.json }))
    try addNumber("temperature", temperature)
    add("max_tokens", maxTokens.map { .number(JSONNumber($0)) })
    try addNumber("top_p", topP)
    try addNumber("frequency_penalty", frequencyPenalty)
    try addNumber("presence_penalty", presencePenalty)
    add("stop", stop.map { .array($0.texts.map(JSONValue.string)) })
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
    // Whether the reply is streamed is the call's own business: it must be able to read it.
    for parameter in parameters where parameter.key != "stream" {
      body[parameter.key] = Self.sendable(parameter)
    }
    // An alias among the parameters must not leave two names for the model.
    if dialect.namesModelGroup { body["model_group"] = body["model"] }
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
