import HTTPTransport
import HTTPTypes
import JSONModel
import Logging

/// Sends requests, and sends them again where the policy says so.
struct Exchanger: Sendable {
  var transport: any HTTPTransport
  var settings: ExchangeSettings

  var baseURL: String { settings.baseURL }
  var headers: HTTPFields { settings.headers }
  var deadlines: Deadlines { settings.deadlines }
  var streamDeadlines: Deadlines { settings.streamDeadlines }
  var retry: RetryPolicy { settings.retry }
  var time: TimeSource { settings.time }
  var redactor: Redactor { settings.redactor }
  var logger: Logger? { settings.logger }

  /// More of a reply is not read into memory.
  var maximumReplyBytes = 64 << 20
  /// More of a refusal is not.
  var maximumErrorBytes = 1 << 20

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
      let response = try await transport.send(try request(call, deadlines))
      guard (200..<300).contains(response.status.code) else { throw try await refusal(response) }
      let body = try await response.body.collect(upTo: maximumReplyBytes)
      return try read(body, of: response, attempt)
    }
  }

  // What runs between two waits stands in functions of its own: what an asynchronous function
  // needs for a moment takes room for as long as it waits.

  @inline(never)
  private func read(
    _ body: ResponseBody.Collected, of response: TransportResponse, _ attempt: Attempt
  ) throws -> Reply {
    let status = response.status.code
    if body.isTruncated {
      throw undecodable(
        body.bytes, status: status, response.headers,
        "it has more than \(maximumReplyBytes) bytes")
    }
    let document: JSONDocument
    do {
      document = try JSONDocument(parsing: body.bytes)
    } catch {
      throw undecodable(body.bytes, status: status, response.headers, "it is not JSON (\(error))")
    }
    return Reply(
      status: status, headers: response.headers, document: document,
      timings: CallTimings(
        latency: body.elapsed, waiting: attempt.waiting, attempts: attempt.number))
  }

  /// The error that an answer with a status of failure means. Much of its body tells no more
  /// than its start, and a body that breaks off does not change what the status says.
  @inline(never)
  func refusal(_ response: TransportResponse) async throws -> ClientError {
    var body: [UInt8] = []
    do {
      for try await chunk in response.body {
        body += chunk.bytes.prefix(maximumErrorBytes - body.count)
        if body.count == maximumErrorBytes { break }
      }
    } catch let error as TransportError {
      guard (300..<600).contains(response.status.code) else { throw error }
    }
    return ErrorClassifier(redactor: redactor, now: time.secondsSince1970())
      .error(status: response.status.code, headers: response.headers, body: body)
  }

  /// - Throws: ``ClientError`` (`invalidConfiguration`) if the client cannot be used as it is.
  @inline(never)
  func request(
    _ call: Call, _ deadlines: Deadlines, accept: String? = nil
  ) throws -> TransportRequest {
    if let problem = settings.problem {
      var context = ClientError.Context()
      context.mayHaveTakenEffect = false
      throw ClientError(.invalidConfiguration, because: problem, context: context)
    }
    var headers = headers
    if let accept { headers[.accept] = accept }
    if call.body.isEmpty { headers[.contentType] = nil }
    return TransportRequest(
      method: call.method, url: baseURL + call.path, headers: headers, body: call.body,
      deadlines: deadlines)
  }

  /// The error of an answer with a status of success that is not what it should be.
  func undecodable(
    _ body: [UInt8], status: Int, _ headers: HTTPFields, _ reason: String
  ) -> ClientError {
    var context = ClientError.Context()
    context.status = status
    context.requestID = ErrorClassifier.requestID(headers, redactor)
    context.bodyExcerpt = ErrorClassifier.excerpt(body, redactor)
    return ClientError(.undecodableReply, because: redactor.redact(reason), context: context)
  }

  /// The error of a reply that is JSON and misses something essential, or has it in another form.
  func undecodable(_ reply: Reply, _ call: Call, _ reason: String) -> ClientError {
    var error = undecodable(
      reply.document.bytes, status: reply.status, reply.headers, reason)
    error.context.attempt = reply.timings.attempts
    error.context.waiting = reply.timings.waiting
    error.context.method = call.method.rawValue
    error.context.url = redactor.redact(baseURL + call.path)
    return error
  }
}
