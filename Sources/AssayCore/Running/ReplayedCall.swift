import HTTPFixtures
import HTTPTransport
import HTTPTypes
import SaaSLiteLLM
import Synchronization

/// One call of a replay, with its repetitions: a call that failed and was sent again is recorded
/// as often as it was sent, and replays so.
///
/// Where the live call gave up, nothing more was recorded. What it gave up with is then answered
/// to every further repetition, so that the failure is the reason, and not that it was recorded
/// no more often.
final class ReplayedCall: HTTPTransport {
  private let upstream: any HTTPTransport
  /// The last answer that was a failure.
  private let failure = Mutex<Answer?>(nil)

  private struct Answer {
    var status: HTTPResponse.Status
    var headers: HTTPFields
    var body: [BodyChunk]
  }

  init(upstream: any HTTPTransport) {
    self.upstream = upstream
  }

  func send(_ request: TransportRequest) async throws -> TransportResponse {
    let response: TransportResponse
    do {
      response = try await upstream.send(request)
    } catch let miss as ReplayMiss {
      guard case .consumed = miss.reason, let failure = failure.withLock({ $0 }) else { throw miss }
      return TransportResponse(
        status: failure.status, headers: failure.headers, body: ResponseBody(failure.body))
    }
    guard response.status.code >= 400 else {
      failure.withLock { $0 = nil }
      return response
    }
    var body: [BodyChunk] = []
    for try await chunk in response.body { body.append(chunk) }
    let answer = Answer(status: response.status, headers: response.headers, body: body)
    failure.withLock { $0 = answer }
    return TransportResponse(
      status: answer.status, headers: answer.headers, body: ResponseBody(body))
  }
}

extension TimeSource {
  /// Time in which waits are over at once. For the attempt that waits they have passed all the
  /// same, so that a policy that is tired of waiting decides as it did.
  static func withoutWaiting(_ time: TimeSource) -> TimeSource {
    var free = time
    free.now = { time.now() + (CallScope.current?.ledger.skipped ?? .zero) }
    free.sleep = { wait in
      try Task.checkCancellation()
      CallScope.current?.ledger.skip(wait)
    }
    return free
  }
}
