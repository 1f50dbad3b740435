public import JSONModel

/// A piece of a reply that is still being made.
///
/// All members may be missing: servers pass on what their provider sends.
public struct StreamChunk: Sendable {
  /// The provider's id of the completion, the same in all chunks.
  public var id: String?
  /// `chat.completion.chunk` where the server says so.
  public var object: String?
  /// In seconds since 1970.
  public var created: Int?
  /// The provider's name of the model.
  public var model: String?
  /// Empty in chunks that carry only the usage.
  public var choices: [StreamChoice]
  /// In the last chunks of some servers.
  public var usage: Usage?
  /// The time from sending the request to the arrival of this chunk, where it is known.
  public var elapsed: Duration?

  var document: JSONDocument?

  /// Makes a chunk; what is not given is absent.
  public init(
    id: String? = nil, object: String? = nil, created: Int? = nil, model: String? = nil,
    choices: [StreamChoice] = [], usage: Usage? = nil, elapsed: Duration? = nil
  ) {
    self.id = id
    self.object = object
    self.created = created
    self.model = model
    self.choices = choices
    self.usage = usage
    self.elapsed = elapsed
  }

  /// The chunk as it came.
  public var raw: JSONObject? { document?.root.value.objectValue }

  /// What this chunk adds to the text of the first choice; nil if nothing.
  public var text: String? { choices.first { $0.index == 0 }?.delta.content }
}

/// A piece of one of the answers.
public struct StreamChoice: Sendable, Hashable {
  /// Which of the answers this belongs to, from 0.
  public var index: Int
  /// What is added to it.
  public var delta: StreamDelta
  /// Why the answer ends; in its last chunk only.
  public var finishReason: FinishReason?

  /// Makes a piece of an answer.
  public init(index: Int, delta: StreamDelta, finishReason: FinishReason? = nil) {
    self.index = index
    self.delta = delta
    self.finishReason = finishReason
  }
}

/// What a chunk adds to a message.
public struct StreamDelta: Sendable, Hashable {
  /// In the first chunk of an answer.
  public var role: Message.Role?
  /// More of the text.
  public var content: String?
  /// More of the words for declining.
  public var refusal: String?
  /// Thoughts that some models show beside the answer.
  public var reasoning: String?
  /// More of the tool calls.
  public var toolCalls: [ToolCallDelta]

  /// Makes a delta; what is not given is absent.
  public init(
    role: Message.Role? = nil, content: String? = nil, refusal: String? = nil,
    reasoning: String? = nil, toolCalls: [ToolCallDelta] = []
  ) {
    self.role = role
    self.content = content
    self.refusal = refusal
    self.reasoning = reasoning
    self.toolCalls = toolCalls
  }
}

/// A piece of a tool call. Id and name come in the first piece only.
public struct ToolCallDelta: Sendable, Hashable {
  /// Which of the message's calls this belongs to.
  public var index: Int
  /// The provider's name of the call.
  public var id: String?
  /// The name of the function.
  public var name: String?
  /// More of the arguments' text.
  public var arguments: String?

  /// Makes a piece of a tool call.
  public init(index: Int, id: String? = nil, name: String? = nil, arguments: String? = nil) {
    self.index = index
    self.id = id
    self.name = name
    self.arguments = arguments
  }
}
