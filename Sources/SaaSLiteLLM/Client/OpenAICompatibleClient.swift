public import HTTPTransport
import HTTPTypes
import JSONModel
public import Logging

/// A client of any server that speaks OpenAI's chat API: a LiteLLM proxy, vLLM, Ollama,
/// llama.cpp.
///
/// It is a value, cheap to copy; copies share connections. Every call throws ``ClientError``.
public struct OpenAICompatibleClient: Sendable {
  /// The server's root, with or without its version (`/v1`), without a slash at its end.
  public let baseURL: String

  var exchanger: Exchanger
  var ownTransport: AsyncHTTPClientTransport?
  private let path: String

  /// Makes a client with connections of its own; call ``shutdown()`` when done.
  ///
  /// - Parameters:
  ///   - baseURL: Such as `http://localhost:4000` or `http://localhost:11434/v1`. A root without
  ///     a version gets `/v1`.
  ///   - apiKey: Nil for servers that ask for none.
  ///   - timeout: For a whole call; for a stream, for each silence.
  ///   - retry: When a failed request is sent again.
  ///   - logger: Where failures are noted, at the level `debug`.
  ///
  /// A URL or key that cannot be used is reported by the first call (`invalidConfiguration`).
  public init(
    baseURL: String, apiKey: String?, timeout: Duration = SaaSLLMClient.defaultTimeout,
    retry: RetryPolicy = .default, logger: Logger? = nil
  ) {
    let transport = AsyncHTTPClientTransport()
    self.init(
      baseURL: baseURL, apiKey: apiKey, timeout: timeout, transport: transport, retry: retry,
      logger: logger)
    ownTransport = transport
  }

  /// Makes a client on a transport that the caller owns and shuts down.
  public init(
    baseURL: String, apiKey: String?, timeout: Duration = SaaSLLMClient.defaultTimeout,
    transport: any HTTPTransport, retry: RetryPolicy = .default, logger: Logger? = nil
  ) {
    self.init(
      baseURL: baseURL, apiKey: apiKey, timeout: timeout, transport: transport, retry: retry,
      logger: logger, time: .system)
  }

  package init(
    baseURL: String, apiKey: String?, timeout: Duration = SaaSLLMClient.defaultTimeout,
    transport: any HTTPTransport, retry: RetryPolicy = .default, logger: Logger? = nil,
    time: TimeSource
  ) {
    let root: BaseURL
    (root, path) = BaseURL.openAI(baseURL)
    self.baseURL = root.text
    exchanger = Exchanger(
      transport: transport, baseURL: root, key: apiKey, timeout: timeout, retry: retry,
      logger: logger, time: time)
  }

  /// A copy that sends its requests over another transport, which its owner shuts down.
  public func using(_ transport: any HTTPTransport) -> OpenAICompatibleClient {
    var copy = self
    copy.exchanger.transport = transport
    copy.ownTransport = nil
    return copy
  }

  /// Closes the connections that this client made. A transport that was handed in is left alone.
  /// Doing it again does nothing.
  ///
  /// - Throws: What closing throws.
  public func shutdown() async throws {
    try await ownTransport?.shutdown()
  }

  /// Gives `body` this client and shuts it down, however `body` ends.
  ///
  /// - Throws: What `body` throws.
  public func withShutdown<Result>(
    _ body: (OpenAICompatibleClient) async throws -> Result
  ) async throws -> Result {
    let result: Result
    do {
      result = try await body(self)
    } catch {
      try? await shutdown()
      throw error
    }
    try await shutdown()
    return result
  }

  /// Calls a model and waits for the whole reply. Members that only the gateway knows (purpose,
  /// call metadata) are not sent.
  ///
  /// - Throws: ``ClientError``.
  public func chat(_ request: ChatRequest) async throws -> ChatCompletionResponse {
    let call = try call(request, ChatDialect(isGateway: false))
    let reply = try await exchanger.perform(call)
    return try exchanger.chatResponse(reply, call)
  }

  /// Calls a model and gives the reply as it is made, with the usage where the server counts it.
  /// Nothing is sent before iteration begins.
  public func chatStream(_ request: ChatRequest) -> ChatStream {
    let client = self
    return ChatStream(
      exchanger: exchanger, dialect: ChatDialect(isGateway: false, streams: true), memory: nil,
      makeCall: { try client.call(request, $0) })
  }

  private func call(_ request: ChatRequest, _ dialect: ChatDialect) throws -> Call {
    Call(
      method: .post, path: path, body: try JSONValue.object(request.body(dialect)).bytes(),
      operation: .chat)
  }
}

extension OpenAICompatibleClient {
  /// Calls a model and waits for the whole reply. The parameters are those of
  /// ``SaaSLLMClient/chat(job:messages:model:temperature:maxTokens:topP:frequencyPenalty:presencePenalty:stop:responseFormat:tools:toolChoice:purpose:callMetadata:)``.
  ///
  /// - Throws: ``ClientError``.
  public func chat(
    messages: [Message], model: String = ChatRequest.defaultModel,
    temperature: Double? = ChatRequest.defaultTemperature, maxTokens: Int? = nil,
    topP: Double? = nil, frequencyPenalty: Double? = nil, presencePenalty: Double? = nil,
    stop: StopSequences? = nil, responseFormat: ResponseFormat? = nil, tools: [Tool]? = nil,
    toolChoice: ToolChoice? = nil
  ) async throws -> ChatCompletionResponse {
    try await chat(
      ChatRequest(
        messages: messages, model: model, temperature: temperature, maxTokens: maxTokens,
        topP: topP, frequencyPenalty: frequencyPenalty, presencePenalty: presencePenalty,
        stop: stop, responseFormat: responseFormat, tools: tools, toolChoice: toolChoice))
  }

  /// Calls a model and gives the reply as it is made. Nothing is sent before iteration begins.
  public func chatStream(
    messages: [Message], model: String = ChatRequest.defaultModel,
    temperature: Double? = ChatRequest.defaultTemperature, maxTokens: Int? = nil,
    topP: Double? = nil, frequencyPenalty: Double? = nil, presencePenalty: Double? = nil,
    stop: StopSequences? = nil, responseFormat: ResponseFormat? = nil, tools: [Tool]? = nil,
    toolChoice: ToolChoice? = nil
  ) -> ChatStream {
    chatStream(
      ChatRequest(
        messages: messages, model: model, temperature: temperature, maxTokens: maxTokens,
        topP: topP, frequencyPenalty: frequencyPenalty, presencePenalty: presencePenalty,
        stop: stop, responseFormat: responseFormat, tools: tools, toolChoice: toolChoice))
  }
}

extension OpenAICompatibleClient: CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  /// The server, without the key.
  public var description: String {
    "OpenAICompatibleClient(\(exchanger.redactor.redact(baseURL)))"
  }

  /// The server, without the key.
  public var debugDescription: String { description }

  /// The server, without the key, for `dump`.
  public var customMirror: Mirror {
    Mirror(self, children: ["baseURL": exchanger.redactor.redact(baseURL)])
  }
}
