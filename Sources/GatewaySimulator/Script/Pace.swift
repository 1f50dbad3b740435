import Foundation

/// How fast a model answers.
package struct Pace: Sendable, Hashable {
  package enum Latency: Sendable, Hashable {
    case fixed(Duration)
    /// Log-normal: half of the calls take longer than the median; `sigma` is the standard
    /// deviation of the logarithm.
    case logNormal(median: Duration, sigma: Double)
  }

  /// Until a plain answer, or until the first byte of a stream's head.
  package var latency: Latency?
  /// From the head of a stream to its first piece of text.
  package var timeToFirstToken: Duration?
  /// Stretches plain answers and spaces the pieces of streams.
  package var tokensPerSecond: Double?

  package init(
    latency: Latency? = nil, timeToFirstToken: Duration? = nil, tokensPerSecond: Double? = nil
  ) {
    self.latency = latency
    self.timeToFirstToken = timeToFirstToken
    self.tokensPerSecond = tokensPerSecond
  }

  /// These settings, and `other`'s where there are none.
  func falling(backTo other: Pace) -> Pace {
    Pace(
      latency: latency ?? other.latency,
      timeToFirstToken: timeToFirstToken ?? other.timeToFirstToken,
      tokensPerSecond: tokensPerSecond ?? other.tokensPerSecond)
  }

  /// One draw of the latency.
  func drawLatency(_ generator: inout SeededGenerator) -> Duration {
    switch latency {
    case nil: .zero
    case .fixed(let duration): duration
    case .logNormal(let median, let sigma):
      // A draw in the far tail must not stall a test for hours.
      min(median * exp(sigma * generator.standardNormal()), .seconds(600))
    }
  }

  /// The time that `tokens` tokens take to generate.
  func generation(of tokens: Int) -> Duration {
    guard let tokensPerSecond else { return .zero }
    return .seconds(Double(tokens) / tokensPerSecond)
  }
}
