import Synchronization

/// How a run is asked to end, from outside: by Ctrl-C, say.
public final class Interruption: Sendable {
  public enum Level: Int, Sendable, Comparable {
    case none
    /// What is in flight is finished, for a while; nothing new is begun.
    case finishing
    /// What is in flight is given up.
    case stopping

    public static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
  }

  private let state = Mutex(Level.none)

  public init() {}

  public var level: Level { state.withLock { $0 } }

  /// Asks once more: the first time to finish, the second time to stop.
  public func request() {
    state.withLock { $0 = $0 == .none ? .finishing : .stopping }
  }

  public func raise(to level: Level) {
    state.withLock { $0 = max($0, level) }
  }
}
