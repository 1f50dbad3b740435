public import JSONModel

/// A model's answer. What the server did not tell is nil.
public struct ChatCompletionResponse: Sendable {
  public var id: String?
  public var model: String?
  public var choices: [Choice]
  public var usage: Usage?
  public var timings: CallTimings
  /// The reply as it came; nil for a stream.
  public var raw: JSONValue?

  public struct Choice: Sendable, Hashable {
    public var index: Int
    /// The text; nil where the model gave none, as in a refusal.
    public var content: String?
    /// Why the model stopped, in the provider's word.
    public var finishReason: String?
  }

  /// Token counts, each nil where the server does not tell.
  public struct Usage: Sendable, Hashable {
    public var promptTokens: Int?
    public var completionTokens: Int?
    public var totalTokens: Int?
  }

  /// The text of the first choice.
  public var text: String? { choices.first?.content }
  public var finishReason: String? { choices.first?.finishReason }
}

/// How long a call took; nil where nobody measured it.
public struct CallTimings: Sendable, Hashable {
  /// From sending the request to the last byte of the reply.
  public var latency: Duration?
  /// From sending the request to the first text of a stream.
  public var timeToFirstToken: Duration?

  public init(latency: Duration? = nil, timeToFirstToken: Duration? = nil) {
    self.latency = latency
    self.timeToFirstToken = timeToFirstToken
  }
}

extension ChatCompletionResponse {
  /// Reads either form: a `chat.completion`, or the gateway's `{call_id, response, metadata}`.
  ///
  /// - Throws: ``ClientError`` if it is neither.
  init(_ root: JSONNode, latency: Duration?) throws {
    timings = CallTimings(latency: latency)
    raw = root.value
    if let nodes = root["choices"], nodes.kind == .array {
      id = root["id"]?.stringValue
      model = root["model"]?.stringValue
      choices = nodes.elements.enumerated().map { position, node in
        Choice(
          index: node["index"]?.intValue ?? position,
          content: node["message"]?["content"]?.stringValue,
          finishReason: node["finish_reason"]?.stringValue)
      }
      usage = Usage(root["usage"])
    } else if let response = root["response"], response.kind == .object {
      id = root["call_id"]?.stringValue
      let metadata = root["metadata"]
      model = metadata?["model"]?.stringValue ?? metadata?["model_group"]?.stringValue
      choices = [
        Choice(
          index: 0, content: response["content"]?.stringValue,
          finishReason: response["finish_reason"]?.stringValue)
      ]
      usage = metadata?["tokens_used"]?.intValue.map { Usage(totalTokens: $0) }
    } else {
      throw ClientError(
        code: .undecodable, message: "the reply is neither a chat.completion nor a gateway call")
    }
  }
}

extension ChatCompletionResponse.Usage {
  init?(_ node: JSONNode?) {
    guard let node, node.kind == .object else { return nil }
    promptTokens = node["prompt_tokens"]?.intValue
    completionTokens = node["completion_tokens"]?.intValue
    totalTokens = node["total_tokens"]?.intValue
  }
}
