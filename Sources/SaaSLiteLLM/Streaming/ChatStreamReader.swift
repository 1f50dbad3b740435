import JSONModel

/// Turns the bytes of a chat stream into chunks, and judges how it ended. Knows nothing of
/// connections.
struct ChatStreamReader: Sendable {
  private var parser = ServerSentEventParser()
  private var events: [ServerSentEvent] = []
  private let redactor: Redactor
  /// The reply as far as it has come.
  private(set) var assembly = StreamAssembly()
  /// Whether the server or provider has said that this is all.
  private(set) var isDone = false

  init(redactor: Redactor) {
    self.redactor = redactor
  }

  /// Reads more bytes.
  ///
  /// - Parameter chunks: Gets the chunks that the bytes complete, also when this throws.
  /// - Throws: ``ClientError``: `streamError`, `streamingBroken`, `foreignStream`,
  ///   `undecodableReply`.
  mutating func push(
    _ bytes: [UInt8], elapsed: Duration?, to chunks: inout [StreamChunk]
  ) throws {
    guard !isDone else { return }
    events.removeAll(keepingCapacity: true)
    var overflow: ServerSentEventOverflow?
    do throws(ServerSentEventOverflow) {
      try parser.push(bytes, to: &events)
    } catch {
      overflow = error
    }
    for event in events where !isDone {
      if let chunk = try read(event, elapsed: elapsed) {
        assembly.add(chunk)
        chunks.append(chunk)
      }
    }
    if let overflow { throw ClientError(.undecodableReply, because: "\(overflow)") }
  }

  /// Judges the end of the body.
  ///
  /// - Throws: ``ClientError``: `truncatedStream`.
  func end() throws {
    // Some servers and providers never say that they are done, but say why they stopped.
    if isDone || assembly.hasFinishReason { return }
    throw ClientError(.truncatedStream, because: "no reason for the end was given")
  }

  private mutating func read(_ event: ServerSentEvent, elapsed: Duration?) throws -> StreamChunk? {
    if event.data.isEmpty { return nil }
    if event.data.elementsEqual("[DONE]".utf8) {
      isDone = true
      return nil
    }
    let document = try parse(event)
    if let error = document.root["error"], !error.isNull {
      throw failure(ServerStatement(error: error, redactor: redactor))
    }
    do {
      if let chunk = try StreamChunk(reading: document, elapsed: elapsed) { return chunk }
    } catch let error as DecodingError {
      throw undecodable(event, error.reason)
    }
    switch ForeignChunk(reading: document, elapsed: elapsed, after: assembly) {
    case .chunk(let chunk): return chunk
    case .end:
      isDone = true
      return nil
    case .nothing: return nil
    case .failure(let error):
      throw failure(ServerStatement(error: error, redactor: redactor))
    case nil:
      var context = ClientError.Context()
      context.bodyExcerpt = ErrorClassifier.excerpt(event.data, redactor)
      throw ClientError(
        .foreignStream, because: "neither OpenAI's, Anthropic's nor Gemini's", context: context)
    }
  }

  /// The error of an answer that is no event stream although it should be.
  func noEventStream(_ body: [UInt8], type: String) -> ClientError {
    if let error = (try? JSONDocument(parsing: body))?.root["error"], !error.isNull {
      return failure(ServerStatement(error: error, redactor: redactor))
    }
    var context = ClientError.Context()
    context.bodyExcerpt = ErrorClassifier.excerpt(body, redactor)
    context.detail = ServerStatement(body: body, redactor: redactor).detail
    return ClientError(
      .undecodableReply, because: "it is \(redactor.redact(type)) and no event stream",
      context: context)
  }

  private func parse(_ event: ServerSentEvent) throws -> JSONDocument {
    do {
      return try JSONDocument(parsing: event.data)
    } catch let error as JSONSyntaxError where error.code == .invalidUTF8 {
      // The standard reads malformed UTF-8 as U+FFFD.
      if let repaired = try? JSONDocument(parsing: event.text) { return repaired }
      throw undecodable(event, "it is not JSON (\(error))")
    } catch {
      if event.type == "error" {
        throw failure(ServerStatement(body: event.data, redactor: redactor))
      }
      throw undecodable(event, "it is not JSON (\(error))")
    }
  }

  private func undecodable(_ event: ServerSentEvent, _ reason: String) -> ClientError {
    var context = ClientError.Context()
    context.bodyExcerpt = ErrorClassifier.excerpt(event.data, redactor)
    return ClientError(
      .undecodableReply, because: "an event: \(redactor.redact(reason))", context: context)
  }

  private func failure(_ said: ServerStatement) -> ClientError {
    let text = said.detail?.description ?? ""
    var context = ClientError.Context()
    context.detail = said.detail
    context.errorType = said.type
    context.bodyExcerpt = text.isEmpty ? nil : String(text.prefix(2048))
    context.providerStatus =
      ProviderFailure.status(in: text)
      ?? said.code.flatMap { Int($0) }.flatMap {
        (400..<600).contains($0) ? $0 : nil
      }
    let code: ClientError.Code
    if ProviderFailure.isBrokenStreaming(text) {
      code = .streamingBroken
    } else if ErrorClassifier.saysOutOfCredits(said, text) {
      code = .outOfCredits
    } else {
      code = .streamError
    }
    return ClientError(code, because: String(text.prefix(1000)), context: context)
  }
}
