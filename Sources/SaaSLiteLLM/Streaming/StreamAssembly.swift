/// Puts a reply together from its chunks.
///
/// ```swift
/// var assembly = StreamAssembly()
/// for try await chunk in client.chatStream(job: job, messages: messages) {
///   print(chunk.text ?? "", terminator: "")
///   assembly.add(chunk)
/// }
/// print(assembly.response.usage?.totalTokens ?? "unknown")
/// ```
public struct StreamAssembly: Sendable {
  private var id: String?
  private var created: Int?
  private var model: String?
  private var usage: Usage?
  private var choices: [Partial] = []
  private var timings = CallTimings()
  /// Whether any choice has been told why it ended.
  private(set) var hasFinishReason = false

  /// An answer in the making.
  fileprivate struct Partial: Sendable {
    var index: Int
    var role: Message.Role?
    var content: String?
    var refusal: String?
    var reasoning: String?
    var toolCalls: [ToolCallDelta] = []
    var finishReason: FinishReason?
  }

  /// Begins a reply of which nothing has come.
  public init() {}

  /// Adds a chunk, in the order of arrival.
  public mutating func add(_ chunk: StreamChunk) {
    id = id ?? chunk.id
    created = created ?? chunk.created
    model = model ?? chunk.model
    if let usage = chunk.usage { self.usage = self.usage?.updated(with: usage) ?? usage }
    timings.latency = chunk.elapsed ?? timings.latency
    for choice in chunk.choices { add(choice, elapsed: chunk.elapsed) }
  }

  /// How many tool calls an answer has so far.
  func toolCallCount(ofChoice index: Int) -> Int {
    choices.first { $0.index == index }?.toolCalls.count ?? 0
  }

  /// Notes when the last byte came.
  mutating func end(elapsed: Duration?, waiting: Duration, attempts: Int) {
    timings.latency = elapsed ?? timings.latency
    timings.waiting = waiting
    timings.attempts = attempts
  }

  private mutating func add(_ choice: StreamChoice, elapsed: Duration?) {
    let position: Int
    if let known = choices.firstIndex(where: { $0.index == choice.index }) {
      position = known
    } else {
      position = choices.count
      choices.append(Partial(index: choice.index))
    }
    let delta = choice.delta
    if let role = delta.role { choices[position].role = role }
    if let content = delta.content {
      // In place: a copy of the text for each piece would take quadratic time.
      choices[position].content.append(content)
      if !content.isEmpty, timings.timeToFirstToken == nil { timings.timeToFirstToken = elapsed }
    }
    if let refusal = delta.refusal {
      choices[position].refusal.append(refusal)
    }
    if let reasoning = delta.reasoning {
      choices[position].reasoning.append(reasoning)
    }
    for call in delta.toolCalls { choices[position].add(call) }
    if let reason = choice.finishReason {
      choices[position].finishReason = reason
      hasFinishReason = true
    }
  }

  /// The reply as far as it has come.
  public var response: ChatCompletionResponse {
    ChatCompletionResponse(
      id: id, created: created, model: model,
      choices: choices.sorted { $0.index < $1.index }.map(\.choice), usage: usage,
      timings: timings)
  }
}

extension StreamAssembly.Partial {
  fileprivate mutating func add(_ delta: ToolCallDelta) {
    // Some servers number every call 0, and only the ids tell that another has begun.
    guard let position = toolCalls.lastIndex(where: { $0.index == delta.index }),
      delta.id == nil || delta.id == "" || toolCalls[position].id == nil
        || delta.id == toolCalls[position].id
    else {
      toolCalls.append(delta)
      return
    }
    toolCalls[position].id = toolCalls[position].id ?? delta.id
    toolCalls[position].name = toolCalls[position].name ?? delta.name
    if let more = delta.arguments { toolCalls[position].arguments.append(more) }
  }

  fileprivate var choice: ChatChoice {
    ChatChoice(
      index: index,
      message: Message(
        role: role ?? .assistant, content: content.map(MessageContent.text), refusal: refusal,
        reasoning: reasoning,
        toolCalls: toolCalls.enumerated()
          .sorted { ($0.element.index, $0.offset) < ($1.element.index, $1.offset) }
          .map { _, call in
            ToolCall(id: call.id ?? "", name: call.name ?? "", arguments: call.arguments ?? "")
          }),
      finishReason: finishReason)
  }
}

extension String? {
  /// Makes the text longer, or begins it.
  fileprivate mutating func append(_ more: String) {
    if self == nil { self = more } else { self?.append(more) }
  }
}

extension Usage {
  /// These counts with those that `newer` knows: some providers tell them in parts.
  func updated(with newer: Usage) -> Usage {
    Usage(
      promptTokens: newer.promptTokens ?? promptTokens,
      completionTokens: newer.completionTokens ?? completionTokens,
      totalTokens: newer.totalTokens ?? totalTokens,
      cachedPromptTokens: newer.cachedPromptTokens ?? cachedPromptTokens,
      reasoningTokens: newer.reasoningTokens ?? reasoningTokens)
  }
}
