import HTTPTransport
import JSONModel

/// A piece of a streamed answer.
public struct StreamChunk: Sendable {
  /// The text that this piece adds; nil where it adds none.
  public var content: String?
  public var finishReason: String?
  public var usage: ChatCompletionResponse.Usage?
  public var id: String?
  public var model: String?
  /// From sending the request to the arrival of this piece; nil where it was not measured.
  public var elapsed: Duration?
}

/// A streamed answer, to be read once. Leaving the loop early closes the connection.
public struct ChatStream: AsyncSequence, Sendable {
  public typealias Element = StreamChunk

  let body: ResponseBody

  public func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(base: body.makeAsyncIterator())
  }

  public struct AsyncIterator: AsyncIteratorProtocol {
    var base: ResponseBody.AsyncIterator
    private var parser = ServerSentEventParser()
    private var pending: [(data: [UInt8], elapsed: Duration?)] = []
    private var hasFinishReason = false
    private var isDone = false

    init(base: ResponseBody.AsyncIterator) {
      self.base = base
    }

    /// - Throws: ``ClientError`` for an error event or a stream that ends without saying so.
    public mutating func next() async throws -> StreamChunk? {
      while !isDone {
        while !pending.isEmpty {
          let event = pending.removeFirst()
          if event.data.elementsEqual("[DONE]".utf8) {
            isDone = true
            return nil
          }
          return try read(event.data, event.elapsed)
        }
        guard let chunk = try await base.next() else {
          isDone = true
          // Some providers never send [DONE]; a finish reason says as much.
          if hasFinishReason { return nil }
          throw ClientError(
            code: .truncatedStream, message: "the stream ended without [DONE] or a finish reason")
        }
        pending = parser.push(chunk.bytes).map { ($0, chunk.elapsed) }
      }
      return nil
    }

    private mutating func read(_ data: [UInt8], _ elapsed: Duration?) throws -> StreamChunk {
      let root: JSONNode
      do {
        root = try JSONDocument(parsing: data).root
      } catch {
        throw ClientError(
          code: .undecodable, message: "a chunk of the stream is not JSON: \(error)")
      }
      if let error = root["error"], !error.isNull {
        throw ClientError(code: .streamError, message: ClientError.message(of: data))
      }
      // The last chunk may carry usage and no choice.
      let choice = root["choices"]?[0]
      let finishReason = choice?["finish_reason"]?.stringValue
      if finishReason != nil { hasFinishReason = true }
      return StreamChunk(
        content: choice?["delta"]?["content"]?.stringValue, finishReason: finishReason,
        usage: ChatCompletionResponse.Usage(root["usage"]), id: root["id"]?.stringValue,
        model: root["model"]?.stringValue, elapsed: elapsed)
    }
  }

  /// Reads the stream to its end and puts the answer together.
  public func accumulated() async throws -> ChatCompletionResponse {
    var response = ChatCompletionResponse(choices: [], timings: CallTimings())
    var choice = ChatCompletionResponse.Choice(index: 0)
    for try await chunk in self {
      response.id = response.id ?? chunk.id
      response.model = response.model ?? chunk.model
      response.usage = chunk.usage ?? response.usage
      response.timings.latency = chunk.elapsed
      choice.finishReason = chunk.finishReason ?? choice.finishReason
      if let content = chunk.content {
        if !content.isEmpty, response.timings.timeToFirstToken == nil {
          response.timings.timeToFirstToken = chunk.elapsed
        }
        choice.content = (choice.content ?? "") + content
      }
    }
    response.choices = [choice]
    return response
  }
}
