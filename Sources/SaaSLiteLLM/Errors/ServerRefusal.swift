package import HTTPTypes

/// What an answer with a status of failure says of the server's load.
package struct ServerRefusal: Sendable, Hashable {
  /// Whether the server, or the provider behind it, has too much to do now and would take the
  /// same request later.
  package var isOverload: Bool
  /// How long it asks to wait.
  package var retryAfter: Duration?

  package init(status: Int, headers: HTTPFields, body: [UInt8], secondsSince1970: Double) {
    let error = ErrorClassifier(redactor: Redactor(secrets: []), now: secondsSince1970)
      .error(status: status, headers: headers, body: body)
    retryAfter = error.context.retryAfter
    // A provider's 429 may come dressed as a failure of the gateway.
    isOverload =
      error.code == .rateLimited
      || error.code == .provider && [429, 529].contains(error.context.providerStatus)
  }
}
