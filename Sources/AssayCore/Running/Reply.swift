public import JSONModel

/// What a model answered in one attempt, with what was measured of it.
public struct Reply: Sendable {
  /// The text; empty if the model gave none.
  public var text: String
  /// Why the model stopped, in the provider's word; nil where it is not told.
  public var finishReason: String?
  /// From sending the request to the last byte, without waiting between retries; nil where it
  /// was not measured.
  public var latency: Duration?
  /// From sending the request to the first text of a stream; nil where it was not measured.
  public var timeToFirstToken: Duration?
  /// The tokens of prompt and completion together; nil where the server does not tell.
  public var totalTokens: Int?
  /// The text as JSON, parsed once for all assertions.
  public let json: ParsedJSON

  public enum ParsedJSON: Sendable {
    case value(JSONValue)
    case invalid(JSONSyntaxError)

    var value: JSONValue? {
      if case .value(let value) = self { value } else { nil }
    }

    var problem: String {
      if case .invalid(let error) = self { error.description } else { "" }
    }
  }

  public init(
    text: String, finishReason: String? = nil, latency: Duration? = nil,
    timeToFirstToken: Duration? = nil, totalTokens: Int? = nil
  ) {
    self.text = text
    self.finishReason = finishReason
    self.latency = latency
    self.timeToFirstToken = timeToFirstToken
    self.totalTokens = totalTokens
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
