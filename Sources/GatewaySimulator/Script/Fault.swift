/// What goes wrong, on purpose.
package enum Fault: Sendable, Hashable {
  /// An answer of this status, with the gateway's kind of body.
  case status(Int, message: String?, retryAfter: Int?)
  /// An HTML page, as from a proxy in front.
  case html(Int)
  /// More than so many calls in a minute are refused with 429.
  case rateLimit(callsPerMinute: Int, retryAfter: Bool)
  /// The provider fails, and the gateway passes that on in its way.
  case provider(ProviderFailure)
  /// Every llm-call-stream fails after the provider was asked, as on the newest gateway.
  case brokenStream
  /// The connection is reset (RST).
  case reset(Place)
  /// The connection is closed in good order (FIN), but before the body's end.
  case close
  /// The body's framing is whole, its JSON is not.
  case truncatedJSON
  /// A stream ends without `[DONE]`.
  case missingDone
  /// A stream ends early, without a finish reason and `[DONE]`.
  case truncatedStream
  /// A stream ends with an error in it; as an object or as a text.
  case inBandError(message: String, isObject: Bool)
  /// CR LF ends the lines of a stream.
  case crlf
  /// `data:` stands without the space.
  case noSpace
  /// The body comes in pieces whose ends fall inside characters.
  case splitCharacters
  /// The body comes a few bytes at a time.
  case slowDrip(bytes: Int, every: Duration)
  /// Nothing more comes.
  case hang(HangPlace)

  /// Whether it can only strike a stream.
  var needsStream: Bool {
    switch self {
    case .missingDone, .truncatedStream, .inBandError, .crlf, .noSpace: true
    default: false
    }
  }

  /// Where a connection is reset.
  package enum Place: String, Sendable, CaseIterable {
    case headers, body, chunk
  }

  /// Where an answer stops coming.
  package enum HangPlace: String, Sendable, CaseIterable {
    case headers, body
  }
}

/// How a provider fails.
package enum ProviderFailure: Sendable, Hashable {
  /// It answers with this status.
  case status(Int)
  case html, dropped, timeout, notJSON, noChoices, noUsage, longError
  /// Nobody gave the gateway a key for it.
  case noCredential
}
