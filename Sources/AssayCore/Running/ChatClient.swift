import SaaSLiteLLM

/// Somebody who answers chat requests, with the labels of one attempt: the gateway, within a job,
/// or an OpenAI-compatible server.
protocol ChatClient: Sendable {
  /// Asks for one reply.
  ///
  /// - Parameters:
  ///   - streams: Whether the reply is asked for as a stream; it is given whole all the same.
  ///   - step: Names the call within the attempt, for its recording: ``ConversationStep``.
  /// - Throws: `ClientError` and what the transport throws.
  func reply(
    to request: ChatRequest, streams: Bool, step: String
  ) async throws -> ChatCompletionResponse
}

/// The names of the calls of an attempt, by which their recordings are found again.
enum ConversationStep {
  /// The step of the call of a turn, counted from 1: `call`, `call-2`, `call-3`, …
  static func name(turn: Int) -> String {
    turn == 1 ? "call" : "call-\(turn)"
  }
}

/// The gateway, within a job.
struct GatewayChatClient: ChatClient {
  let job: JobID
  /// The client whose requests carry the step's label.
  let client: @Sendable (_ step: String) -> SaaSLLMClient

  func reply(
    to request: ChatRequest, streams: Bool, step: String
  ) async throws -> ChatCompletionResponse {
    let client = client(step)
    return streams
      ? try await client.chatStream(job: job, request).accumulated()
      : try await client.chat(job: job, request)
  }
}

/// A server that speaks OpenAI's chat API.
struct OpenAICompatibleChatClient: ChatClient {
  /// The client whose requests carry the step's label.
  let client: @Sendable (_ step: String) -> OpenAICompatibleClient

  func reply(
    to request: ChatRequest, streams: Bool, step: String
  ) async throws -> ChatCompletionResponse {
    let client = client(step)
    return streams
      ? try await client.chatStream(request).accumulated() : try await client.chat(request)
  }
}
