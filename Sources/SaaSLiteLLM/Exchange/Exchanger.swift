import HTTPTransport
import HTTPTypes
import JSONModel
import Logging

/// Sends requests, and sends them again where the policy says so.
struct Exchanger: Sendable {
  var transport: any HTTPTransport
  var baseURL: String
  /// What every request carries, the key included.
  var headers: HTTPFields
  var deadlines: Deadlines
  var streamDeadlines: Deadlines
  var retry: RetryPolicy
  var time: TimeSource
  var redactor: Redactor
  var logger: Logger?
  /// More of a reply is not read into memory.
  var maximumReplyBytes = 64 << 20

  /// A complete answer with a status of success.
  struct Reply: Sendable {
    var status: Int
    var headers: HTTPFields
    var document: JSONDocument
    var timings: CallTimings
  }

  /// Sends `call` and reads the answer, which must be JSON.
  ///
  /// - Throws: ``ClientError``; errors of the transport that are no ``TransportError`` pass
  ///   through unchanged.
  func perform(_ call: Call) async throws -> Reply {
    try await retrying(call) { attempt in
      let response = try await transport.send(request(call, deadlines))
      let status = response.status.code
      let body = try await response.body.collect(upTo: maximumReplyBytes)
      guard (200..<300).contains(status) else {
        throw classifier().error(status: status, headers: response.headers, body: body.bytes)
      }
      let document = try read(body, status: status, headers: response.headers)
      return Reply(
        status: status, headers: response.headers, document: document,
        timings: CallTimings(
          latency: body.elapsed, waiting: attempt.waiting, attempts: attempt.number))
    }
  }

  private func read(
    _ body: ResponseBody.Collected, status: Int, headers: HTTPFields
  ) throws -> JSONDocument {
    func undecodable(_ reason: String) -> ClientError {
      var context = ClientError.Context()
      context.status = status
      context.requestID = ErrorClassifier.requestID(headers)
      context.bodyExcerpt = ErrorClassifier.excerpt(body.bytes, redactor)
      return ClientError(.undecodableReply, because: reason, context: context)
    }
    if body.isTruncated { throw undecodable("it has more than \(maximumReplyBytes) bytes") }
    do {
      return try JSONDocument(parsing: body.bytes)
    } catch {
      throw undecodable("it is not JSON (\(error))")
    }
  }

  func request(_ call: Call, _ deadlines: Deadlines, accept: String? = nil) -> TransportRequest {
    var headers = headers
    if let accept { headers[.accept] = accept }
    if call.body.isEmpty { headers[.contentType] = nil }
    return TransportRequest(
      method: call.method, url: baseURL + call.path, headers: headers, body: call.body,
      deadlines: deadlines)
  }

  func classifier() -> ErrorClassifier {
    ErrorClassifier(redactor: redactor, now: time.secondsSince1970())
  }
}
