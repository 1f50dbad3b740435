public import JSONModel

/// A function that the model may ask to have called.
public struct Tool: Sendable, Hashable {
  /// Letters, digits, `_` and `-`, at most 64, as providers ask for.
  public var name: String
  /// What it does and when to use it, for the model.
  public var description: String?
  /// JSON Schema of the arguments.
  public var parameters: JSONObject?
  /// Whether the provider must keep to the schema.
  public var strict: Bool?

  /// Makes a tool.
  public init(
    name: String, description: String? = nil, parameters: JSONObject? = nil, strict: Bool? = nil
  ) {
    self.name = name
    self.description = description
    self.parameters = parameters
    self.strict = strict
  }

  var json: JSONValue {
    var function = JSONObject([.init(key: "name", value: .string(name))])
    function["description"] = description.map(JSONValue.string)
    function["parameters"] = parameters.map(JSONValue.object)
    function["strict"] = strict.map(JSONValue.bool)
    return ["type": "function", "function": .object(function)]
  }
}

/// Whether the model may, must or must not ask for tools.
public enum ToolChoice: Sendable, Hashable {
  case auto, none, required
  /// It must ask for this function.
  case function(String)
  /// Anything else that a provider takes.
  case other(JSONValue)

  var json: JSONValue {
    switch self {
    case .auto: "auto"
    case .none: "none"
    case .required: "required"
    case .function(let name): ["type": "function", "function": ["name": .string(name)]]
    case .other(let value): value
    }
  }
}

/// A model's request to have a function called.
public struct ToolCall: Sendable, Hashable, Identifiable {
  /// The provider's name of the call, to be given back with the result.
  public var id: String
  /// The name of the function.
  public var name: String
  /// The arguments as the model wrote them: mostly a JSON object, but nothing ensures it.
  public var arguments: String

  /// Makes a call, as it is sent back in a conversation.
  public init(id: String, name: String, arguments: String) {
    self.id = id
    self.name = name
    self.arguments = arguments
  }

  /// Decodes the arguments.
  ///
  /// - Throws: `JSONSyntaxError` if they are not JSON, `DecodingError` if they are not a `T`.
  public func decodeArguments<T: Decodable>(_ type: T.Type = T.self) throws -> T {
    try JSONDocument(parsing: arguments).decode(type)
  }

  var json: JSONValue {
    [
      "id": .string(id), "type": "function",
      "function": ["name": .string(name), "arguments": .string(arguments)],
    ]
  }
}
