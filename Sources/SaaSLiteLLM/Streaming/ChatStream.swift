import HTTPTransport
import HTTPTypes

/// The reply to a chat call as it is made. The request is sent when iteration begins; each
/// iteration sends it anew. Leaving the loop early closes the connection.
///
/// Iteration throws ``ClientError``. A failure before the first chunk is retried as the policy
/// says; later ones carry what had come in ``ClientError/Context/partialResponse``.
public struct ChatStream: AsyncSequence, Sendable {
  /// A piece of the reply.
  public typealias Element = StreamChunk

  let exchanger: Exchanger
  let dialect: ChatDialect
  /// What is learnt of the server; nil where there is nothing to learn.
  let memory: DialectMemory?
  let makeCall: @Sendable (ChatDialect) throws -> Call

  /// Begins an iteration; its first `next()` sends the request.
  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(self) }

  /// Reads the stream to its end and gives the whole reply.
  ///
  /// - Throws: ``ClientError``.
  public func accumulated() async throws -> ChatCompletionResponse {
    var iterator = makeAsyncIterator()
    while try await iterator.next() != nil {}
    return iterator.response
  }

  /// The text of the first choice alone, piece by piece, without empty ones.
  public var text: some AsyncSequence<String, any Error> & Sendable {
    compactMap { chunk -> String? in
      guard let text = chunk.text, !text.isEmpty else { return nil }
      return text
    }
  }
}

extension ChatStream {
  /// One iteration: one request, and others where the policy retries.
  public struct AsyncIterator: AsyncIteratorProtocol {
    private let stream: ChatStream
    private var dialect: ChatDialect
    private var call: Call?
    private var attempt: Exchanger.Attempt
    private var reader: ChatStreamReader
    private var body: ResponseBody.AsyncIterator?
    private var head: (status: Int, headers: HTTPFields)?
    private var elapsed: Duration?
    private var pending: [StreamChunk] = []
    private var nextPending = 0
    /// An error that came in the same bytes as the pending chunks, to be thrown after them.
    private var deferred: (any Error)?
    private var hasYielded = false
    private var isFinished = false

    init(_ stream: ChatStream) {
      self.stream = stream
      dialect = stream.dialect
      if let memory = stream.memory { dialect.namesModelGroup = memory.namesModelGroup }
      attempt = Exchanger.Attempt(start: stream.exchanger.time.now())
      reader = ChatStreamReader(redactor: stream.exchanger.redactor)
    }

    /// The reply as far as it has come; complete when iteration has ended.
    public var response: ChatCompletionResponse {
      var assembly = reader.assembly
      assembly.end(elapsed: elapsed, waiting: attempt.waiting, attempts: attempt.number)
      var response = assembly.response
      if let head {
        response.cost = CallCost(headers: head.headers)
        response.requestID = ErrorClassifier.requestID(head.headers, stream.exchanger.redactor)
      }
      return response
    }

    /// - Throws: ``ClientError``; errors of the transport that are no `TransportError` pass
    ///   through unchanged.
    public mutating func next() async throws -> StreamChunk? {
      while true {
        if nextPending < pending.count {
          defer { nextPending += 1 }
          hasYielded = true
          return pending[nextPending]
        }
        if isFinished { return nil }
        pending.removeAll(keepingCapacity: true)
        nextPending = 0
        do {
          if let error = deferred.take() { throw error }
          try await advance()
        } catch {
          body = nil
          if pending.isEmpty { try await recover(from: error) } else { deferred = error }
        }
      }
    }

    /// Opens the stream, reads a piece of it, or finds its end.
    private mutating func advance() async throws {
      guard body != nil else {
        try await open()
        return
      }
      if reader.isDone {
        isFinished = true
        await drain()
        return
      }
      guard let chunk = try await body?.next() else {
        body = nil
        try reader.end()
        isFinished = true
        return
      }
      elapsed = chunk.elapsed ?? elapsed
      try reader.push(chunk.bytes, elapsed: chunk.elapsed, to: &pending)
    }

    private mutating func open() async throws {
      let exchanger = stream.exchanger
      let call = try stream.makeCall(dialect)
      self.call = call
      let response = try await exchanger.transport.send(
        try exchanger.request(call, exchanger.streamDeadlines, accept: "text/event-stream"))
      let status = response.status.code
      head = (status, response.headers)
      guard (200..<300).contains(status) else { throw try await exchanger.refusal(response) }
      if let type = response.headers[.contentType], !Self.mayBeEventStream(type) {
        let body = try await response.body.collect(upTo: exchanger.maximumErrorBytes)
        throw reader.noEventStream(body.bytes, type: type)
      }
      if dialect.namesModelGroup { stream.memory?.namesModelGroup = true }
      body = response.body.makeAsyncIterator()
    }

    /// Some servers give no type, or a wrong one; a document of these types is no stream.
    private static func mayBeEventStream(_ type: String) -> Bool {
      let type = type.prefix { $0 != ";" && $0 != " " }.lowercased()
      return !(type == "application/json" || type == "text/html")
    }

    /// Prepares another attempt, or throws.
    private mutating func recover(from error: any Error) async throws {
      isFinished = true
      guard let call else { throw error }
      var error = error
      if var failure = stream.exchanger.dressed(error, attempt, call) {
        if let head {
          failure.context.status = failure.context.status ?? head.status
          failure.context.requestID =
            failure.context.requestID
            ?? ErrorClassifier.requestID(head.headers, stream.exchanger.redactor)
        }
        if hasYielded { failure.context.partialResponse = response }
        error = failure
        if hasYielded { throw failure }
        if failure.asksForModelGroup, stream.memory != nil, !dialect.namesModelGroup {
          dialect.namesModelGroup = true
          restart()
          return
        }
      }
      attempt = try await stream.exchanger.next(after: error, attempt, call)
      restart()
    }

    private mutating func restart() {
      isFinished = false
      head = nil
      elapsed = nil
      reader = ChatStreamReader(redactor: stream.exchanger.redactor)
    }

    /// Reads what follows the last event, so that the connection can be used again: mostly just
    /// the end of the body. A server that leaves the connection open is not waited for.
    private mutating func drain() async {
      guard let body = self.body.take() else { return }
      // The iterator is given away here: nothing else refers to it any more, which the compiler
      // cannot see for a stored property.
      nonisolated(unsafe) var rest = body
      let sleep = stream.exchanger.time.sleep
      let reading = Task {
        try await ResponseBody.$isDraining.withValue(true) {
          for _ in 0..<100 where try await rest.next() == nil { return }
        }
      }
      let limit = Task {
        try await sleep(.seconds(2))
        reading.cancel()
      }
      await withTaskCancellationHandler {
        _ = await reading.result
      } onCancel: {
        reading.cancel()
      }
      limit.cancel()
    }
  }
}
