import HTTPTypes
import JSONModel

/// Tells answers with a status of failure apart.
struct ErrorClassifier: Sendable {
  var redactor: Redactor
  /// Seconds since 1970, to read dates in headers against.
  var now: Double

  /// The error that a complete answer means.
  func error(status: Int, headers: HTTPFields, body: [UInt8]) -> ClientError {
    let said = ServerStatement(body: body, redactor: redactor)
    var context = ClientError.Context()
    context.status = status
    context.detail = said.detail
    context.requestID = Self.requestID(headers, redactor)
    context.bodyExcerpt = Self.excerpt(body, redactor)
    context.retryAfter = RetryAfter.read(headers, now: now)
    let text = said.detail?.description ?? ""
    context.providerStatus = ProviderFailure.status(in: text)
    let code = Self.code(status: status, said: said, text: text)
    // Who answers 408 waited for somebody else, and does not know what became of it.
    context.mayHaveTakenEffect =
      status == 408 || !(code == .rateLimited || (400..<500).contains(status))
    if code == .forbidden { context.forbiddenReason = Self.forbiddenReason(text) }
    context.errorType = said.type
    // A LiteLLM proxy keeps its provider's status.
    if text.hasPrefix("litellm.") || status == 408 {
      context.providerStatus = context.providerStatus ?? status
    }
    return ClientError(
      code: code, message: message(code, status: status, said: said, headers), context: context)
  }

  private static func code(
    status: Int, said: ServerStatement, text: String
  ) -> ClientError.Code {
    switch status {
    case 300..<400: return .redirected
    case 401: return .unauthorized
    case 402: return .outOfCredits
    case 403: return .forbidden
    case 404: return .notFound
    case 408: return .provider
    case 429: return saysOutOfCredits(said, text) ? .outOfCredits : .rateLimited
    case 400..<500: return saysOutOfCredits(said, text) ? .outOfCredits : .invalidRequest
    case 500...:
      if ProviderFailure.isRelayed(text) {
        return saysOutOfCredits(said, text) ? .outOfCredits : .provider
      }
      return .server
    default: return .undecodableReply
    }
  }

  static func saysOutOfCredits(_ said: ServerStatement, _ text: String) -> Bool {
    if said.type == "insufficient_quota" || said.type == "budget_exceeded" { return true }
    let lowered = text.lowercased()
    return [
      "insufficient_quota", "exceeded your current quota", "insufficient credits",
      "budget has been exceeded", "credit balance is too low",
    ].contains { lowered.contains($0) }
  }

  /// The server tells the reasons apart by their texts only.
  private static func forbiddenReason(_ text: String) -> ClientError.ForbiddenReason {
    let lowered = text.lowercased()
    if lowered.contains("access to model") || lowered.contains("model access") { return .model }
    if lowered.contains("team access is") || lowered.contains("suspended") { return .suspended }
    if lowered.contains("belong to") || lowered.contains("team") { return .team }
    return .other
  }

  private func message(
    _ code: ClientError.Code, status: Int, said: ServerStatement, _ headers: HTTPFields
  ) -> String {
    let summary = ClientErrorText.summary(code)
    if code == .redirected, let place = headers[.location] {
      return "\(summary): to \(redactor.excerpt(place.utf8, limit: 200)) (HTTP \(status))"
    }
    if let detail = said.detail?.description, !detail.isEmpty {
      return "\(summary): \(detail.prefix(ClientErrorText.detailLimit))"
    }
    return "\(summary), without saying why (HTTP \(status))"
  }

  static func requestID(_ headers: HTTPFields, _ redactor: Redactor) -> String? {
    guard
      let id = headers.first(.requestID) ?? headers.first(.plainRequestID)
        ?? headers.first(.litellmCallID)
    else { return nil }
    // A server that echoes headers must not bring the key back.
    return redactor.redactOwn(id)
  }

  static func excerpt(_ body: [UInt8], _ redactor: Redactor) -> String? {
    body.isEmpty ? nil : redactor.excerpt(body, limit: ClientError.Context.excerptLimit)
  }
}

extension ErrorClassifier {
  /// Whether a status means that the server is overloaded or away, and not at fault.
  static func isOverload(status: Int?) -> Bool {
    guard let status else { return false }
    return [408, 425, 429, 502, 503, 504, 529].contains(status)
  }

  /// Whether the same request may find the server in a better state.
  static func isTransient(_ error: ClientError) -> Bool {
    if isOverload(status: error.context.status) { return true }
    guard let status = error.context.status, status >= 500, status != 501 else { return false }
    // The frameworks under the gateway answer this when a request runs into a bug.
    let body = error.context.bodyExcerpt
    return body != "Internal Server Error" && !ProviderFailure.isPermanent(error.message)
  }

  /// Whether a provider's failure may pass.
  static func isTransientProviderFailure(_ error: ClientError) -> Bool {
    if let status = error.context.providerStatus {
      return isOverload(status: status) || (500..<600).contains(status)
    }
    return ProviderFailure.transientTypes.contains(error.context.errorType ?? "")
      || ProviderFailure.isConnectionTrouble(error.message)
  }
}
