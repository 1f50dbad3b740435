import JSONModel

extension Presentation {
  /// The answer to a call: the gateway's envelope, or the chat.completion of its documentation.
  func call(_ record: CallRecord, _ reply: ModelReply) -> JSONValue {
    guard shapes == .running else { return completion(record, reply) }
    return [
      "call_id": .string(record.id.text),
      "response": response(reply),
      "metadata": metadata(record, reply),
    ]
  }

  /// Tool calls and refusals are lost here, as on the gateway.
  func response(_ reply: ModelReply) -> JSONValue {
    ["content": .text(reply.content), "finish_reason": .string(reply.finishReason)]
  }

  func metadata(_ record: CallRecord, _ reply: ModelReply) -> JSONValue {
    [
      "tokens_used": .integer(reply.totalTokens),
      "latency_ms": .integer(reply.milliseconds),
      "model": .string(record.model),
    ]
  }

  private func completion(_ record: CallRecord, _ reply: ModelReply) -> JSONValue {
    OpenAIShape.completion(
      id: "chatcmpl-\(record.id.text)", model: record.model, reply, created: record.created)
  }
}

/// OpenAI's objects.
enum OpenAIShape {
  static func completion(id: String, model: String, _ reply: ModelReply, created: Timestamp)
    -> JSONValue
  {
    [
      "id": .string(id),
      "object": "chat.completion",
      "created": .integer(Int(created.microseconds / 1_000_000)),
      "model": .string(model),
      "choices": [
        [
          "index": 0, "message": message(id: id, reply),
          "finish_reason": .string(reply.finishReason),
        ]
      ],
      "usage": usage(reply),
    ]
  }

  private static func message(id: String, _ reply: ModelReply) -> JSONValue {
    var message: JSONObject = ["role": "assistant", "content": .text(reply.content)]
    if let refusal = reply.refusal { message["refusal"] = .string(refusal) }
    if !reply.toolCalls.isEmpty {
      message["tool_calls"] = .array(
        reply.toolCalls.enumerated().map { position, call in
          [
            "id": .string(callID(id, position)), "type": "function",
            "function": ["name": .string(call.name), "arguments": .string(call.arguments)],
          ]
        })
    }
    return .object(message)
  }

  /// The id of a tool call, made of the reply's.
  static func callID(_ id: String, _ position: Int) -> String {
    "call_\(id.suffix(12))\(position)"
  }

  static func usage(_ reply: ModelReply) -> JSONValue {
    [
      "prompt_tokens": .integer(reply.promptTokens),
      "completion_tokens": .integer(reply.completionTokens),
      "total_tokens": .integer(reply.totalTokens),
    ]
  }
}
