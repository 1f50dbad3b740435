import HTTPTransport
import HTTPTypes
import Synchronization

/// Stands for a gateway that takes so many calls in a time and refuses the others, and counts
/// both.
final class LimitedServer: HTTPTransport {
  /// Which calls are taken.
  enum Rule: Sendable {
    /// So many in each window of time, the first of which begins with the first call. Whoever is
    /// refused is told when the next begins.
    case window(Duration, calls: Int)
    /// A bucket with room for `burst` calls, filled at a steady rate; it says to wait a second.
    case bucket(perMinute: Int, burst: Int)
    /// All of them.
    case none
  }

  private struct State {
    var taken: [Duration] = []
    var refused = 0
    var windowStart: Duration?
    var inWindow = 0
    var level: Double?
    var last = Duration.zero
  }

  private let rule: Rule
  private let latency: Duration
  private let time: VirtualTime
  private let state = Mutex(State())

  /// The end of the path whose requests are never answered; nil for none.
  private let silentAt: String?

  init(_ rule: Rule, latency: Duration, _ time: VirtualTime, silentAt: String? = nil) {
    self.rule = rule
    self.silentAt = silentAt
    self.latency = latency
    self.time = time
  }

  var refused: Int { state.withLock { $0.refused } }
  var taken: Int { state.withLock { $0.taken.count } }

  /// The calls taken in each minute since the first.
  var perMinute: [Int] {
    state.withLock { state in
      guard let first = state.taken.first, let last = state.taken.last else { return [] }
      var minutes = Array(repeating: 0, count: Int((last - first) / .seconds(60)) + 1)
      for moment in state.taken { minutes[Int((moment - first) / .seconds(60))] += 1 }
      return minutes
    }
  }

  func send(_ request: TransportRequest) async throws -> TransportResponse {
    if let silentAt, request.url.hasSuffix(silentAt) { try await Self.silence() }
    guard !request.url.hasSuffix("/create") else {
      return Self.answer(200, "{\"job_id\":\"00000000-0000-4000-8000-000000000000\"}")
    }
    guard !request.url.hasSuffix("/complete") else {
      return Self.answer(200, "{\"status\":\"COMPLETED\"}")
    }
    if let wait = admit() {
      return Self.answer(429, "{\"detail\":\"Rate limit exceeded\"}", wait: wait)
    }
    try await time.sleep(latency)
    // An answer for whoever asks: a case, or a judge.
    return Self.answer(
      200,
      """
      {"call_id":"c","response":{"content":"{\\"reasons\\":\\"r\\",\\"score\\":10}",
      "finish_reason":"stop"},"metadata":{"tokens_used":10,"latency_ms":1,"model":"gpt-4"}}
      """)
  }

  /// Waits until nobody listens any more; no time is set for that, so no clock goes there.
  static func silence() async throws {
    let (never, continuation) = AsyncStream<Void>.makeStream()
    for await _ in never {}
    withExtendedLifetime(continuation) {}
    throw CancellationError()
  }

  /// - Returns: Nil if the call is taken, else how long to wait.
  private func admit() -> Duration? {
    let now = time.now
    return state.withLock { state in
      let wait: Duration?
      switch rule {
      case .none: wait = nil
      case .window(let length, let calls):
        if state.windowStart.map({ now - $0 >= length }) ?? true {
          state.windowStart = now
          state.inWindow = 0
        }
        state.inWindow += 1
        wait = state.inWindow <= calls ? nil : (state.windowStart ?? now) + length - now
      case .bucket(let perMinute, let burst):
        let filled = (now - state.last) / .seconds(60) * Double(perMinute)
        let level = min(Double(burst), (state.level ?? Double(burst)) + filled)
        state.last = now
        state.level = level >= 1 ? level - 1 : level
        wait = level >= 1 ? nil : .seconds(1)
      }
      if wait == nil { state.taken.append(now) } else { state.refused += 1 }
      return wait
    }
  }

  private static func answer(_ status: Int, _ body: String, wait: Duration? = nil)
    -> TransportResponse
  {
    var headers: HTTPFields = [.contentType: "application/json"]
    if let wait { headers[.retryAfter] = String(Int((wait / .seconds(1)).rounded(.up))) }
    return TransportResponse(
      status: HTTPResponse.Status(code: status), headers: headers,
      body: ResponseBody([BodyChunk(bytes: Array(body.utf8), elapsed: .milliseconds(1))]))
  }
}
