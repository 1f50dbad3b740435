/// When a failed request is sent again, and after how long.
///
/// Waits grow exponentially and are drawn at random from zero to the bound ("full jitter"), so
/// that many clients do not come back at once. A server's `Retry-After` is a lower bound.
public struct RetryPolicy: Sendable, Hashable {
  /// How many times a request is sent at most, the first time included; 1 means no retry.
  public var maximumAttempts: Int
  /// The bound of the first wait; it doubles each time.
  public var baseDelay: Duration
  /// The bound that no wait of our own exceeds.
  public var maximumDelay: Duration
  /// How long all attempts and waits may take together: no wait is begun that would end later.
  /// Nil sets no limit.
  public var timeBudget: Duration?
  /// Whether a model is called again although the first call may have been made and paid for:
  /// after a lost connection or a timeout.
  public var repeatsUnclearChats: Bool

  /// Makes a policy; the defaults are those of ``default``.
  public init(
    maximumAttempts: Int = 3, baseDelay: Duration = .milliseconds(500),
    maximumDelay: Duration = .seconds(30), timeBudget: Duration? = .seconds(120),
    repeatsUnclearChats: Bool = false
  ) {
    self.maximumAttempts = maximumAttempts
    self.baseDelay = baseDelay
    self.maximumDelay = maximumDelay
    self.timeBudget = timeBudget
    self.repeatsUnclearChats = repeatsUnclearChats
  }

  /// Three attempts within two minutes.
  public static let `default` = RetryPolicy()
  /// Every request is sent once.
  public static let never = RetryPolicy(maximumAttempts: 1)
}
