/// Where the client's time and chance come from, so that tests need neither.
package struct TimeSource: Sendable {
  /// The time since some fixed moment.
  package var now: @Sendable () -> Duration
  package var sleep: @Sendable (Duration) async throws -> Void
  /// Seconds since 1970, to read dates in headers against.
  package var secondsSince1970: @Sendable () -> Double
  /// A number from 0 to 1.
  package var random: @Sendable () -> Double

  package init(
    now: @escaping @Sendable () -> Duration,
    sleep: @escaping @Sendable (Duration) async throws -> Void,
    secondsSince1970: @escaping @Sendable () -> Double,
    random: @escaping @Sendable () -> Double
  ) {
    self.now = now
    self.sleep = sleep
    self.secondsSince1970 = secondsSince1970
    self.random = random
  }

  private static let start = ContinuousClock.now

  /// The system's clocks and random numbers.
  package static let system = TimeSource(
    now: { ContinuousClock.now - start },
    sleep: { try await Task.sleep(for: $0) },
    secondsSince1970: { WallClock.secondsSince1970() },
    random: { Double.random(in: 0...1) })
}
