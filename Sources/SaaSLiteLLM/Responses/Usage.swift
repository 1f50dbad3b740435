/// Token counts. Nil is unknown: the gateway tells only the total of a call.
public struct Usage: Sendable, Hashable {
  public var promptTokens: Int?
  public var completionTokens: Int?
  public var totalTokens: Int?
  /// Of the prompt's tokens, those that the provider had cached.
  public var cachedPromptTokens: Int?
  /// Of the completion's tokens, those spent on reasoning that is not shown.
  public var reasoningTokens: Int?

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
