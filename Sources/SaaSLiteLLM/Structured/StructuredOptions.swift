public import JSONModel

/// How a structured reply is asked for and read.
public struct StructuredOptions: Sendable {
  /// The schema's name for the provider; from the type's name unless given.
  public var name: String?
  /// The schema, in place of the one derived from the type.
  public var schema: JSONValue?
  /// Whether the provider must keep to the schema. True also writes the schema as OpenAI's strict
  /// mode wants it: every property required, optional ones nullable. Nil sends nothing.
  public var strict: Bool?
  /// How many times the model is asked at most: after a reply that does not fit, it is told what
  /// is wrong and asked again. 1 means no second question.
  public var maximumAsks: Int
  /// Whether the schema is sent as `response_format`. Without, the prompt must ask for the form.
  public var sendsSchema: Bool
  /// How values that JSON has no type for are read.
  public var decoding: JSONDecodingOptions

  /// Makes options; the defaults send the derived schema and ask once.
  public init(
    name: String? = nil, schema: JSONValue? = nil, strict: Bool? = nil, maximumAsks: Int = 1,
    sendsSchema: Bool = true, decoding: JSONDecodingOptions = JSONDecodingOptions()
  ) {
    self.name = name
    self.schema = schema
    self.strict = strict
    self.maximumAsks = maximumAsks
    self.sendsSchema = sendsSchema
    self.decoding = decoding
  }
}

/// A structured reply with what is known about how it came.
public struct StructuredResponse<Value: Sendable>: Sendable {
  /// What was decoded.
  public var value: Value
  /// How the JSON stood in the reply.
  public var wrapping: StructuredWrapping
  /// How many times the model was asked.
  public var asks: Int
  /// The reply that the value was read from.
  public var response: ChatCompletionResponse
}

/// What a reply has around its JSON.
public enum StructuredWrapping: String, Sendable, Hashable {
  /// Nothing: the reply is JSON.
  case none
  /// A Markdown code fence.
  case codeFence
  /// Other text.
  case prose
}
