import JSONModel

/// Asks for a structured reply, and asks again where that is wanted.
struct StructuredConversation<Value: Decodable & Sendable> {
  var options: StructuredOptions
  var redactor: Redactor

  func run(
    _ request: ChatRequest, _ chat: (ChatRequest) async throws -> ChatCompletionResponse
  ) async throws -> StructuredResponse<Value> {
    var request = request
    if options.sendsSchema {
      request.responseFormat = try StructuredSchema.format(of: Value.self, options)
    }
    let reader = StructuredReply<Value>(options: options, redactor: redactor)
    var asks = 1
    while true {
      let response = try await chat(request)
      do {
        return try reader.read(response, asks: asks)
      } catch let error as ClientError {
        guard asks < options.maximumAsks, let correction = Self.correction(error) else {
          throw error
        }
        asks += 1
        request.messages += correction
      }
    }
  }

  /// What to say so that the model can do better; nil where saying something cannot help.
  static func correction(_ error: ClientError) -> [Message]? {
    guard let fault = error.context.structured else { return nil }
    switch error.code {
    case .notJSON:
      return [
        .assistant(.text(fault.rawText)),
        .user(
          "That is not valid JSON. Reply again with the JSON alone, without any other text."),
      ]
    case .schemaMismatch:
      let place =
        fault.codingPath.isEmpty ? "" : " at /\(fault.codingPath.joined(separator: "/"))"
      return [
        .assistant(.text(fault.rawText)),
        .user(
          .text(
            "That JSON does not fit\(place): expected \(fault.expected), found \(fault.found). "
              + "Reply again with the corrected JSON alone, without any other text.")),
      ]
    default:
      return nil
    }
  }
}
