/// What a run may use up. Nil is unlimited.
public struct BudgetLimits: Sendable, Hashable {
  /// US dollars.
  public var cost: Double?
  /// Requests to models, judges and repeated ones included.
  public var calls: Int?
  /// Tokens of requests and replies together.
  public var tokens: Int?

  public init(cost: Double? = nil, calls: Int? = nil, tokens: Int? = nil) {
    self.cost = cost
    self.calls = calls
    self.tokens = tokens
  }

  public var isUnlimited: Bool { cost == nil && calls == nil && tokens == nil }
}

/// What a run has used up. What nobody measured is counted apart, never as zero.
public struct Spending: Sendable, Hashable {
  public var calls = 0
  public var tokens = 0
  /// US dollars, of the attempts whose cost is known.
  public var cost = 0.0
  /// Attempts with a reply that tells no tokens.
  public var attemptsWithoutTokens = 0
  /// Attempts with a reply whose cost is unknown.
  public var attemptsWithoutCost = 0
  /// Attempts with a reply.
  public var replies = 0

  public init() {}

  /// The cost in US dollars; nil if it is known of no attempt.
  public var knownCost: Double? { replies > attemptsWithoutCost ? cost : nil }
  /// The tokens; nil if they are known of no attempt.
  public var knownTokens: Int? { replies > attemptsWithoutTokens ? tokens : nil }

  mutating func add(_ result: AttemptResult) {
    calls += result.calls ?? 0
    guard result.hadReply else { return }
    replies += 1
    if let more = result.tokens { tokens += more } else { attemptsWithoutTokens += 1 }
    if let more = result.cost { cost += more } else { attemptsWithoutCost += 1 }
  }
}

/// Decides whether one more attempt may begin.
struct Budget: Sendable {
  enum Decision: Sendable, Hashable {
    case begin
    /// What is under way may use up the rest; ask again when some of it has ended.
    case hold
    case stop(reason: String)
  }

  let limits: BudgetLimits
  private(set) var spending = Spending()
  private var finished = 0
  /// What attempts used up that are not finished; see ``hold(_:)``.
  private var held = (calls: 0, tokens: 0, cost: 0.0)

  init(_ limits: BudgetLimits) {
    self.limits = limits
  }

  mutating func add(_ result: AttemptResult) {
    spending.add(result)
    if (result.calls ?? 0) > 0 { finished += 1 }
  }

  /// Counts an attempt that has been answered, but is not finished.
  mutating func hold(_ result: AttemptResult) {
    held.calls += result.calls ?? 0
    held.tokens += result.tokens ?? 0
    held.cost += result.cost ?? 0
  }

  /// Forgets what ``hold(_:)`` counted, before ``add(_:)`` counts it for good.
  mutating func release(_ result: AttemptResult) {
    held.calls -= result.calls ?? 0
    held.tokens -= result.tokens ?? 0
    held.cost -= result.cost ?? 0
  }

  /// - Parameter inFlight: The attempts that are under way. Each is expected to use what the
  ///   finished ones used on average, and one call at least.
  func decide(inFlight: Int) -> Decision {
    let share = Double(inFlight) / Double(max(finished, 1))
    if let limit = limits.calls {
      let calls = spending.calls + held.calls
      if calls >= limit {
        return .stop(reason: "the budget of \(limit) calls is used up (--max-calls)")
      }
      if Double(calls) + max(Double(inFlight), Double(calls) * share) >= Double(limit) {
        return .hold
      }
    }
    if let limit = limits.tokens {
      let tokens = spending.tokens + held.tokens
      if tokens >= limit {
        return .stop(reason: "the budget of \(limit) tokens is used up: \(tokens) (--max-tokens)")
      }
      if Double(tokens) * (1 + share) >= Double(limit), inFlight > 0 { return .hold }
    }
    if let limit = limits.cost {
      let cost = spending.cost + held.cost
      if cost >= limit {
        return .stop(
          reason: "the budget of \(Dollars.text(limit)) is used up: "
            + "\(Dollars.text(cost)) (--max-cost)")
      }
      if cost * (1 + share) >= limit, inFlight > 0 { return .hold }
    }
    return .begin
  }
}

/// Amounts in US dollars as text.
public enum Dollars {
  /// `$12.30`; below a cent, two digits that say something: `$0.00042`.
  public static func text(_ amount: Double) -> String {
    guard amount.isFinite, abs(amount) < 1e12 else { return "$?" }
    var decimals = 2
    var threshold = 0.1
    while abs(amount) < threshold, amount != 0, decimals < 8 {
      decimals += 1
      threshold /= 10
    }
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    let scaled = Int64((abs(amount) * scale).rounded())
    let digits = String(scaled)
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    return (amount < 0 ? "-$" : "$") + padded.dropLast(decimals) + "." + padded.suffix(decimals)
  }
}
