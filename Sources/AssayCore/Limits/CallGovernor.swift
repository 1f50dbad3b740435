import SaaSLiteLLM
import Synchronization

/// Gives leave for calls: so many at once and so many a minute for each model, less when a server
/// has too much to do. Cases and judges ask here alike.
final class CallGovernor: Sendable {
  /// The leave to make one call.
  struct Permit: Sendable {
    fileprivate var lane: Lane
    fileprivate var permit: AdaptiveLimit.Permit
    fileprivate var tokens: Double
  }

  private struct LaneState {
    var limit: AdaptiveLimit
    var requests: Pacer?
    var tokens: Pacer?
    /// What a call took on average, once known.
    var meanTokens: Double?
    var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
  }

  private struct State {
    var lanes: [Lane: LaneState] = [:]
    var nextWaiter = 0
  }

  private let settings: CallLimits
  private let ceiling: Int
  private let time: TimeSource
  private let state = Mutex(State())

  init(_ settings: CallLimits, ceiling: Int, time: TimeSource) {
    self.settings = settings
    self.ceiling = ceiling
    self.time = time
  }

  /// How many attempts of a model are worth starting.
  func allowed(_ lane: Lane) -> Int {
    state.withLock { state in self.with(lane, &state) { $0.limit.allowed } }
  }

  /// The calls that may be made at once, over all models asked so far.
  var allowedInAll: Int {
    state.withLock { state in
      min(ceiling, state.lanes.values.reduce(0) { $0 + $1.limit.allowed })
    }
  }

  /// The models that wait because their server asked for it, and for how long still.
  var pauses: [(lane: Lane, left: Duration)] {
    let now = time.now()
    return state.withLock { state in
      state.lanes.compactMap { lane, state in
        state.limit.pausedUntil.flatMap { $0 > now ? (lane, $0 - now) : nil }
      }.sorted { $0.0.description < $1.0.description }
    }
  }

  /// Waits until the call may be made.
  ///
  /// - Parameter tokens: What it may take, as far as can be told.
  /// - Throws: `CancellationError`.
  func acquire(_ lane: Lane, tokens: Double) async throws -> Permit {
    while true {
      try Task.checkCancellation()
      switch attempt(lane, tokens: tokens) {
      case .granted(let permit): return permit
      case .wait(let duration):
        do {
          try await time.sleep(duration)
        } catch {
          // Whoever was woken for a place and gives up hands it on.
          wake(lane)
          throw error
        }
      case .full(let ticket): await wait(lane, ticket)
      }
    }
  }

  func release(_ permit: Permit, _ ending: AdaptiveLimit.Ending) {
    let now = time.now()
    state.withLock { state in
      self.with(permit.lane, &state) { $0.limit.end(permit.permit, ending, at: now) }
    }
    wake(permit.lane)
  }

  /// Lets those who wait try again, as many as there are places, in the order in which they came.
  private func wake(_ lane: Lane) {
    let woken: [CheckedContinuation<Void, Never>] = state.withLock { state in
      self.with(lane, &state) { lane in
        let free = max(0, lane.limit.allowed - lane.limit.inFlight)
        return lane.waiters.keys.sorted().prefix(free).compactMap {
          lane.waiters.removeValue(forKey: $0)
        }
      }
    }
    for waiter in woken { waiter.resume() }
  }

  /// Tells what a call took, in place of what was expected of it.
  func settle(_ lane: Lane, tokens: Int) {
    let now = time.now()
    state.withLock { state in
      self.with(lane, &state) { lane in
        let expected = lane.meanTokens ?? Double(tokens)
        lane.meanTokens = expected * 0.9 + Double(tokens) * 0.1
        lane.tokens?.take(Double(tokens) - expected, at: now)
      }
    }
  }

  // MARK: One try

  private enum Try {
    case granted(Permit)
    case wait(Duration)
    case full(ticket: Int)
  }

  private func attempt(_ lane: Lane, tokens: Double) -> Try {
    let now = time.now()
    return state.withLock { state in
      let ticket = state.nextWaiter
      state.nextWaiter += 1
      return self.with(lane, &state) { one in
        let tokens = one.meanTokens ?? tokens
        let wait = max(
          one.requests?.wait(for: 1, at: now) ?? .zero,
          one.tokens?.wait(for: tokens, at: now) ?? .zero)
        if wait > .zero { return .wait(wait) }
        switch one.limit.begin(at: now) {
        case .full: return .full(ticket: ticket)
        case .paused(let end): return .wait(end - now)
        case .granted(let permit):
          one.requests?.take(1, at: now)
          one.tokens?.take(tokens, at: now)
          return .granted(Permit(lane: lane, permit: permit, tokens: tokens))
        }
      }
    }
  }

  private func wait(_ lane: Lane, _ ticket: Int) async {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isFree = state.withLock { state in
          self.with(lane, &state) { one in
            // A call may have ended meanwhile, or the task been cancelled.
            if Task.isCancelled || one.limit.inFlight < one.limit.allowed { return true }
            one.waiters[ticket] = continuation
            return false
          }
        }
        if isFree { continuation.resume() }
      }
    } onCancel: {
      state.withLock { state in
        self.with(lane, &state) { $0.waiters.removeValue(forKey: ticket) }
      }?.resume()
    }
  }

  private func with<Result>(
    _ lane: Lane, _ state: inout State, _ body: (inout LaneState) -> Result
  ) -> Result {
    let fresh = LaneState(
      limit: AdaptiveLimit(ceiling: min(settings.concurrency.value(lane) ?? ceiling, ceiling)),
      requests: settings.requestsPerMinute.value(lane).map { Pacer(perMinute: $0) },
      tokens: settings.tokensPerMinute.value(lane).map { Pacer(perMinute: $0) })
    return body(&state.lanes[lane, default: fresh])
  }
}
