public import JSONModel

/// What is asked of a model.
public struct ChatRequest: Sendable, Hashable {
  public var model: String
  public var messages: [Message]
  /// All other parameters under their names on the wire (`temperature`, `max_tokens`, `stop`,
  /// `response_format`, …). `temperature` is 0.7 where it is absent, as the API's own clients
  /// send it; `stop` may be a string or a list.
  public var parameters: JSONObject

  public init(model: String = "gpt-4", messages: [Message], parameters: JSONObject = [:]) {
    self.model = model
    self.messages = messages
    self.parameters = parameters
  }

  /// The body that the gateway is sent. Absent parameters are not sent; `stop` is always a list,
  /// since the gateway refuses a string.
  var body: JSONValue {
    var object: JSONObject = [
      "model": .string(model), "messages": .array(messages.map(\.json)),
      "temperature": parameters["temperature"] ?? 0.7,
    ]
    for member in parameters where member.key != "temperature" && !member.value.isNull {
      let isOneStop = member.key == "stop" && member.value.kind == .string
      object[member.key] = isOneStop ? [member.value] : member.value
    }
    return .object(object)
  }
}
