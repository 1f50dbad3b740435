import AsyncHTTPClient
import NIOHTTP1
import Synchronization

/// The addresses last sent to, taken apart: doing so for each request costs as much as making the
/// request itself, and requests in a row mostly go to few addresses.
final class AddressMemory: Sendable {
  private struct State {
    /// Requests without header fields and a body, by their URLs.
    var known: [(url: String, request: HTTPClient.Request)] = []
    /// Which of them is replaced next.
    var oldest = 0
  }

  private static let capacity = 8
  private let state = Mutex(State())

  /// A request without header fields and a body.
  ///
  /// - Throws: AsyncHTTPClient's errors for URLs that cannot be requested.
  func request(_ url: String, _ method: HTTPMethod) throws -> HTTPClient.Request {
    let known = state.withLock { state in
      state.known.first { $0.request.method == method && $0.url == url }?.request
    }
    if let known { return known }
    let request = try HTTPClient.Request(url: url, method: method)
    state.withLock { state in
      if state.known.count < Self.capacity {
        state.known.append((url, request))
      } else {
        state.known[state.oldest] = (url, request)
        state.oldest = (state.oldest + 1) % Self.capacity
      }
    }
    return request
  }
}
