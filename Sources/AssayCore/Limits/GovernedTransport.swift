import HTTPTransport
import HTTPTypes
import SaaSLiteLLM

/// The network, with leave asked for every call to a model. A call that the server is too busy
/// for is sent again when the server asks for it: that is no failure of anybody, and none of the
/// repetitions that a client allows itself for real ones. What is waited is outside the exchange,
/// so it never counts as latency.
struct GovernedTransport: HTTPTransport {
  let upstream: any HTTPTransport
  let governor: CallGovernor
  let requests: OpenRequests
  let deadlines: RunDeadlines
  let time: TimeSource
  /// How often in a row an attempt may be refused before that is its result: a server that
  /// always refuses must not hold a run for ever.
  var patience = 6

  /// More of an answer that refuses is not read.
  private static let refusalLimit = 256 << 10

  func send(_ request: TransportRequest) async throws -> TransportResponse {
    var request = request
    if let connect = deadlines.connect { request.deadlines.connect = connect }
    if let firstByte = deadlines.firstByte { request.deadlines.firstByte = firstByte }
    if let idle = deadlines.idle { request.deadlines.idle = idle }
    guard let scope = CallScope.current else { return try await upstream.send(request) }
    guard let lane = scope.lane else {
      let open = requests.begin(scope.name, at: time.now())
      defer { requests.end(open, at: time.now()) }
      return try await upstream.send(request)
    }
    while true {
      if let response = try await send(request, scope, lane) { return response }
    }
  }

  /// Sends once; nil if the server was too busy and the request is to be sent again.
  private func send(
    _ request: TransportRequest, _ scope: CallScope, _ lane: Lane
  ) async throws -> TransportResponse? {
    let asked = time.now()
    let call = CallInProgress(
      permit: try await governor.acquire(lane, tokens: Double(request.body.count) / 4),
      scope: scope, transport: self)
    scope.meter.begin(asked: asked, now: time.now())
    let response: TransportResponse
    do {
      response = try await upstream.send(request)
    } catch {
      call.end(.neutral, failed: true)
      throw error
    }
    if (200..<300).contains(response.status.code) {
      scope.meter.clearRefusals()
      return TransportResponse(
        status: response.status, headers: response.headers,
        body: call.watching(response.body))
    }
    let body: ResponseBody.Collected
    do {
      body = try await response.body.collect(upTo: Self.refusalLimit)
    } catch {
      call.end(.neutral, failed: true)
      throw error
    }
    let refusal = ServerRefusal(
      status: response.status.code, headers: response.headers, body: body.bytes,
      secondsSince1970: time.secondsSince1970())
    guard refusal.isOverload else {
      call.end(.neutral, failed: true)
      return TransportResponse(
        status: response.status, headers: response.headers,
        body: ResponseBody([BodyChunk(bytes: body.bytes, elapsed: body.elapsed)]))
    }
    call.end(.overloaded(wait: refusal.retryAfter), failed: true)
    if scope.meter.addRefusal() < patience { return nil }
    return TransportResponse(
      status: response.status, headers: response.headers,
      body: ResponseBody([BodyChunk(bytes: body.bytes, elapsed: body.elapsed)]))
  }
}

/// A call that was given leave. However it ends, also when nobody reads its answer, the leave is
/// given back once.
private final class CallInProgress: Sendable {
  private let permit: CallGovernor.Permit
  private let scope: CallScope
  private let transport: GovernedTransport
  private let open: OpenRequests.Ticket

  init(permit: CallGovernor.Permit, scope: CallScope, transport: GovernedTransport) {
    self.permit = permit
    self.scope = scope
    self.transport = transport
    open = transport.requests.begin(scope.name, at: transport.time.now())
  }

  deinit { end(.neutral, failed: false) }

  func end(_ ending: AdaptiveLimit.Ending, failed: Bool) {
    let now = transport.time.now()
    guard transport.requests.end(open, at: now) else { return }
    scope.meter.end(failed: failed, at: now)
    transport.governor.release(permit, ending)
  }

  func watching(_ body: ResponseBody) -> ResponseBody {
    ResponseBody {
      var iterator = body.makeAsyncIterator()
      return {
        do {
          if let chunk = try await iterator.next() {
            self.transport.requests.progress(at: self.transport.time.now())
            return chunk
          }
        } catch {
          self.end(.neutral, failed: true)
          throw error
        }
        self.end(.good, failed: false)
        return nil
      }
    }
  }
}
