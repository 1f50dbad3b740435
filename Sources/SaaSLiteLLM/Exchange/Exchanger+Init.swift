import HTTPTransport
import HTTPTypes
import Logging

extension Exchanger {
  /// - Parameters:
  ///   - key: Sent as a bearer token; nil for servers that ask for none.
  ///   - timeout: For a whole call; for a stream, for each silence.
  init(
    transport: any HTTPTransport, baseURL: BaseURL, key: String?, timeout: Duration,
    retry: RetryPolicy, logger: Logger?, time: TimeSource
  ) {
    var headers: HTTPFields = [
      .contentType: "application/json", .accept: "application/json",
      .userAgent: "assay-swift-client",
    ]
    let token = Credential.normalized(key)
    if let token { headers[.authorization] = "Bearer \(token)" }
    let connect = min(timeout, .seconds(10))
    self.init(
      transport: transport,
      settings: ExchangeSettings(
        baseURL: baseURL.text, headers: headers,
        deadlines: Deadlines(connect: connect, total: timeout),
        streamDeadlines: Deadlines(connect: connect, firstByte: timeout, idle: timeout),
        retry: retry, time: time, redactor: Redactor(secrets: [token].compactMap { $0 }),
        logger: logger, problem: baseURL.problem ?? Credential.problem(of: token)))
  }

  /// A copy for work that nobody waits for gladly, such as cleaning up after a failure.
  func bounded(by limit: Duration) -> Exchanger {
    var (deadlines, retry) = (deadlines, retry)
    deadlines.total = min(deadlines.total ?? limit, limit)
    retry.timeBudget = min(retry.timeBudget ?? limit, limit)
    return Exchanger(
      transport: transport, settings: settings.with(deadlines: deadlines, retry: retry))
  }
}

extension Exchanger: CustomStringConvertible, CustomReflectable {
  /// Without the headers, which hold the key.
  var description: String { redactor.redact(baseURL) }
  var customMirror: Mirror { Mirror(self, children: ["baseURL": redactor.redact(baseURL)]) }
}
