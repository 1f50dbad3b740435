import JSONModel

/// Writes a reply as the chunks of OpenAI's streams.
struct ChunkWriter: Sendable {
  var id: String
  var model: String
  var created: Timestamp
  /// OpenAI writes members that are null; LiteLLM leaves them out.
  var showsNulls: Bool

  func events(_ reply: ModelReply, usage: StreamUsage) -> [StreamEvent] {
    var events = reply.toolCalls.isEmpty ? text(reply) : tools(reply)
    var closing = chunk([choice([:], finishReason: reply.finishReason)])
    if usage == .finish { closing["usage"] = OpenAIShape.usage(reply) }
    events.append(StreamEvent(.closing, JSONValue.object(closing).bytes()))
    if usage == .chunk {
      var last = chunk([])
      last["usage"] = OpenAIShape.usage(reply)
      events.append(StreamEvent(.closing, JSONValue.object(last).bytes()))
    }
    events.append(.done)
    return events
  }

  private func text(_ reply: ModelReply) -> [StreamEvent] {
    let key = reply.refusal == nil ? "content" : "refusal"
    let first: JSONObject = ["role": "assistant", "content": reply.refusal == nil ? "" : nil]
    return [event(first)]
      + StreamComposer.pieces(of: reply).map { event([key: .string($0)]) }
  }

  /// The name and the id come first, then the arguments in pieces.
  private func tools(_ reply: ModelReply) -> [StreamEvent] {
    var events: [StreamEvent] = []
    for (position, call) in reply.toolCalls.enumerated() {
      var delta: JSONObject = position == 0 ? ["role": "assistant"] : [:]
      delta["tool_calls"] = [
        [
          "index": .integer(position), "id": .string(OpenAIShape.callID(id, position)),
          "type": "function", "function": ["name": .string(call.name), "arguments": ""],
        ]
      ]
      events.append(event(delta))
      for piece in Tokens.pieces(of: call.arguments) {
        var call: JSONObject = [
          "index": .integer(position), "function": ["arguments": .string(piece)],
        ]
        // LiteLLM repeats it.
        if !showsNulls { call["type"] = "function" }
        events.append(event(["tool_calls": [.object(call)]]))
      }
    }
    return events
  }

  private func event(_ delta: JSONObject) -> StreamEvent {
    StreamEvent(.piece, JSONValue.object(chunk([choice(delta, finishReason: nil)])).bytes())
  }

  private func choice(_ delta: JSONObject, finishReason: String?) -> JSONValue {
    var choice: JSONObject = ["index": 0, "delta": .object(delta)]
    if showsNulls { choice["logprobs"] = .null }
    if showsNulls || finishReason != nil { choice["finish_reason"] = .text(finishReason) }
    return .object(choice)
  }

  private func chunk(_ choices: [JSONValue]) -> JSONObject {
    var chunk: JSONObject = [
      "id": .string(id), "object": "chat.completion.chunk",
      "created": .integer(Int(created.microseconds / 1_000_000)), "model": .string(model),
    ]
    if showsNulls { chunk["system_fingerprint"] = "fp_simulated" }
    chunk["choices"] = .array(choices)
    return chunk
  }
}
