import Synchronization

/// The requests that are under way, to name them when nothing moves.
final class OpenRequests: Sendable {
  struct Ticket: Sendable, Hashable {
    fileprivate var number: Int
  }

  private struct State {
    var open: [Int: OpenRequest] = [:]
    var next = 0
    var lastProgress = Duration.zero
  }

  private let state = Mutex(State())

  func begin(_ name: String, at now: Duration) -> Ticket {
    state.withLock { state in
      state.next += 1
      state.open[state.next] = OpenRequest(name: name, since: now)
      state.lastProgress = now
      return Ticket(number: state.next)
    }
  }

  /// False if it had ended before.
  @discardableResult
  func end(_ ticket: Ticket, at now: Duration) -> Bool {
    state.withLock { state in
      state.lastProgress = now
      return state.open.removeValue(forKey: ticket.number) != nil
    }
  }

  /// Something came.
  func progress(at now: Duration) {
    state.withLock { $0.lastProgress = now }
  }

  var lastProgress: Duration { state.withLock { $0.lastProgress } }

  /// The oldest first.
  var all: [OpenRequest] {
    state.withLock { state in state.open.sorted { $0.key < $1.key }.map(\.value) }
  }
}

/// A request that has not come to its end.
public struct OpenRequest: Sendable, Hashable {
  /// The case, prompt, model and attempt that it is made for.
  public var name: String
  /// When it was sent, on the run's clock.
  public var since: Duration
}
