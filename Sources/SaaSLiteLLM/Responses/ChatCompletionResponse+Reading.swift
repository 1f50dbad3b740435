import JSONModel

extension Exchanger {
  /// Reads a reply to a chat call, in either form: `chat.completion` with choices, or the
  /// gateway's `{call_id, response, metadata}`.
  func chatResponse(
    _ reply: Reply, _ call: Call
  ) throws -> ChatCompletionResponse {
    var response: ChatCompletionResponse
    do {
      guard let read = try ChatCompletionResponse(reading: reply.document.root) else {
        var error = undecodable(reply, call, "it has neither \"choices\" nor \"response\"")
        error.context.detail =
          ServerStatement(body: reply.document.bytes, redactor: redactor).detail
        throw error
      }
      response = read
    } catch let error as DecodingError {
      throw undecodable(reply, call, error.reason)
    }
    response.document = reply.document
    response.timings = reply.timings
    response.cost = CallCost(headers: reply.headers)
    response.requestID = ErrorClassifier.requestID(reply.headers, redactor)
    return response
  }
}

extension ChatCompletionResponse {
  /// Reads either form; nil if it is neither.
  ///
  /// - Throws: `DecodingError` where a member has another type than it should.
  init?(reading root: JSONNode) throws {
    if let choices = root["choices"], choices.kind == .array {
      self.init(
        id: root["id"]?.stringValue, object: root["object"]?.stringValue,
        created: root["created"]?.intValue, model: root["model"]?.stringValue,
        choices: try choices.elements.enumerated().map { position, node in
          ChatChoice(
            index: node["index"]?.intValue ?? position,
            message: try node["message"].map(Message.init(reading:))
              ?? Message(role: .assistant, content: nil),
            finishReason: node["finish_reason"]?.stringValue.map(FinishReason.init(rawValue:)))
        },
        usage: try root["usage"].flatMap { $0.isNull ? nil : try Usage(reading: $0) })
      return
    }
    guard let response = root["response"], response.kind == .object else { return nil }
    let metadata = root["metadata"]
    let message = try Message(reading: response)
    self.init(
      id: root["call_id"]?.stringValue,
      model: metadata?["model"]?.stringValue ?? metadata?["model_group"]?.stringValue,
      choices: [
        ChatChoice(
          index: 0, message: message,
          finishReason: response["finish_reason"]?.stringValue.map(FinishReason.init(rawValue:)))
      ],
      usage: metadata?["tokens_used"]?.intValue.map { Usage(totalTokens: $0) })
    serverLatency = metadata?["latency_ms"]?.milliseconds
  }
}

extension DecodingError {
  /// What does not fit, and where.
  var reason: String {
    let context: Context
    switch self {
    case .typeMismatch(_, let found), .valueNotFound(_, let found), .keyNotFound(_, let found),
      .dataCorrupted(let found):
      context = found
    @unknown default: return "\(self)"
    }
    let path = context.codingPath.map { $0.intValue.map { "\($0)" } ?? $0.stringValue }
    return path.isEmpty
      ? context.debugDescription
      : "at /\(path.joined(separator: "/")): \(context.debugDescription)"
  }
}
