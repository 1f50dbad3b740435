/// Reads the texts in which a gateway wraps what its provider answered.
///
/// The gateway flattens every provider's status to 500 and quotes the provider's library:
/// `LLM call failed: 500: Failed to call provider API: OpenAI rate limit: Error code: 429 - …`.
/// The `500:` in there is the gateway's own.
enum ProviderFailure {
  /// Whether `text` speaks of the provider.
  static func isRelayed(_ text: String) -> Bool {
    text.contains("LLM call failed") || text.contains("Failed to call provider API")
      || text.hasPrefix("litellm.")
  }

  /// The provider's own status, where the text shows it.
  static func status(in text: String) -> Int? {
    for mark in ["Error code: ", "Client error '", "Server error '"] {
      guard let found = text.firstRange(of: mark) else { continue }
      let digits = text[found.upperBound...].prefix { $0.isASCII && $0.isNumber }
      if digits.count == 3, let status = Int(digits) { return status }
    }
    // A page of a proxy in front of the provider, quoted as it is.
    let title = text.firstMatch(
      of: #/(?i)<(?:title|h1)>\s*([45]\d\d)\b/#)
    return title.flatMap { Int($0.output.1) }
  }

  /// Kinds of errors that pass, in the words of OpenAI, LiteLLM and Anthropic.
  static let transientTypes: Set<String> = [
    "server_error", "internal_server_error", "overloaded_error", "rate_limit_error",
    "throttling_error", "timeout_error", "service_unavailable_error", "api_error",
  ]

  /// Whether the gateway did not reach its provider, or got no answer.
  static func isConnectionTrouble(_ text: String) -> Bool {
    // A provider that stays silent leaves nothing behind the last colon.
    if text.hasSuffix("Failed to call provider API:")
      || text.hasSuffix("Failed to call provider API: ")
    {
      return true
    }
    return [
      "Connection error", "timed out", "Server disconnected", "peer closed connection",
      "APIConnectionError", "Timeout",
    ].contains { text.contains($0) }
  }

  /// Whether the text shows a fault of the gateway that every repetition would show again.
  static func isPermanent(_ text: String) -> Bool {
    [
      "No provider credentials", "list index out of range", "asynchronous context manager",
    ].contains { text.contains($0) }
  }

  /// Whether the gateway's streaming endpoint fails on every call, by the words of the fault.
  static func isBrokenStreaming(_ text: String) -> Bool {
    text.contains("asynchronous context manager protocol")
  }
}
