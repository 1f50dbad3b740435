import HTTPTypes
import JSONModel

/// What the gateway makes of a provider's failure: a 500 with a text for plain calls, another
/// text within a stream.
struct ProviderErrorText: Sendable {
  /// What the job notes.
  var recorded: String
  /// The text within a stream.
  var inner: String
  var reply: Reply

  init(
    _ failure: ProviderFailure, _ provider: Model.Provider, _ providerModel: String,
    isStream: Bool
  ) {
    let plain = Self.plain(failure, provider, providerModel)
    inner = isStream ? Self.streamed(failure, provider) : plain
    recorded = inner
    // The text goes into a column of 1000 characters; a longer one breaks the handler.
    reply =
      failure == .longError ? .unhandled : .error(500, "LLM call failed: \(inner)")
  }

  private static func plain(
    _ failure: ProviderFailure, _ provider: Model.Provider, _ model: String
  ) -> String {
    let prefix = "500: Failed to call provider API: "
    let name = label(provider)
    switch failure {
    case .status(let status):
      if provider == .gemini {
        return prefix + "\(name) error: " + httpText(status, url(provider))
      }
      let kind =
        switch status {
        case 401: "authentication failed"
        case 429: "rate limit"
        default: "error"
        }
      return prefix + "\(name) \(kind): Error code: \(status) - "
        + errorBody(status, provider, model)
    case .html:
      return prefix + "\(name) error: <html><body><h1>502 Bad Gateway</h1></body></html>"
    case .dropped: return prefix + "\(name) error: Connection error."
    case .timeout: return prefix + "\(name) error: Request timed out."
    case .notJSON: return prefix + "\(name) error: Expecting value: line 1 column 1 (char 0)"
    case .noChoices: return "list index out of range"
    case .noUsage:
      return prefix + "\(name) error: 'NoneType' object has no attribute 'prompt_tokens'"
    case .longError: return prefix + "\(name) error: " + String(repeating: "x", count: 1_200)
    case .noCredential: return noCredential(provider)
    }
  }

  private static func streamed(_ failure: ProviderFailure, _ provider: Model.Provider) -> String {
    let prefix = "500: Failed to call provider API: "
    return switch failure {
    case .status(let status): prefix + httpText(status, url(provider))
    case .html: prefix + httpText(502, url(provider))
    case .dropped: prefix + "Server disconnected without sending a response."
    // The reason is really empty.
    case .timeout: prefix
    case .notJSON: prefix + "Expecting value: line 1 column 1 (char 0)"
    case .noChoices: "list index out of range"
    case .noUsage: "'NoneType' object has no attribute 'get'"
    case .longError: prefix + String(repeating: "x", count: 1_200)
    case .noCredential: noCredential(provider)
    }
  }

  private static func noCredential(_ provider: Model.Provider) -> String {
    "500: No provider credentials configured for \(provider.rawValue). "
      + "Please add credentials in the admin dashboard."
  }

  private static func label(_ provider: Model.Provider) -> String {
    switch provider {
    case .openai: "OpenAI"
    case .anthropic: "Anthropic"
    case .gemini: "Gemini"
    case .fireworks: "Fireworks"
    }
  }

  /// The key in Gemini's address is no secret, but shows that the gateway tells real ones.
  private static func url(_ provider: Model.Provider) -> String {
    switch provider {
    case .openai: "https://api.openai.com/v1/chat/completions"
    case .anthropic: "https://api.anthropic.com/v1/messages"
    case .gemini:
      "https://generativelanguage.googleapis.com/v1beta/models/gemini-1.5-flash"
        + ":streamGenerateContent?key=simulated-provider-key&alt=sse"
    case .fireworks: "https://api.fireworks.ai/inference/v1/chat/completions"
    }
  }

  private static func httpText(_ status: Int, _ url: String) -> String {
    let kind = status < 500 ? "Client" : "Server"
    let phrase = HTTPResponse.Status(phrased: status).reasonPhrase
    return "\(kind) error '\(status) \(phrase)' for url '\(url)'\nFor more information check: "
      + "https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/\(status)"
  }

  /// The provider's error as Python prints it.
  private static func errorBody(_ status: Int, _ provider: Model.Provider, _ model: String)
    -> String
  {
    if provider == .anthropic {
      return "{'type': 'error', 'error': {'type': 'api_error', 'message': 'simulated api_error'}}"
    }
    let error = OpenAIError(status, model)
    func python(_ text: String?) -> String { text.map { "'\($0)'" } ?? "None" }
    let message = error.message.contains("'") ? "\"\(error.message)\"" : "'\(error.message)'"
    return "{'error': {'message': \(message), 'type': '\(error.type)', "
      + "'param': \(python(error.param)), 'code': \(python(error.code))}}"
  }
}

/// What OpenAI says to a status.
struct OpenAIError: Sendable {
  var message: String
  var type: String
  var param: String?
  var code: String?

  init(_ status: Int, _ model: String) {
    switch status {
    case 400:
      (message, type) = ("Invalid value for 'temperature'.", "invalid_request_error")
      (param, code) = ("temperature", "invalid_value")
    case 401:
      (message, type) = ("Incorrect API key provided.", "invalid_request_error")
      code = "invalid_api_key"
    case 404:
      (message, type) = ("The model `\(model)` does not exist.", "invalid_request_error")
      code = "model_not_found"
    case 429:
      (message, type) = ("Rate limit reached for \(model).", "requests")
      code = "rate_limit_exceeded"
    case 503:
      (message, type) = (
        "The engine is currently overloaded, please try again later.", "server_error"
      )
    default:
      (message, type) = ("The server had an error while processing your request.", "server_error")
    }
  }
}
