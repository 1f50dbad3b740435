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
  /// How often in a row an attempt may be refused before its client hears of it: a server that
  /// always refuses must not hold a run for ever. With the two repetitions that a client allows
  /// itself, that is six.
  var patience = 4

  /// More of an answer that refuses is not read.
  private static let refusalLimit = 256 << 10

  func send(_ request: TransportRequest) async throws -> TransportResponse {
    var request = request
    if let connect = deadlines.connect { request.deadlines.connect = connect }
    if let firstByte = deadlines.firstByte { request.deadlines.firstByte = firstByte }
    if let idle = deadlines.idle { request.deadlines.idle = idle }
    guard let scope = CallScope.current else { return try await upstream.send(request) }
    // Recordings that are added to may need a new job for a call; that calls no model.
    guard let lane = scope.lane, !GatewayRecordings.createsJob(request) else {
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
    let permit = try await governor.acquire(lane, tokens: Double(request.body.count) / 4)
    let call = CallInProgress(permit: permit, scope: scope, transport: self)
    scope.ledger.begin(permit, asked: asked, now: time.now())
    let response: TransportResponse
    do {
      response = try await upstream.send(request)
    } catch {
      call.end(Self.wasNeverSent(error) ? .free : .broken)
      throw error
    }
    if (200..<300).contains(response.status.code) {
      return TransportResponse(
        status: response.status, headers: response.headers,
        body: call.watching(response.body))
    }
    // Who answers that there is no reply has taken nothing for it; but where a gateway was tired of
    // waiting, whoever is behind it may have gone on.
    let isRefusal = response.status != .gatewayTimeout
    let body: ResponseBody.Collected
    do {
      body = try await response.body.collect(upTo: Self.refusalLimit)
    } catch {
      call.end(isRefusal ? .free : .broken)
      throw error
    }
    let refusal = ServerRefusal(
      status: response.status.code, headers: response.headers, body: body.bytes,
      secondsSince1970: time.secondsSince1970())
    if refusal.isOverload {
      let row = call.end(.overloaded, wait: refusal.retryAfter)
      if row < patience { return nil }
    } else {
      call.end(isRefusal ? .free : .broken)
    }
    return TransportResponse(
      status: response.status, headers: response.headers,
      body: ResponseBody([BodyChunk(bytes: body.bytes, elapsed: body.elapsed)]))
  }

  private static func wasNeverSent(_ error: any Error) -> Bool {
    guard let error = error as? TransportError else { return false }
    return [.connect, .connectTimeout, .tls, .invalidURL, .shutDown].contains(error.code)
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

  deinit { end(.abandoned) }

  /// - Returns: How often in a row the server had too much to do.
  @discardableResult
  func end(_ ending: CallLedger.Ending, wait: Duration? = nil) -> Int {
    let now = transport.time.now()
    guard transport.requests.end(open, at: now) else { return 0 }
    let row = scope.ledger.end(ending, at: now)
    switch ending {
    case .answered: permit.release(.good)
    case .overloaded: permit.release(.overloaded(wait: wait))
    case .broken, .free, .abandoned: permit.release(.neutral)
    }
    return row
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
          self.end(.broken)
          throw error
        }
        self.end(.answered)
        return nil
      }
    }
  }
}
