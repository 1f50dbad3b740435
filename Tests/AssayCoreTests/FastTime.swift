import SaaSLiteLLM

/// A clock that runs several times as fast as the real one: minutes of waiting pass in seconds.
struct FastTime: Sendable {
  let factor: Double
  private let start = ContinuousClock.now

  init(factor: Double) {
    self.factor = factor
  }

  var source: TimeSource {
    TimeSource(
      now: { (ContinuousClock.now - self.start) * self.factor },
      sleep: { try await Task.sleep(for: $0 / self.factor) },
      secondsSince1970: TimeSource.system.secondsSince1970, random: TimeSource.system.random)
  }
}
