public import JSONModel

/// What to ask a model.
///
/// Parameters without a value are not sent, so that the server's defaults hold.
public struct ChatRequest: Sendable, Hashable {
  /// The conversation so far, the oldest first.
  public var messages: [Message]
  /// The model's name, or the alias that the gateway knows it by.
  public var model: String
  /// Sampling temperature, 0 to 2.
  public var temperature: Double?
  /// The most tokens that the reply may have.
  public var maxTokens: Int?
  /// Nucleus sampling: the share of probability that is sampled from, 0 to 1.
  public var topP: Double?
  /// Reduces repetition, -2 to 2.
  public var frequencyPenalty: Double?
  /// Encourages new topics, -2 to 2.
  public var presencePenalty: Double?
  /// Texts at which the reply ends.
  public var stop: StopSequences?
  /// The form that the reply is to have; nil for free text.
  public var responseFormat: ResponseFormat?
  /// The functions that the model may ask for.
  public var tools: [Tool]?
  /// Whether it must; nil leaves it to the model.
  public var toolChoice: ToolChoice?
  /// A label for the call, which the gateway shows in its reports.
  public var purpose: String?
  /// Merged into the job's metadata by the gateway after a successful call.
  public var callMetadata: JSONObject?
  /// Further parameters by their names on the wire, sent as they are. A member that also has
  /// a property here takes the property's place; a null removes it.
  public var parameters: JSONObject

  /// The model of the documented client.
  public static let defaultModel = "gpt-4"
  /// The temperature of the documented client.
  public static let defaultTemperature = 0.7

  /// Makes a request; the defaults are those of the documented client.
  public init(
    messages: [Message], model: String = defaultModel,
    temperature: Double? = defaultTemperature, maxTokens: Int? = nil, topP: Double? = nil,
    frequencyPenalty: Double? = nil, presencePenalty: Double? = nil, stop: StopSequences? = nil,
    responseFormat: ResponseFormat? = nil, tools: [Tool]? = nil, toolChoice: ToolChoice? = nil,
    purpose: String? = nil, callMetadata: JSONObject? = nil, parameters: JSONObject = [:]
  ) {
    self.messages = messages
    self.model = model
    self.temperature = temperature
    self.maxTokens = maxTokens
    self.topP = topP
    self.frequencyPenalty = frequencyPenalty
    self.presencePenalty = presencePenalty
    self.stop = stop
    self.responseFormat = responseFormat
    self.tools = tools
    self.toolChoice = toolChoice
    self.purpose = purpose
    self.callMetadata = callMetadata
    self.parameters = parameters
  }
}
