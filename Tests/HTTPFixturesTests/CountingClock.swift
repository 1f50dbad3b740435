import Synchronization

/// A clock on which no time passes; it notes until when it was asked to sleep.
final class CountingClock: Clock {
  struct Instant: InstantProtocol {
    var offset: Duration

    func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
    func duration(to other: Instant) -> Duration { other.offset - offset }
    static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
  }

  private let asked = Mutex<[Duration]>([])

  var now: Instant { Instant(offset: .zero) }
  var minimumResolution: Duration { .nanoseconds(1) }
  var deadlines: [Duration] { asked.withLock { $0 } }

  func sleep(until deadline: Instant, tolerance: Duration?) async throws {
    asked.withLock { $0.append(deadline.offset) }
  }
}
