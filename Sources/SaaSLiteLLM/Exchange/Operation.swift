import HTTPTypes

/// What a request does at the server, as far as sending it twice is concerned.
enum Operation: Sendable, Hashable, CaseIterable {
  /// Reads, and changes that are the same when made twice.
  case repeatable
  /// Creating a job: repeating leaves an unused job behind and costs nothing.
  case createJob
  /// A call to a model: repeating pays for tokens a second time.
  case chat
  /// Completing a job, and creating with a call in one: repeating charges again.
  case charging
}

/// A request before it is sent.
struct Call: Sendable {
  var method: HTTPRequest.Method
  /// The path under the base URL, with its leading slash.
  var path: String
  var body: [UInt8] = []
  var operation: Operation
}
