import AssayAssertions
import SaaSLiteLLM
import Synchronization

/// Gives the replies of a journal in their order.
final class JournalReplies: ChatClient {
  private let left: Mutex<ArraySlice<Reply>>

  /// There is no reply to this turn.
  struct Exhausted: Error {}

  init(_ replies: [Reply]) {
    left = Mutex(replies[...])
  }

  func reply(to request: ChatRequest, streams: Bool, step: String) async throws -> ChatAnswer {
    guard let reply = left.withLock({ $0.popFirst() }) else { throw Exhausted() }
    let calls = reply.toolCalls.enumerated().map { place, call in
      ToolCall(id: "call-\(place + 1)", name: call.name, arguments: call.arguments)
    }
    let message = Message(
      role: .assistant, content: .text(reply.text), refusal: reply.refusal, toolCalls: calls)
    return ChatAnswer(reply: reply, message: message)
  }
}
