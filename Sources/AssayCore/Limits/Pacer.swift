/// Spreads requests, or tokens, over a minute: a token bucket that holds the share of a second,
/// so that no burst exceeds what the server counts.
struct Pacer: Sendable {
  /// A second's share.
  let rate: Double
  private let capacity: Double
  private var level: Double
  private var last: Duration?

  init(perMinute: Int) {
    rate = Double(max(1, perMinute)) / 60
    capacity = max(1, rate)
    level = capacity
  }

  /// How long until `amount` may be taken; zero if at once. An amount beyond the capacity may be
  /// taken when the bucket is full, and leaves a debt.
  mutating func wait(for amount: Double, at now: Duration) -> Duration {
    fill(now)
    let lacking = min(amount, capacity) - level
    return lacking <= 1e-9 ? .zero : .seconds(lacking / rate)
  }

  /// Takes `amount`, which may be negative to give back what was not used.
  mutating func take(_ amount: Double, at now: Duration) {
    fill(now)
    level = min(capacity, level - amount)
  }

  private mutating func fill(_ now: Duration) {
    if let last { level = min(capacity, level + max(0, (now - last) / .seconds(1)) * rate) }
    last = max(last ?? now, now)
  }
}
