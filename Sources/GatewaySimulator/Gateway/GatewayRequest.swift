import Foundation
import HTTPTypes

/// A request as it was read off the wire, with its whole body.
struct GatewayRequest: Sendable {
  var method: HTTPRequest.Method
  /// Without the query.
  var path: Substring
  var query: Substring
  /// `Host` of old.
  var authority: String
  var headers: HTTPFields
  var body: [UInt8]

  init(
    method: HTTPRequest.Method, target: String, authority: String, headers: HTTPFields,
    body: [UInt8]
  ) {
    self.method = method
    let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    path = parts[0]
    query = parts.count > 1 ? parts[1] : ""
    self.authority = authority
    self.headers = headers
    self.body = body
  }

  /// The last value of a query parameter.
  func parameter(_ name: String) -> String? {
    query.split(separator: "&").last { $0.hasPrefix(name + "=") }
      .map { String($0.dropFirst(name.utf8.count + 1)) }
      .map { $0.replacing("+", with: " ").removingPercentEncoding ?? $0 }
  }
}

/// What happened to a request, for the log and the counts.
struct Facts: Sendable {
  var endpoint: Endpoint?
  var team: String?
  var model: String?
  /// The rule that gave the reply.
  var rule: String?
  var attempt: Int?
  /// The kind of the fault that struck.
  var fault: String?
  /// The rule that the fault is of; nil where the request's header asked for it.
  var faultRule: String?
}

/// An answer, what shall happen to it on its way, and what to note of it.
struct Outcome: Sendable {
  var reply: Reply
  /// A fault of the connection or the bytes; others are in the reply already.
  var fault: Fault?
  var facts: Facts
}
