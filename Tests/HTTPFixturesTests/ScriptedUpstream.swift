import HTTPTransport
import HTTPTypes
import Synchronization

/// Stands for the network: a function that answers, and a list of what it was asked.
final class ScriptedUpstream: HTTPTransport {
  struct Reply: Sendable {
    var status = 200
    var headers: HTTPFields = [.contentType: "application/json"]
    var chunks: [String]
    /// Milliseconds between the chunks.
    var delay = 10
    /// Thrown after the chunks.
    var failure: TransportError?

    init(_ chunks: String..., headers: HTTPFields? = nil, failure: TransportError? = nil) {
      self.chunks = chunks
      if let headers { self.headers = headers }
      self.failure = failure
    }
  }

  private let answer: @Sendable (TransportRequest) async throws -> Reply
  private let log = Mutex<[TransportRequest]>([])

  init(_ answer: @escaping @Sendable (TransportRequest) async throws -> Reply) {
    self.answer = answer
  }

  var requests: [TransportRequest] { log.withLock { $0 } }

  func send(_ request: TransportRequest) async throws -> TransportResponse {
    log.withLock { $0.append(request) }
    let reply = try await answer(request)
    let chunks = reply.chunks.enumerated().map { index, text in
      BodyChunk(bytes: Array(text.utf8), elapsed: .milliseconds(reply.delay * (index + 1)))
    }
    let failure = reply.failure
    return TransportResponse(
      status: HTTPResponse.Status(code: reply.status), headers: reply.headers,
      body: ResponseBody {
        var remaining = chunks.makeIterator()
        return {
          if let chunk = remaining.next() { return chunk }
          if let failure { throw failure }
          return nil
        }
      })
  }
}

/// The network where none may be.
struct NoNetwork: HTTPTransport {
  struct Used: Error {}

  func send(_ request: TransportRequest) async throws -> TransportResponse { throw Used() }
}

extension TransportRequest {
  static func get(_ path: String, host: String = "http://example.com") -> TransportRequest {
    TransportRequest(method: .get, url: host + path)
  }

  static func post(
    _ path: String, _ body: String, type: String = "application/json",
    host: String = "http://example.com"
  ) -> TransportRequest {
    TransportRequest(
      method: .post, url: host + path, headers: [.contentType: type], body: Array(body.utf8))
  }
}

extension HTTPTransport {
  /// Sends and reads the whole answer as text.
  func text(_ request: TransportRequest) async throws -> String {
    let limit = 1 << 20
    let bytes = try await send(request).body.collect(upTo: limit).bytes
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Sends and reads the answer in its pieces.
  func chunks(_ request: TransportRequest) async throws -> [BodyChunk] {
    var chunks: [BodyChunk] = []
    for try await chunk in try await send(request).body { chunks.append(chunk) }
    return chunks
  }
}
