public import JSONModel

/// What a model answered in one attempt, with what was measured of it. Nil is unknown.
public struct Reply: Sendable {
  /// The text; empty if the model gave none.
  public var text: String
  /// The calls that the model wants made, in its order.
  public var toolCalls: [ToolCall]
  /// Why the model declined, where the provider says so apart from the text.
  public var refusal: String?
  /// Why the model stopped, in the provider's word.
  public var finishReason: String?
  /// The model that answered, as the server names it.
  public var model: String?
  /// From sending the request to the last byte, without waiting between retries.
  public var latency: Duration?
  /// From sending the request to the first text of a stream.
  public var timeToFirstToken: Duration?
  public var usage: TokenUsage
  /// What the call cost, in US dollars.
  public var cost: Double?
  /// The text as JSON, parsed once for all assertions.
  public let json: ParsedJSON

  public enum ParsedJSON: Sendable {
    case value(JSONValue)
    case invalid(JSONSyntaxError)

    package var value: JSONValue? {
      if case .value(let value) = self { value } else { nil }
    }

    package var problem: String {
      if case .invalid(let error) = self { error.description } else { "" }
    }
  }

  public init(
    text: String, toolCalls: [ToolCall] = [], refusal: String? = nil, finishReason: String? = nil,
    model: String? = nil, latency: Duration? = nil, timeToFirstToken: Duration? = nil,
    usage: TokenUsage = TokenUsage(), cost: Double? = nil
  ) {
    self.text = text
    self.toolCalls = toolCalls
    self.refusal = refusal
    self.finishReason = finishReason
    self.model = model
    self.latency = latency
    self.timeToFirstToken = timeToFirstToken
    self.usage = usage
    self.cost = cost
    do {
      json = .value(try JSONValue(parsing: text))
    } catch let error as JSONSyntaxError {
      json = .invalid(error)
    } catch {
      json = .invalid(
        JSONSyntaxError(
          code: .unexpectedCharacter, location: SourceLocation(byteOffset: 0, line: 1, column: 1),
          message: "\(error)"))
    }
  }
}

extension Reply {
  /// A function that the model wants called.
  public struct ToolCall: Sendable, Hashable {
    public var name: String
    /// The arguments as the model wrote them: JSON, as a rule.
    public var arguments: String

    public init(name: String, arguments: String) {
      self.name = name
      self.arguments = arguments
    }
  }

  /// The tokens of a call. Nil is unknown: the gateway tells only the total.
  public struct TokenUsage: Sendable, Hashable {
    public var prompt: Int?
    public var completion: Int?
    public var total: Int?

    public init(prompt: Int? = nil, completion: Int? = nil, total: Int? = nil) {
      self.prompt = prompt
      self.completion = completion
      self.total = total
    }
  }
}
