import HTTPTypes
public import JSONModel

extension SaaSLLMClient {
  /// Calls a model within a job and gives the reply as it is made.
  ///
  /// Nothing is sent before iteration begins. Of the gateways seen so far, some stream only
  /// through ``createAndCallStream(type:_:metadata:userID:)``: their streams throw
  /// `streamingBroken` here.
  public func chatStream(job: JobID, _ request: ChatRequest) -> ChatStream {
    ChatStream(
      exchanger: exchanger, dialect: ChatDialect(), memory: dialect,
      makeCall: { dialect in
        Call(
          method: .post, path: "/api/jobs/\(try job.pathSegment)/llm-call-stream",
          body: try JSONValue.object(request.body(dialect)).bytes(), operation: .chat)
      })
  }

  /// Calls a model within a job and gives the reply as it is made. The parameters are those of
  /// ``chat(job:messages:model:temperature:maxTokens:topP:frequencyPenalty:presencePenalty:stop:responseFormat:tools:toolChoice:purpose:callMetadata:)``.
  public func chatStream(
    job: JobID, messages: [Message], model: String = ChatRequest.defaultModel,
    temperature: Double? = ChatRequest.defaultTemperature, maxTokens: Int? = nil,
    topP: Double? = nil, frequencyPenalty: Double? = nil, presencePenalty: Double? = nil,
    stop: StopSequences? = nil, responseFormat: ResponseFormat? = nil, tools: [Tool]? = nil,
    toolChoice: ToolChoice? = nil, purpose: String? = nil, callMetadata: JSONObject? = nil
  ) -> ChatStream {
    chatStream(
      job: job,
      ChatRequest(
        messages: messages, model: model, temperature: temperature, maxTokens: maxTokens,
        topP: topP, frequencyPenalty: frequencyPenalty, presencePenalty: presencePenalty,
        stop: stop, responseFormat: responseFormat, tools: tools, toolChoice: toolChoice,
        purpose: purpose, callMetadata: callMetadata))
  }
}
