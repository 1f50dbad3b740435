import HTTPTransport
import HTTPTypes
import Logging

extension Exchanger {
  /// - Parameters:
  ///   - key: Sent as a bearer token; nil for servers that ask for none.
  ///   - timeout: For a whole call; for a stream, for each silence.
  init(
    transport: any HTTPTransport, baseURL: String, key: String?, timeout: Duration,
    retry: RetryPolicy, logger: Logger?, time: TimeSource
  ) {
    var headers: HTTPFields = [
      .contentType: "application/json", .accept: "application/json",
      .userAgent: "assay-swift-client",
    ]
    if let key, !key.isEmpty { headers[.authorization] = "Bearer \(key)" }
    let connect = min(timeout, .seconds(10))
    self.init(
      transport: transport, baseURL: baseURL, headers: headers,
      deadlines: Deadlines(connect: connect, total: timeout),
      streamDeadlines: Deadlines(connect: connect, firstByte: timeout, idle: timeout),
      retry: retry, time: time, redactor: Redactor(secrets: key.map { [$0] } ?? []),
      logger: logger)
  }
}

enum BaseURL {
  /// The URL without white space around it and slashes at its end.
  static func trimmed(_ url: String) -> String {
    var result = url.trimmingSpaces
    while result.last == "/" { result.removeLast() }
    return result
  }
}
