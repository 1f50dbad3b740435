extension SaaSLLMClient {
  /// Calls a model within a job and decodes its reply.
  ///
  /// ```swift
  /// struct Person: Decodable { var name: String; var age: Int; var email: String }
  /// let person = try await client.structuredOutput(
  ///   Person.self, job: job, messages: [.user("Extract: Sarah Johnson, 28, sarah@example.com")])
  /// ```
  ///
  /// The JSON Schema is derived from the type and sent as `response_format`. A reply that has its
  /// JSON in a code fence or in prose is accepted.
  ///
  /// - Throws: ``ClientError``: `refused`, `cutOff`, `emptyContent`, `notJSON` or
  ///   `schemaMismatch`, with ``ClientError/Context/structured``; or what ``chat(job:_:)`` throws.
  public func structuredOutput<Value: Decodable & Sendable>(
    _ type: Value.Type = Value.self, job: JobID, messages: [Message],
    model: String = ChatRequest.defaultModel,
    temperature: Double? = ChatRequest.defaultTemperature, maxTokens: Int? = nil,
    options: StructuredOptions = StructuredOptions()
  ) async throws -> Value {
    try await structuredResponse(
      type, job: job,
      ChatRequest(
        messages: messages, model: model, temperature: temperature, maxTokens: maxTokens),
      options: options
    ).value
  }

  /// Calls a model within a job and decodes its reply, telling how it came.
  ///
  /// - Parameter request: Its response format is replaced.
  /// - Throws: ``ClientError``, as
  ///   ``structuredOutput(_:job:messages:model:temperature:maxTokens:options:)`` does.
  public func structuredResponse<Value: Decodable & Sendable>(
    _ type: Value.Type = Value.self, job: JobID, _ request: ChatRequest,
    options: StructuredOptions = StructuredOptions()
  ) async throws -> StructuredResponse<Value> {
    let conversation = StructuredConversation<Value>(
      options: options, redactor: exchanger.redactor)
    return try await conversation.run(request) { try await chat(job: job, $0) }
  }
}

extension OpenAICompatibleClient {
  /// Calls a model and decodes its reply, as
  /// ``SaaSLLMClient/structuredOutput(_:job:messages:model:temperature:maxTokens:options:)`` does.
  ///
  /// - Throws: ``ClientError``.
  public func structuredOutput<Value: Decodable & Sendable>(
    _ type: Value.Type = Value.self, messages: [Message],
    model: String = ChatRequest.defaultModel,
    temperature: Double? = ChatRequest.defaultTemperature, maxTokens: Int? = nil,
    options: StructuredOptions = StructuredOptions()
  ) async throws -> Value {
    try await structuredResponse(
      type,
      ChatRequest(
        messages: messages, model: model, temperature: temperature, maxTokens: maxTokens),
      options: options
    ).value
  }

  /// Calls a model and decodes its reply, telling how it came.
  ///
  /// - Parameter request: Its response format is replaced.
  /// - Throws: ``ClientError``: `refused`, `cutOff`, `emptyContent`, `notJSON` or
  ///   `schemaMismatch`, with ``ClientError/Context/structured``; or what ``chat(_:)`` throws.
  public func structuredResponse<Value: Decodable & Sendable>(
    _ type: Value.Type = Value.self, _ request: ChatRequest,
    options: StructuredOptions = StructuredOptions()
  ) async throws -> StructuredResponse<Value> {
    let conversation = StructuredConversation<Value>(
      options: options, redactor: exchanger.redactor)
    return try await conversation.run(request) { try await chat($0) }
  }
}
