import AssayAssertions
import AssaySuites
import JSONModel
import SaaSLiteLLM

/// What one attempt says to the model, and what comes of it for the assertions to look at.
struct AttemptConversation: Sendable {
  private let attempt: PlannedAttempt

  init(_ attempt: PlannedAttempt) {
    self.attempt = attempt
  }

  /// Makes the attempt's calls.
  ///
  /// - Throws: `ClientError` and what the transport throws; ``Template/UndefinedVariable``, which
  ///   the loader has ruled out.
  func run(_ client: SaaSLLMClient, job: JobID) async throws -> EvaluationContext {
    let request = try request()
    let response =
      attempt.testCase.streams
      ? try await client.chatStream(job: job, request).accumulated()
      : try await client.chat(job: job, request)
    return EvaluationContext(
      reply: Reply(response), variables: attempt.testCase.variables,
      messages: request.messages.map {
        EvaluationContext.AskedMessage(role: $0.role.rawValue, text: $0.text ?? "")
      }, labels: attempt.id.labels)
  }

  private func request() throws -> ChatRequest {
    ChatRequest(
      messages: try attempt.prompt.messages.map { message in
        Message(
          role: Message.Role(rawValue: message.role),
          content: .text(try message.content.render(attempt.testCase.variables)))
      },
      model: attempt.model.name, parameters: attempt.model.parameters)
  }
}

extension Reply {
  init(_ response: ChatCompletionResponse) {
    let message = response.choices.first?.message
    self.init(
      text: response.text ?? "",
      toolCalls: message?.toolCalls.map { ToolCall(name: $0.name, arguments: $0.arguments) } ?? [],
      refusal: message?.refusal, finishReason: response.finishReason?.rawValue,
      model: response.model, latency: response.timings.latency,
      timeToFirstToken: response.timings.timeToFirstToken,
      usage: TokenUsage(
        prompt: response.usage?.promptTokens, completion: response.usage?.completionTokens,
        total: response.usage?.totalTokens), cost: response.cost?.total)
  }
}
