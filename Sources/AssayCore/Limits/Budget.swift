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

  package enum Kind: String, Sendable, Hashable {
    case cost, calls, tokens
  }

  /// Those that `assay.json` says; others are said by options.
  package var ofProject: Set<Kind> = []

  /// What somebody changes who wants another limit.
  func name(_ kind: Kind) -> String {
    ofProject.contains(kind) ? "limits.\(kind) in assay.json" : "--max-\(kind)"
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
  /// Attempts that sent something.
  private var finished = 0
  /// As many begin before the first has told what it takes.
  private static let scouts = 4

  init(_ limits: BudgetLimits) {
    self.limits = limits
  }

  /// Counts what an attempt took, whatever became of it.
  mutating func add(_ spent: Spending) {
    spending += spent
    if spent.calls > 0 { finished += 1 }
  }

  /// Counts what was taken beside the attempts, as by the comparison of their replies.
  mutating func addAside(_ spent: Spending) {
    spending += spent
  }

  /// Why the run may use up more than its budget; nil if nothing speaks for it.
  var doubt: String? {
    if let limit = limits.cost, spending.repliesWithoutCost > 0 {
      let budget = "the budget of \(Dollars.text(limit)) (\(limits.name(.cost)))"
      return spending.cost > 0
        ? "only a part of what replies cost is known: \(budget) counts that, and more may be spent"
        : "nothing tells what a reply cost, neither the server nor \"prices\" in assay.json: "
          + "\(budget) cannot be kept by that"
    }
    if let limit = limits.tokens, spending.repliesWithoutTokens > 0 {
      return "a reply does not tell its tokens: the budget of \(limit) tokens "
        + "(\(limits.name(.tokens))) counts what is known, and more may be used"
    }
    return nil
  }

  /// - Parameter inFlight: The attempts that are under way. Each is expected to use what the
  ///   finished ones used on average, and one call at least.
  func decide(inFlight: Int) -> Decision {
    // What one takes is not known yet: a few find out.
    if finished == 0, inFlight >= Self.scouts, !limits.isUnlimited { return .hold }
    let share = Double(inFlight) / Double(max(finished, 1))
    if let limit = limits.calls {
      let calls = spending.calls
      if calls >= limit {
        return .stop(
          reason: "the budget of \(limit) calls is used up (\(limits.name(.calls)))")
      }
      if Double(calls) + max(Double(inFlight), Double(calls) * share) >= Double(limit) {
        return .hold
      }
    }
    if let limit = limits.tokens {
      let tokens = spending.tokens
      if tokens >= limit {
        let least = spending.knowsAllTokens ? "" : "at least "
        return .stop(
          reason: "the budget of \(limit) tokens is used up: \(least)\(tokens) "
            + "(\(limits.name(.tokens)))")
      }
      if Double(tokens) * (1 + share) >= Double(limit), inFlight > 0 { return .hold }
    }
    if let limit = limits.cost {
      let cost = spending.cost
      if cost >= limit {
        let least = spending.knowsAllCosts ? "" : "at least "
        return .stop(
          reason: "the budget of \(Dollars.text(limit)) is used up: \(least)"
            + "\(Dollars.text(cost)) (\(limits.name(.cost)))")
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
