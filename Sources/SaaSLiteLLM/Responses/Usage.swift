import JSONModel

/// Token counts. Nil is unknown: the gateway tells only the total of a call.
public struct Usage: Sendable, Hashable {
  /// Tokens of the messages that were sent.
  public var promptTokens: Int?
  /// Tokens of the reply, reasoning included.
  public var completionTokens: Int?
  /// Both together, as the server counts them; never added up here.
  public var totalTokens: Int?
  /// Of the prompt's tokens, those that the provider had cached.
  public var cachedPromptTokens: Int?
  /// Of the completion's tokens, those spent on reasoning that is not shown.
  public var reasoningTokens: Int?

  /// Makes counts; what is not given is unknown.
  public init(
    promptTokens: Int? = nil, completionTokens: Int? = nil, totalTokens: Int? = nil,
    cachedPromptTokens: Int? = nil, reasoningTokens: Int? = nil
  ) {
    self.promptTokens = promptTokens
    self.completionTokens = completionTokens
    self.totalTokens = totalTokens
    self.cachedPromptTokens = cachedPromptTokens
    self.reasoningTokens = reasoningTokens
  }
}

extension Usage {
  /// Reads a `usage` of a reply, as the general decoding does.
  init(reading node: JSONNode) throws {
    func count(_ node: JSONNode?) throws -> Int? {
      guard let node, !node.isNull else { return nil }
      return try node.intValue ?? node.decode(Int.self)
    }
    guard node.kind == .object else {
      self = try node.decode(Usage.self)
      return
    }
    self.init(
      promptTokens: try count(node["prompt_tokens"]),
      completionTokens: try count(node["completion_tokens"]),
      totalTokens: try count(node["total_tokens"]),
      // Details are extras: where they are missing or of another form, nothing is lost.
      cachedPromptTokens: node["prompt_tokens_details"]?["cached_tokens"]?.intValue,
      reasoningTokens: node["completion_tokens_details"]?["reasoning_tokens"]?.intValue)
  }
}

extension Usage: Decodable {
  private enum CodingKeys: String, CodingKey {
    case promptTokens = "prompt_tokens"
    case completionTokens = "completion_tokens"
    case totalTokens = "total_tokens"
    case promptDetails = "prompt_tokens_details"
    case completionDetails = "completion_tokens_details"
  }

  private enum PromptKeys: String, CodingKey {
    case cachedTokens = "cached_tokens"
  }

  private enum CompletionKeys: String, CodingKey {
    case reasoningTokens = "reasoning_tokens"
  }

  /// Reads OpenAI's `usage`: `{prompt_tokens, completion_tokens, total_tokens,
  /// prompt_tokens_details: {cached_tokens}, completion_tokens_details: {reasoning_tokens}}`, all
  /// optional.
  ///
  /// - Throws: `DecodingError` where a count is no integer.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    promptTokens = try container.decodeIfPresent(Int.self, forKey: .promptTokens)
    completionTokens = try container.decodeIfPresent(Int.self, forKey: .completionTokens)
    totalTokens = try container.decodeIfPresent(Int.self, forKey: .totalTokens)
    // Details are extras: where they are missing or of another form, nothing is lost.
    cachedPromptTokens =
      try? container.nestedContainer(keyedBy: PromptKeys.self, forKey: .promptDetails)
      .decodeIfPresent(Int.self, forKey: .cachedTokens)
    reasoningTokens =
      try? container.nestedContainer(keyedBy: CompletionKeys.self, forKey: .completionDetails)
      .decodeIfPresent(Int.self, forKey: .reasoningTokens)
  }
}
