public import HTTPTransport
import HTTPTypes

/// Answers requests from recordings and never from the network.
public struct ReplayingTransport: HTTPTransport {
  private let store: FixtureStore
  private let labels: ExchangeLabels

  public init(store: FixtureStore, labels: ExchangeLabels = [:]) {
    self.store = store
    self.labels = labels
  }

  /// The same recordings, asked by somebody else.
  public func labelled(_ labels: ExchangeLabels) -> ReplayingTransport {
    ReplayingTransport(store: store, labels: labels)
  }

  /// - Throws: ``ReplayMiss``.
  public func send(_ request: TransportRequest) async throws -> TransportResponse {
    let identity = RequestIdentity(
      method: request.method.rawValue, url: request.url, body: request.body, rules: store.rules)
    let entry = try store.take(identity, labels)
    var headers = entry.response.headers
    // The body is stored decoded and whole, so these no longer describe it.
    for name in [HTTPField.Name.contentEncoding, .transferEncoding, .contentLength] {
      headers[name] = nil
    }
    return TransportResponse(
      status: HTTPResponse.Status(
        code: entry.response.status, reasonPhrase: entry.response.statusText),
      headers: headers, body: ResponseBody(Self.chunks(entry)))
  }

  private static func chunks(_ entry: HAREntry) -> [BodyChunk] {
    let body = entry.response.body
    func elapsed(_ milliseconds: Double?) -> Duration? {
      milliseconds.map { .microseconds(Int64(($0 * 1000).rounded())) }
    }
    guard !entry.response.chunks.isEmpty else {
      return [BodyChunk(bytes: body, elapsed: elapsed(entry.time))]
    }
    var position = 0
    return entry.response.chunks.map { chunk in
      let end = min(position + chunk.size, body.count)
      defer { position = end }
      return BodyChunk(bytes: Array(body[position..<end]), elapsed: elapsed(chunk.delay))
    }
  }
}
