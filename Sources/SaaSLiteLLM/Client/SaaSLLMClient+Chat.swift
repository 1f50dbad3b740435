import HTTPTypes
public import JSONModel

extension SaaSLLMClient {
  /// Calls a model within a job and waits for the whole reply.
  ///
  /// - Throws: ``ClientError``.
  public func chat(job: JobID, _ request: ChatRequest) async throws -> ChatCompletionResponse {
    let (call, reply) = try await adapting(request) { dialect in
      try Self.call(job, request, dialect)
    }
    return try exchanger.chatResponse(reply, call)
  }

  @inline(never)
  private static func call(
    _ job: JobID, _ request: ChatRequest, _ dialect: ChatDialect
  ) throws -> Call {
    Call(
      method: .post, path: "/api/jobs/\(try job.pathSegment)/llm-call",
      body: try JSONValue.object(request.body(dialect)).bytes(), operation: .chat)
  }

  /// Calls a model within a job and waits for the whole reply.
  ///
  /// - Parameters:
  ///   - model: The model's name or the gateway's alias of it.
  ///   - temperature: 0 to 2.
  ///   - maxTokens: The most tokens that the reply may have.
  ///   - topP: The share of probability that is sampled from, 0 to 1.
  ///   - frequencyPenalty: Reduces repetition, -2 to 2.
  ///   - presencePenalty: Encourages new topics, -2 to 2.
  ///   - stop: Texts at which the reply ends.
  ///   - purpose: A label for the call in the gateway's reports.
  ///   - callMetadata: Merged into the job's metadata after success.
  /// - Throws: ``ClientError``.
  public func chat(
    job: JobID, messages: [Message], model: String = ChatRequest.defaultModel,
    temperature: Double? = ChatRequest.defaultTemperature, maxTokens: Int? = nil,
    topP: Double? = nil, frequencyPenalty: Double? = nil, presencePenalty: Double? = nil,
    stop: StopSequences? = nil, responseFormat: ResponseFormat? = nil, tools: [Tool]? = nil,
    toolChoice: ToolChoice? = nil, purpose: String? = nil, callMetadata: JSONObject? = nil
  ) async throws -> ChatCompletionResponse {
    try await chat(
      job: job,
      ChatRequest(
        messages: messages, model: model, temperature: temperature, maxTokens: maxTokens,
        topP: topP, frequencyPenalty: frequencyPenalty, presencePenalty: presencePenalty,
        stop: stop, responseFormat: responseFormat, tools: tools, toolChoice: toolChoice,
        purpose: purpose, callMetadata: callMetadata))
  }

  /// Sends a call in the form that this server is known to take; where it turns out to be an
  /// older one, once more in its form. The refusal costs nothing.
  func adapting(
    _ request: ChatRequest, _ makeCall: (ChatDialect) throws -> Call
  ) async throws -> (Call, Exchanger.Reply) {
    // What this call was sent as counts, not what others have learnt meanwhile.
    let isKnown = dialect.namesModelGroup
    let call = try makeCall(ChatDialect(namesModelGroup: isKnown))
    do {
      return (call, try await exchanger.perform(call))
    } catch let error as ClientError where error.asksForModelGroup && !isKnown {
      return try await naming(makeCall)
    }
  }

  /// Apart from the usual way, so that it takes no room there.
  @inline(never)
  private func naming(
    _ makeCall: (ChatDialect) throws -> Call
  ) async throws -> (Call, Exchanger.Reply) {
    let call = try makeCall(ChatDialect(namesModelGroup: true))
    let reply = try await exchanger.perform(call)
    dialect.namesModelGroup = true
    return (call, reply)
  }
}

extension ClientError {
  /// Whether an older gateway misses `model_group`, its name for the model.
  var asksForModelGroup: Bool {
    guard code == .invalidRequest, context.status == 422, case .fields(let fields) = context.detail
    else { return false }
    return fields.contains { $0.location == ["body", "model_group"] && $0.type == "missing" }
  }
}
