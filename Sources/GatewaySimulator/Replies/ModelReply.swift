/// What a model says, whatever shape it is told in.
struct ModelReply: Sendable {
  var content: String?
  var toolCalls: [ToolCall] = []
  var refusal: String?
  var finishReason: String
  var promptTokens: Int
  var completionTokens: Int
  var latency: Duration = .zero
  var pace = Pace()
  var streamUsage = StreamUsage.chunk
  /// The pieces of ``content`` in a stream.
  var pieces: [String]?

  var totalTokens: Int { promptTokens + completionTokens }

  /// From the question to the whole of a plain answer.
  var duration: Duration { latency + pace.generation(of: completionTokens) }

  /// The same in whole milliseconds.
  var milliseconds: Int {
    let (seconds, attoseconds) = duration.components
    return Int(seconds) * 1_000 + Int(attoseconds / 1_000_000_000_000_000)
  }
}
