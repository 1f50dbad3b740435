import AssayAssertions
import AssayInput
import HTTPFixtures
import SaaSLiteLLM
import Synchronization

/// A reply, and the message of it that later turns see.
struct ChatAnswer: Sendable {
  var reply: Reply
  var message: Message
}

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
  ) async throws -> ChatAnswer
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
  ) async throws -> ChatAnswer {
    let client = client(step)
    return ChatAnswer(
      streams
        ? try await client.chatStream(job: job, request).accumulated()
        : try await client.chat(job: job, request))
  }
}

/// A server that speaks OpenAI's chat API.
struct OpenAICompatibleChatClient: ChatClient {
  /// The client whose requests carry the step's label.
  let client: @Sendable (_ step: String) -> OpenAICompatibleClient

  func reply(
    to request: ChatRequest, streams: Bool, step: String
  ) async throws -> ChatAnswer {
    let client = client(step)
    return ChatAnswer(
      streams ? try await client.chatStream(request).accumulated() : try await client.chat(request)
    )
  }
}

/// Enters every reply in the books, whatever becomes of it afterwards.
struct BookedChatClient: ChatClient {
  let client: any ChatClient
  let ledger: CallLedger
  /// What the model costs where the server does not tell.
  let price: ModelPrice?
  let session: SuiteSession
  /// Keeps the replies to a conversation, in case it does not come to its end.
  var record: ReplyRecord?

  func reply(
    to request: ChatRequest, streams: Bool, step: String
  ) async throws -> ChatAnswer {
    let answer = try await client.reply(to: request, streams: streams, step: step)
    return enter(answer)
  }

  @inline(never)
  private func enter(_ answer: ChatAnswer) -> ChatAnswer {
    var answer = answer
    session.redact(&answer)
    let reply = answer.reply
    let cost = CallPrice(told: reply.cost, reply.usage, price: price)
    ledger.enter(tokens: reply.usage.total, cost)
    // Assertions look at the cost too, whoever knows it.
    if cost.isExact, reply.cost == nil { answer.reply.cost = cost.atLeast }
    record?.add(answer.reply)
    return answer
  }
}

/// The replies that have come so far.
final class ReplyRecord: Sendable {
  private let replies = Mutex<[Reply]>([])

  var all: [Reply] { replies.withLock { $0 } }

  func add(_ reply: Reply) {
    replies.withLock { $0.append(reply) }
  }
}

extension ChatAnswer {
  init(_ response: ChatCompletionResponse) {
    reply = Reply(response)
    message = response.choices.first?.message ?? .assistant(.text(reply.text))
  }
}

extension ChatAnswer {
  mutating func redact(by redactor: Redactor) {
    let text = redactor.redact(reply.text)
    let refusal = reply.refusal.map { redactor.redact($0) }
    let toolCalls = reply.toolCalls.map {
      Reply.ToolCall(name: $0.name, arguments: redactor.redact($0.arguments))
    }
    guard text != reply.text || refusal != reply.refusal || toolCalls != reply.toolCalls else {
      return
    }
    if message.text == reply.text { message.content = .text(text) }
    message.toolCalls = message.toolCalls.map { call in
      var call = call
      call.arguments = redactor.redact(call.arguments)
      return call
    }
    reply = Reply(
      text: text, toolCalls: toolCalls, refusal: refusal, finishReason: reply.finishReason,
      model: reply.model, latency: reply.latency, timeToFirstToken: reply.timeToFirstToken,
      usage: reply.usage, cost: reply.cost)
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
