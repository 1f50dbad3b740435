/// What a call took. Nil is unknown, never zero.
public struct CallTimings: Sendable, Hashable {
  /// From sending the request to the last byte of the reply, of the attempt that succeeded.
  /// A replaying transport gives the time that was recorded.
  public var latency: Duration?
  /// From sending the request to the first content that is not empty; streams only.
  public var timeToFirstToken: Duration?
  /// The time spent waiting between attempts, which is no part of ``latency``.
  public var waiting: Duration
  /// How many times the request was sent, counting the one that succeeded.
  public var attempts: Int

  /// Makes timings; what is not given is unknown, and nothing was waited for.
  public init(
    latency: Duration? = nil, timeToFirstToken: Duration? = nil, waiting: Duration = .zero,
    attempts: Int = 1
  ) {
    self.latency = latency
    self.timeToFirstToken = timeToFirstToken
    self.waiting = waiting
    self.attempts = attempts
  }
}
