import HTTPTransport
import HTTPTypes
import Logging

/// What does not change from call to call. Every call refers to it, so it is no value.
final class ExchangeSettings: Sendable {
  let baseURL: String
  /// What every request carries, the key included.
  let headers: HTTPFields
  let deadlines: Deadlines
  let streamDeadlines: Deadlines
  let retry: RetryPolicy
  let time: TimeSource
  let redactor: Redactor
  let logger: Logger?
  /// Why no request can be made at all; nil if one can.
  let problem: String?

  init(
    baseURL: String, headers: HTTPFields, deadlines: Deadlines, streamDeadlines: Deadlines,
    retry: RetryPolicy, time: TimeSource, redactor: Redactor, logger: Logger?, problem: String?
  ) {
    self.baseURL = baseURL
    self.headers = headers
    self.deadlines = deadlines
    self.streamDeadlines = streamDeadlines
    self.retry = retry
    self.time = time
    self.redactor = redactor
    self.logger = logger
    self.problem = problem
  }

  /// The same with other limits of time.
  func with(deadlines: Deadlines, retry: RetryPolicy) -> ExchangeSettings {
    ExchangeSettings(
      baseURL: baseURL, headers: headers, deadlines: deadlines, streamDeadlines: streamDeadlines,
      retry: retry, time: time, redactor: redactor, logger: logger, problem: problem)
  }
}

extension ExchangeSettings: CustomStringConvertible, CustomReflectable {
  /// Without the headers, which hold the key.
  var description: String { redactor.redact(baseURL) }
  var customMirror: Mirror { Mirror(self, children: ["baseURL": redactor.redact(baseURL)]) }
}
