import HTTPTypes
import JSONModel

extension Gateway {
  /// Lets the fault strike that the request or the script asks for. Faults that replace the
  /// answer are thrown before any work is done; those of the connection wait until the answer is
  /// on its way, so that the work behind it has been done, as in real life.
  ///
  /// - Returns: the provider's failure, where that is the fault.
  @discardableResult
  func strike(_ exchange: inout Exchange, _ subject: Condition.Subject, draw: UInt64 = 0)
    throws(Refusal) -> ProviderFailure?
  {
    if let requested = exchange.requestedFault {
      return try strike(requested, of: nil, &exchange).failure
    }
    var start = 0
    while let (position, fault) = composer.fault(for: subject, draw: draw, from: start) {
      let blow = try strike(fault, of: position, &exchange)
      if blow.hits { return blow.failure }
      // A limit that is not yet reached: the next rule has its turn.
      start = position + 1
    }
    return nil
  }

  /// What a fault did.
  private struct Blow {
    var hits = true
    var failure: ProviderFailure?

    static let miss = Blow(hits: false)
  }

  private func strike(_ fault: Fault, of rule: Int?, _ exchange: inout Exchange)
    throws(Refusal) -> Blow
  {
    var blow = Blow()
    var refusal: Reply?
    switch fault {
    case .rateLimit(let callsPerMinute, let retryAfter):
      let key = RateWindow.Key(rule: rule, team: exchange.facts.team)
      let now = exchange.now
      let verdict = withState { $0.admit(key, callsPerMinute: callsPerMinute, at: now) }
      guard case .refused(let seconds) = verdict else { return .miss }
      refusal = Self.answer(
        429, nil, retryAfter: retryAfter ? seconds : nil, isOpenAI: exchange.endpoint.isOpenAI)
    case .status(let status, let message, let retryAfter):
      refusal = Self.answer(
        status, message, retryAfter: retryAfter, isOpenAI: exchange.endpoint.isOpenAI)
    case .html(let status):
      refusal = Self.page(status)
    case .provider(let cause):
      guard exchange.endpoint.asksModel else { return .miss }
      blow.failure = cause
    case .brokenStream:
      guard exchange.endpoint == .llmCallStream else { return .miss }
      exchange.fault = fault
    default:
      exchange.fault = fault
    }
    exchange.facts.fault = fault.kind.rawValue
    exchange.facts.faultRule = rule.map { script.rules[$0].name }
    if let refusal { throw Refusal(refusal) }
    return blow
  }

  /// The fault of the header `X-Simulate-Fault`.
  func requestedFault(_ exchange: Exchange) throws(Refusal) -> Fault? {
    guard let header = exchange.request.headers[.simulateFault] else { return nil }
    do {
      return try Fault(header: header)
    } catch {
      let text = "X-Simulate-Fault: \(error.message)"
      throw exchange.endpoint.isOpenAI
        ? .openAI(400, text, "invalid_request_error") : Refusal(400, text)
    }
  }

  /// An error of any status, with the text that the gateway has for it.
  static func answer(
    _ status: Int, _ message: String?, retryAfter: Int?, isOpenAI: Bool
  ) -> Reply {
    let text = message ?? defaultText(status)
    var reply: Reply
    if isOpenAI {
      reply = Refusal.openAI(status, text, openAIType(status)).reply
    } else if status == 422, message == nil {
      reply =
        BodyReader.refusal([
          BodyReader.problem(
            "missing", [.string("body"), .string("model")], "Field required", .object([:]))
        ]).reply
    } else {
      reply = .error(status, text)
    }
    if let retryAfter { reply.headers[.retryAfter] = String(retryAfter) }
    return reply
  }

  private static func defaultText(_ status: Int) -> String {
    switch status {
    case 401: "Invalid API key"
    case 403: "Job does not belong to your team"
    case 404: "Job not found"
    case 429: "Rate limit exceeded"
    case 500: "LLM call failed: 500: Failed to call provider API: simulated failure"
    default: "Simulated failure with status \(status)"
    }
  }

  static func openAIType(_ status: Int) -> String {
    switch status {
    case 401, 403: "auth_error"
    case 429: "throttling_error"
    case 500...: "internal_server_error"
    default: "invalid_request_error"
    }
  }

  static func page(_ status: Int) -> Reply {
    let title = "\(status) \(HTTPResponse.Status(phrased: status).reasonPhrase)"
    return .plain(
      "<html>\r\n<head><title>\(title)</title></head>\r\n<body>\r\n<center><h1>\(title)</h1>"
        + "</center>\r\n<hr><center>simulated</center>\r\n</body>\r\n</html>\r\n",
      status: status, type: "text/html")
  }
}
