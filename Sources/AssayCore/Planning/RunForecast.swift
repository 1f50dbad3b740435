import AssayAssertions
public import AssaySuites

/// What a run would ask, and what that would cost as far as earlier runs or prices tell.
public struct RunForecast: Sendable {
  /// One model of one suite.
  public struct Part: Sendable, Hashable {
    public var suite: String
    public var model: String
    public var cases: Int
    /// Requests to the model: one for each attempt, where nothing has to be repeated.
    public var attempts: Int
    /// Cases that the suite skips.
    public var skipped: Int
    /// Tokens, by those of an earlier run; nil where it does not tell.
    public var tokens: Int?
    /// US dollars; nil where nothing tells.
    public var cost: Double?
    /// Of the attempts, how many the earlier run has seen; the others count as its average.
    public var known: Int
  }

  public private(set) var parts: [Part] = []

  /// - Parameter earlier: The journal of an earlier run of the same suites.
  public init(_ suites: [Suite], _ selection: Selection, earlier: Journal? = nil) {
    for plan in selection.plans(suites) {
      for model in plan.suite.models {
        let part = Self.part(plan, model, earlier)
        if part.cases > 0 { parts.append(part) }
      }
    }
  }

  private static func part(
    _ plan: AttemptPlan, _ model: Suite.Model, _ earlier: Journal?
  ) -> Part {
    var part = Part(
      suite: plan.suite.name, model: model.label, cases: 0, attempts: 0, skipped: 0, known: 0)
    var tokens = Average()
    var cost = Average()
    for slot in plan.slots where plan.model(slot).label == model.label {
      part.cases += 1
      let testCase = plan.testCase(slot)
      guard testCase.skipReason == nil else {
        part.skipped += 1
        continue
      }
      let identity = plan.identity(slot)
      for attempt in 1...testCase.repetition.attempts {
        part.attempts += 1
        let result = earlier?.results[identity.attempt(attempt)]
        tokens.add(result?.tokens.map(Double.init))
        cost.add(result?.cost)
      }
    }
    part.known = tokens.known
    part.tokens = tokens.total.map { Int($0.rounded()) }
    part.cost = cost.total
    return part
  }

  /// A sum over values of which some are unknown and count as the mean of the others.
  private struct Average {
    var sum = 0.0
    var known = 0
    var count = 0

    mutating func add(_ value: Double?) {
      count += 1
      guard let value else { return }
      sum += value
      known += 1
    }

    var total: Double? { known == 0 ? nil : sum / Double(known) * Double(count) }
  }
}
