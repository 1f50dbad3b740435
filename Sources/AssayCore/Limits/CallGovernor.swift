import SaaSLiteLLM
import Synchronization

/// Gives leave for calls: so many at once and so many a minute for each model, less when a server
/// has too much to do. Cases and judges ask here alike.
final class CallGovernor: Sendable {
  /// The leave to make one call.
  struct Permit: Sendable {
    fileprivate let lane: LaneGovernor
    fileprivate let permit: AdaptiveLimit.Permit
    /// What was taken for it from the tokens of a minute; nil where they are not limited.
    fileprivate let tokens: Double?

    /// Gives the place back.
    func release(_ ending: AdaptiveLimit.Ending) {
      lane.release(permit, ending)
    }

    /// Tells what the call took, in place of what was expected of it. To be told once.
    func settle(tokens taken: Int) {
      guard let tokens else { return }
      lane.settle(Double(taken), expected: tokens)
    }
  }

  private let settings: CallLimits
  private let ceiling: Int
  private let time: TimeSource
  private let lanes = Mutex<[Lane: LaneGovernor]>([:])

  init(_ settings: CallLimits, ceiling: Int, time: TimeSource) {
    self.settings = settings
    self.ceiling = ceiling
    self.time = time
  }

  /// How many attempts of a model are worth starting.
  func allowed(_ lane: Lane) -> Int { self.lane(lane).allowed }

  /// The calls that may be made at once, over all models asked so far.
  var allowedInAll: Int {
    min(ceiling, lanes.withLock { Array($0.values) }.reduce(0) { $0 + $1.allowed })
  }

  /// The models that wait because their server asked for it, and for how long still.
  var pauses: [(lane: Lane, left: Duration)] {
    let now = time.now()
    return lanes.withLock { Array($0) }.compactMap { lane, governor in
      governor.pausedUntil.flatMap { $0 > now ? (lane, $0 - now) : nil }
    }.sorted { $0.0.description < $1.0.description }
  }

  /// Waits until the call may be made.
  ///
  /// - Parameter tokens: What it may take, as far as can be told.
  /// - Throws: `CancellationError`.
  func acquire(_ lane: Lane, tokens: Double) async throws -> Permit {
    try await self.lane(lane).acquire(tokens: tokens)
  }

  private func lane(_ lane: Lane) -> LaneGovernor {
    lanes.withLock { lanes in
      if let known = lanes[lane] { return known }
      let new = LaneGovernor(
        AdaptiveLimit(ceiling: min(settings.concurrency.value(lane) ?? ceiling, ceiling)),
        requests: settings.requestsPerMinute.value(lane).map { Pacer(perMinute: $0) },
        tokens: settings.tokensPerMinute.value(lane).map { Pacer(perMinute: $0) }, time: time)
      lanes[lane] = new
      return new
    }
  }
}

/// Gives leave for the calls of one model.
private final class LaneGovernor: Sendable {
  private struct State {
    var limit: AdaptiveLimit
    var requests: Pacer?
    var tokens: Pacer?
    /// What a call took on average, once known.
    var meanTokens: Double?
    /// Those who wait for a place, in the order in which they came.
    var waiters: [(ticket: Int, continuation: CheckedContinuation<Void, Never>)] = []
    var nextTicket = 0

    /// Takes out as many of those who wait as there are places.
    mutating func wake() -> [CheckedContinuation<Void, Never>] {
      let count = min(waiters.count, limit.allowed - limit.inFlight)
      guard count > 0 else { return [] }
      defer { waiters.removeFirst(count) }
      return waiters.prefix(count).map(\.continuation)
    }
  }

  private let time: TimeSource
  private let state: Mutex<State>

  init(_ limit: AdaptiveLimit, requests: Pacer?, tokens: Pacer?, time: TimeSource) {
    self.time = time
    state = Mutex(State(limit: limit, requests: requests, tokens: tokens))
  }

  var allowed: Int { state.withLock { $0.limit.allowed } }
  var pausedUntil: Duration? { state.withLock { $0.limit.pausedUntil } }

  func acquire(tokens: Double) async throws -> CallGovernor.Permit {
    while true {
      if Task.isCancelled {
        // It may have been woken for a place, which others wait for.
        wake()
        throw CancellationError()
      }
      switch attempt(tokens: tokens) {
      case .granted(let permit): return permit
      case .wait(let duration):
        do {
          try await time.sleep(duration)
        } catch {
          // Whoever was woken for a place and gives up hands it on.
          wake()
          throw error
        }
      case .full(let ticket): await wait(ticket)
      }
    }
  }

  func release(_ permit: AdaptiveLimit.Permit, _ ending: AdaptiveLimit.Ending) {
    let now = time.now()
    let woken = state.withLock { state in
      state.limit.end(permit, ending, at: now)
      return state.wake()
    }
    for waiter in woken { waiter.resume() }
  }

  func settle(_ tokens: Double, expected: Double) {
    let now = time.now()
    state.withLock { state in
      state.meanTokens = state.meanTokens.map { $0 * 0.9 + tokens * 0.1 } ?? tokens
      state.tokens?.take(tokens - expected, at: now)
    }
  }

  // MARK: One try

  private enum Try {
    case granted(CallGovernor.Permit)
    case wait(Duration)
    case full(ticket: Int)
  }

  private func attempt(tokens: Double) -> Try {
    let now = time.now()
    return state.withLock { state in
      let tokens = state.meanTokens ?? tokens
      let wait = max(
        state.requests?.wait(for: 1, at: now) ?? .zero,
        state.tokens?.wait(for: tokens, at: now) ?? .zero)
      if wait > .zero { return .wait(wait) }
      switch state.limit.begin(at: now) {
      case .full:
        state.nextTicket += 1
        return .full(ticket: state.nextTicket)
      case .paused(let end): return .wait(end - now)
      case .granted(let permit):
        state.requests?.take(1, at: now)
        state.tokens?.take(tokens, at: now)
        return .granted(
          CallGovernor.Permit(
            lane: self, permit: permit, tokens: state.tokens == nil ? nil : tokens))
      }
    }
  }

  /// Lets those who wait try again.
  private func wake() {
    for waiter in state.withLock({ $0.wake() }) { waiter.resume() }
  }

  private func wait(_ ticket: Int) async {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isFree = state.withLock { state in
          // A call may have ended meanwhile, or the task been cancelled.
          if Task.isCancelled || state.limit.inFlight < state.limit.allowed { return true }
          state.waiters.append((ticket, continuation))
          return false
        }
        if isFree { continuation.resume() }
      }
    } onCancel: {
      let waiter = state.withLock { state in
        state.waiters.firstIndex { $0.ticket == ticket }.map { state.waiters.remove(at: $0) }
      }
      waiter?.continuation.resume()
    }
  }
}
