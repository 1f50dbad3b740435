/// What a job costs a team.
enum Charge {
  /// The credits due for a completed job: one in `job_based` mode; in the others what was
  /// consumed, rounded down, but at least one.
  static func credits(for totals: JobTotals, of team: Team) -> Int {
    switch team.budgetMode {
    case .jobBased:
      1
    case .consumptionUSD:
      max(1, Int(clamping: cost(of: totals, for: team) * team.creditsPerDollar))
    case .consumptionTokens:
      max(1, totals.tokens / max(1, team.tokensPerCredit))
    }
  }

  /// US dollars with the team's markup.
  static func cost(of totals: JobTotals, for team: Team) -> Double {
    totals.cost * (1 + team.markupPercent / 100)
  }
}

extension Int {
  /// The number without its fraction, or the nearest that there is.
  init(clamping value: Double) {
    self = value.isNaN ? 0 : Int(Swift.max(-9e18, Swift.min(9e18, value)))
  }
}

/// What a team has.
struct Account: Sendable {
  var team: Team
  var used = 0
  var updated: Timestamp
  let created: Timestamp

  var remaining: Int { team.credits - used }

  init(_ team: Team, at time: Timestamp) {
    self.team = team
    created = time
    updated = time
  }

  /// Takes credits if there are enough; takes nothing if not.
  mutating func take(_ credits: Int, at time: Timestamp) -> Bool {
    guard remaining >= credits else { return false }
    used += credits
    updated = time
    return true
  }
}
