public import JSONModel

/// The reply to a chat call, whichever form the server gave it.
public struct ChatCompletionResponse: Sendable {
  /// The provider's id of the completion, or the gateway's id of the call.
  public var id: String?
  /// `chat.completion` where the server says so; nil for the gateway's own form and for streams.
  public var object: String?
  /// When the provider made it, in seconds since 1970; the gateway's own form does not tell.
  public var created: Int?
  /// The model as the server names it: the provider's name or the requested alias.
  public var model: String?
  /// The answers: one, unless several were asked for (`n`).
  public var choices: [ChatChoice]
  /// The tokens; nil where the server does not tell.
  public var usage: Usage?
  /// What the call took.
  public var timings: CallTimings
  /// The time that the server itself reports for the call to the provider.
  public var serverLatency: Duration?
  /// What the call cost, where a LiteLLM proxy tells in its headers.
  public var cost: CallCost?
  /// What a job that was created and completed along with the call cost; see
  /// ``SaaSLLMClient/createAndCall(type:_:metadata:userID:)``.
  public var completion: JobCompletion?
  /// The server's id of the request, for its operators.
  public var requestID: String?

  /// The reply that this was read from; nil for a response put together from a stream.
  var document: JSONDocument?

  /// Makes a response; what is not given is unknown.
  public init(
    id: String? = nil, object: String? = nil, created: Int? = nil, model: String? = nil,
    choices: [ChatChoice], usage: Usage? = nil, timings: CallTimings = CallTimings()
  ) {
    self.id = id
    self.object = object
    self.created = created
    self.model = model
    self.choices = choices
    self.usage = usage
    self.timings = timings
  }

  /// The text of the first choice; nil if it has none.
  public var text: String? { choices.first?.message.text }

  /// Why the first choice ended.
  public var finishReason: FinishReason? { choices.first?.finishReason }

  /// The reply as the server wrote it; nil for a response put together from a stream.
  public var raw: JSONObject? { document?.root.value.objectValue }
}

/// One of the answers of a model.
public struct ChatChoice: Sendable, Hashable {
  /// Its place among the choices, from 0.
  public var index: Int
  /// What the model answers.
  public var message: Message
  /// Why the model stopped; nil where the server does not say.
  public var finishReason: FinishReason?

  /// Makes a choice.
  public init(index: Int, message: Message, finishReason: FinishReason? = nil) {
    self.index = index
    self.message = message
    self.finishReason = finishReason
  }
}
