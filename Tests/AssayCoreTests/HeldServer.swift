import HTTPTransport
import HTTPTypes
import Synchronization

/// Stands for a gateway that answers no call before it is let.
final class HeldServer: HTTPTransport {
  private struct State {
    var isReleased = false
    var calls = 0
    var held: [CheckedContinuation<Void, Never>] = []
    var observers: [(calls: Int, continuation: CheckedContinuation<Void, Never>)] = []
  }

  private let state = Mutex(State())

  var calls: Int { state.withLock { $0.calls } }

  /// Waits until there have been so many calls.
  func has(calls: Int) async {
    await withCheckedContinuation { continuation in
      let isSo = state.withLock { state in
        if state.calls < calls { state.observers.append((calls, continuation)) }
        return state.calls >= calls
      }
      if isSo { continuation.resume() }
    }
  }

  /// Answers all calls that there have been and will be.
  func release() {
    let held = state.withLock { state in
      state.isReleased = true
      defer { state.held = [] }
      return state.held
    }
    for continuation in held { continuation.resume() }
  }

  func send(_ request: TransportRequest) async throws -> TransportResponse {
    if request.url.hasSuffix("/create") {
      return Self.answer("{\"job_id\":\"00000000-0000-4000-8000-000000000000\"}")
    }
    if request.url.hasSuffix("/complete") { return Self.answer("{\"status\":\"COMPLETED\"}") }
    await withCheckedContinuation { continuation in
      let resumed = state.withLock { state in
        state.calls += 1
        var resumed: [CheckedContinuation<Void, Never>] = []
        if state.isReleased {
          resumed.append(continuation)
        } else {
          state.held.append(continuation)
        }
        state.observers.removeAll { observer in
          guard observer.calls <= state.calls else { return false }
          resumed.append(observer.continuation)
          return true
        }
        return resumed
      }
      for continuation in resumed { continuation.resume() }
    }
    return Self.answer(
      """
      {"call_id":"c","response":{"content":"a score","finish_reason":"stop"},
      "metadata":{"tokens_used":10,"latency_ms":1,"model":"gpt-4"}}
      """)
  }

  private static func answer(_ body: String) -> TransportResponse {
    TransportResponse(
      status: .ok, headers: [.contentType: "application/json"],
      body: ResponseBody([BodyChunk(bytes: Array(body.utf8), elapsed: .milliseconds(1))]))
  }
}
