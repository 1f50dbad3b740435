import HTTPTypes
import JSONModel

/// The endpoints of OpenAI's form, as a LiteLLM proxy offers them. They know no jobs and take
/// no credits.
extension Gateway {
  func chatCompletion(_ exchange: inout Exchange, _ account: Account) throws(Refusal) -> Reply {
    let body = try openAIBody(exchange)
    let id = withState { $0.nextIdentifier() }
    do {
      return try chatCompletion(&exchange, account, body, id)
    } catch {
      // Once the body was read, errors have an id too.
      var refusal = error
      refusal.reply.headers[.liteLLMCallID] = id.text
      refusal.reply.headers[.liteLLMCost] = "0"
      throw refusal
    }
  }

  private func chatCompletion(
    _ exchange: inout Exchange, _ account: Account, _ body: JSONNode, _ id: Identifier
  ) throws(Refusal) -> Reply {
    let name = try required("model", in: body, "/chat/completions")
    guard let messages = body["messages"], messages.kind == .array else {
      throw .openAI(
        400, "/chat/completions: Missing required parameter: 'messages'.",
        "invalid_request_error", param: "messages")
    }
    let model = try model(name, account, isOpenAI: true)
    let question = Question(
      model: name, messages: messages, responseFormat: body["response_format"],
      tools: body["tools"], toolChoice: body["tool_choice"])
    let decision: ReplyComposer.Decision
    switch try ask(question, model, account, &exchange) {
    case .failure(let failure): throw Refusal(Self.failed(failure, model))
    case .success(let success): decision = success
    }
    let isStream = body["stream"]?.boolValue ?? false
    var reply =
      isStream
      ? stream(decision.reply, model, name, id, body, at: exchange.now)
      : Self.delayed(
        OpenAIShape.completion(
          id: "chatcmpl-\(id.text)", model: name, decision.reply, created: exchange.now),
        by: decision.reply.duration)
    reply.isLiteLLM = true
    addHeaders(to: &reply, decision.reply, model, id, isStream: isStream)
    return reply
  }

  /// Usage comes only where it is asked for.
  private func stream(
    _ reply: ModelReply, _ model: Model, _ name: String, _ id: Identifier, _ body: JSONNode,
    at now: Timestamp
  ) -> Reply {
    let wantsUsage = body["stream_options"]?["include_usage"]?.boolValue ?? false
    var events = ChunkWriter(
      id: "chatcmpl-\(id.text)", model: name, created: now, showsNulls: false
    ).events(reply, usage: wantsUsage ? .chunk : .none)
    StreamComposer.pace(&events, reply)
    return .stream(events, delay: reply.latency)
  }

  private func addHeaders(
    to reply: inout Reply, _ answer: ModelReply, _ model: Model, _ id: Identifier, isStream: Bool
  ) {
    let cost =
      (Double(answer.promptTokens) * model.inputPrice
        + Double(answer.completionTokens) * model.outputPrice) / 1e6
    reply.headers[.liteLLMCallID] = id.text
    reply.headers[.liteLLMModelID] = "\(model.name)-deployment"
    reply.headers[.liteLLMModelName] = "\(model.provider.rawValue)/\(model.providerModel)"
    reply.headers[.liteLLMModelGroup] = model.name
    if isStream {
      reply.headers[.liteLLMOriginalCost] = "0.0"
    } else {
      reply.headers[.liteLLMCost] = cost.description
      reply.headers[.liteLLMOriginalCost] = cost.description
    }
    reply.headers[.liteLLMRetries] = "0"
    reply.headers[.liteLLMFallbacks] = "0"
  }

  /// Unlike the gateway, LiteLLM keeps the provider's status.
  private static func failed(_ failure: ProviderFailure, _ model: Model) -> Reply {
    let (status, kind, text) = liteLLMError(failure, model)
    let message =
      "litellm.\(kind): \(text)\n\nLiteLLM: model group '\(model.name)' failed with the error "
      + "above. No fallback was attempted."
    let type = status == 401 ? "authentication_error" : openAIType(status)
    return Refusal.openAI(status, message, type).reply
  }

  private static func liteLLMError(_ failure: ProviderFailure, _ model: Model)
    -> (status: Int, kind: String, text: String)
  {
    func openAI(_ kind: String, _ text: String) -> String { "\(kind): OpenAIException - \(text)" }
    switch failure {
    case .status(let status):
      let kind =
        switch status {
        case 400: "BadRequestError"
        case 401: "AuthenticationError"
        case 404: "NotFoundError"
        case 429: "RateLimitError"
        case 503: "ServiceUnavailableError"
        default: "InternalServerError"
        }
      return (status, kind, openAI(kind, OpenAIError(status, model.providerModel).message))
    case .timeout:
      return (408, "Timeout", "APITimeoutError - Request timed out.")
    case .noCredential:
      return (
        401, "AuthenticationError",
        openAI("AuthenticationError", "The api_key client option must be set")
      )
    case .html:
      return (502, "BadGatewayError", openAI("BadGatewayError", "502 Bad Gateway"))
    case .dropped, .notJSON, .noChoices, .noUsage, .longError:
      let text = failure == .dropped ? "Connection error." : "Invalid response object"
      return (500, "InternalServerError", openAI("InternalServerError", text))
    }
  }

  func listModels(_ exchange: inout Exchange, _ account: Account) throws(Refusal) -> Reply {
    try strike(&exchange, exchange.subject)
    let names = account.team.models ?? script.models?.filter { !$0.isRestricted }.map(\.name)
    let entries = (names ?? ["simulated-model"]).map { name -> JSONValue in
      [
        "id": .string(name), "object": "model", "created": 1_677_610_602, "owned_by": "openai",
        "mode": "chat",
      ]
    }
    return .json(["data": .array(entries), "object": "list"])
  }

  // MARK: Bodies

  func openAIBody(_ exchange: Exchange) throws(Refusal) -> JSONNode {
    do {
      let root = try JSONDocument(parsing: exchange.request.body).root
      if root.kind == .object { return root }
    } catch {
      throw .openAI(
        400, "Invalid JSON payload: \(error)", "invalid_request_error", param: "request_body")
    }
    throw .openAI(
      400, "Invalid JSON payload: the body must be an object", "invalid_request_error",
      param: "request_body")
  }

  func required(_ key: String, in body: JSONNode, _ path: String) throws(Refusal) -> String {
    if let value = body[key]?.stringValue { return value }
    throw .openAI(
      400, "\(path): Missing required parameter: '\(key)'.", "invalid_request_error",
      param: .string(key))
  }
}

extension HTTPField.Name {
  static let liteLLMCallID = HTTPField.Name(known: "x-litellm-call-id")
  static let liteLLMModelID = HTTPField.Name(known: "x-litellm-model-id")
  static let liteLLMModelName = HTTPField.Name(known: "x-litellm-model-name")
  static let liteLLMModelGroup = HTTPField.Name(known: "x-litellm-model-group")
  static let liteLLMCost = HTTPField.Name(known: "x-litellm-response-cost")
  static let liteLLMOriginalCost = HTTPField.Name(known: "x-litellm-response-cost-original")
  static let liteLLMRetries = HTTPField.Name(known: "x-litellm-attempted-retries")
  static let liteLLMFallbacks = HTTPField.Name(known: "x-litellm-attempted-fallbacks")
}
