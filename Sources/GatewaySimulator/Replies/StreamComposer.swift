import JSONModel

/// Tells a reply as the events of a stream, in the words of the model's provider: the gateway
/// passes them on byte for byte.
struct StreamComposer: Sendable {
  let model: Model
  /// What the client called the model.
  let requested: String
  let id: Identifier

  /// The gateway's stream of a reply.
  func reply(_ reply: ModelReply, created: Timestamp) -> Reply {
    .stream(events(reply, created: created), delay: reply.latency)
  }

  func events(_ reply: ModelReply, created: Timestamp) -> [StreamEvent] {
    var events: [StreamEvent]
    switch model.provider {
    case .openai, .fireworks:
      events = ChunkWriter(
        id: "chatcmpl-\(id.text)", model: model.providerModel, created: created, showsNulls: true
      ).events(reply, usage: reply.streamUsage)
    case .anthropic: events = anthropic(reply)
    case .gemini: events = gemini(reply)
    }
    Self.pace(&events, reply)
    return events
  }

  /// Spreads the events over time.
  static func pace(_ events: inout [StreamEvent], _ reply: ModelReply) {
    let pieces = max(1, events.count { $0.kind == .piece })
    let step = reply.pace.generation(of: reply.completionTokens) / pieces
    var isFirst = true
    for position in events.indices where events[position].kind == .piece {
      events[position].pause = isFirst ? reply.pace.timeToFirstToken ?? .zero : step
      isFirst = false
    }
  }

  static func pieces(of reply: ModelReply) -> [String] {
    reply.pieces ?? Tokens.pieces(of: reply.content ?? reply.refusal ?? "")
  }

  private func anthropic(_ reply: ModelReply) -> [StreamEvent] {
    func event(_ kind: StreamEvent.Kind, _ value: JSONValue) -> StreamEvent {
      StreamEvent(kind, value.bytes())
    }
    var events = [
      event(
        .closing,
        [
          "type": "message_start",
          "message": [
            "id": .string("msg_\(id.text)"), "type": "message", "role": "assistant",
            "model": .string(model.providerModel), "content": [], "stop_reason": nil,
            "stop_sequence": nil,
            "usage": ["input_tokens": .integer(reply.promptTokens), "output_tokens": 1],
          ],
        ]),
      event(
        .closing,
        [
          "type": "content_block_start", "index": 0,
          "content_block": ["type": "text", "text": ""],
        ]),
      event(.closing, ["type": "ping"]),
    ]
    events += Self.pieces(of: reply).map { piece in
      event(
        .piece,
        [
          "type": "content_block_delta", "index": 0,
          "delta": ["type": "text_delta", "text": .string(piece)],
        ])
    }
    events.append(event(.closing, ["type": "content_block_stop", "index": 0]))
    events.append(
      event(
        .closing,
        [
          "type": "message_delta",
          "delta": ["stop_reason": .string(reply.finishReason), "stop_sequence": nil],
          "usage": ["output_tokens": .integer(reply.completionTokens)],
        ]))
    events.append(event(.closing, ["type": "message_stop"]))
    return events
  }

  private func gemini(_ reply: ModelReply) -> [StreamEvent] {
    let pieces = Self.pieces(of: reply)
    return pieces.enumerated().map { position, piece in
      var candidate: JSONObject = [
        "content": ["parts": [["text": .string(piece)]], "role": "model"], "index": 0,
      ]
      if position == pieces.count - 1 {
        candidate["finishReason"] = .string(reply.finishReason.uppercased())
      }
      let value: JSONValue = [
        "candidates": [.object(candidate)],
        "usageMetadata": [
          "promptTokenCount": .integer(reply.promptTokens),
          "candidatesTokenCount": .integer(reply.completionTokens),
          "totalTokenCount": .integer(reply.totalTokens),
        ],
        "modelVersion": .string(model.providerModel),
      ]
      return StreamEvent(.piece, value.bytes())
    }
  }
}
