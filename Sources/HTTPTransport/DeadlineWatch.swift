import NIOCore
import Synchronization

/// Sees to the deadlines of all exchanges of a transport with one timer, set to the earliest of
/// them: nearly every exchange ends long before its own, and setting a timer for each and taking
/// it back costs more than all else that deadlines need.
final class DeadlineWatch: Sendable {
  private struct State {
    /// The exchanges under way, each at its place; nil where a place is free.
    var exchanges: [HTTPExchange?] = []
    var free: [Int] = []
    var timer: Scheduled<Void>?
    /// When the timer fires; nil while there is none.
    var moment: ContinuousClock.Instant?
  }

  private let eventLoop: any EventLoop
  private let state = Mutex(State())

  init(eventLoop: any EventLoop) {
    self.eventLoop = eventLoop
  }

  /// Takes `exchange` in; it is held until ``remove(_:)``.
  ///
  /// - Returns: Its place.
  func add(_ exchange: HTTPExchange) -> Int {
    state.withLock { state in
      if let place = state.free.popLast() {
        state.exchanges[place] = exchange
        return place
      }
      state.exchanges.append(exchange)
      return state.exchanges.count - 1
    }
  }

  func remove(_ place: Int) {
    // Let go of outside the lock: it may be the last reference.
    let exchange = state.withLock { state in
      state.free.append(place)
      return state.exchanges[place].take()
    }
    _ = exchange
  }

  /// Has the exchanges looked at by `moment` at the latest.
  func look(by moment: ContinuousClock.Instant) {
    state.withLock { state in
      if let earlier = state.moment, earlier <= moment { return }
      state.timer?.cancel()
      state.moment = moment
      let wait = max(.zero, moment - .now)
      state.timer = eventLoop.scheduleTask(in: TimeAmount(wait)) { [weak self] in self?.fire() }
    }
  }

  private func fire() {
    let exchanges = state.withLock { state in
      state.timer = nil
      state.moment = nil
      return state.exchanges
    }
    // Each takes its own lock, so not under this one.
    let next = exchanges.compactMap { $0?.checkDeadline() }.min()
    if let next { look(by: next) }
  }
}
