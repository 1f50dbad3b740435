import GatewaySimulator
import Synchronization

/// A clock that stands still until it is told otherwise. Waits move it and are over at once.
final class ManualClock: Sendable {
  private let microseconds: Mutex<Int64>

  /// 2026-11-24T00:00:00Z.
  static let start: Int64 = 1_795_478_400_000_000

  init(_ start: Int64 = ManualClock.start) {
    microseconds = Mutex(start)
  }

  func advance(seconds: Double) {
    microseconds.withLock { $0 += Int64(seconds * 1e6) }
  }

  /// The time since the start, in seconds.
  var elapsed: Double { microseconds.withLock { Double($0 - Self.start) / 1e6 } }

  var time: SimulatorTime {
    SimulatorTime(
      now: { self.microseconds.withLock { $0 } },
      sleep: { self.advance(seconds: $0 / .seconds(1)) })
  }
}
