/// What assertions say together: of an attempt, or inside an `all`, `any` or `at-least`. The rules
/// are here and nowhere else.
public struct Judgement: Sendable, Hashable {
  public var outcome: Outcome
  /// From 0 to 1; nil where nothing was scored, and where there is no verdict: unknown is never a
  /// number.
  ///
  /// The weighted mean of the scores of what could be checked. Of a rule that asks for `n`, the
  /// mean of the `n` best instead (for 1, the best), since the others need not hold.
  public var score: Double?
  public var results: [AssertionResult]

  /// When assertions hold together.
  public enum Rule: Sendable, Hashable {
    /// Every one must hold.
    case all
    /// So many must hold.
    case atLeast(Int)
    /// The weighted mean of their scores must be so high, whichever of them hold.
    case score(atLeast: Double)
  }

  /// Assertions of weight 0 only measure: they take no part. What could not be checked counts
  /// neither as yes nor as no. As long as it could still change the result, there is none; where
  /// it could not, the others decide. Without assertions there is nothing that could fail.
  public init(_ results: [AssertionResult], rule: Rule = .all) {
    self.results = results
    var tally = Tally(reserving: results.count)
    for place in results.indices where results[place].weight > 0 { tally.add(results[place]) }
    outcome = tally.outcome(rule)
    score = outcome.isDecided ? tally.score(rule) : nil
  }

  /// The counts that decide.
  private struct Tally {
    var passed = 0
    var failed = 0
    var undecided = 0
    var hasErrors = false
    /// The sums over the assertions that were scored.
    var score = 0.0
    var scoredWeight = 0.0
    var scores: [Double] = []
    /// Of those that were not.
    var unknownWeight = 0.0

    init(reserving count: Int) { scores.reserveCapacity(count) }

    mutating func add(_ result: AssertionResult) {
      switch result.verdict.outcome {
      case .passed: passed += 1
      case .failed: failed += 1
      case .errored, .inconclusive, .skipped:
        undecided += 1
        if result.verdict.outcome == .errored { hasErrors = true }
        unknownWeight += result.weight
        return
      }
      let own = result.score ?? (result.verdict.outcome == .passed ? 1 : 0)
      score += own * result.weight
      scoredWeight += result.weight
      scores.append(own)
    }

    func score(_ rule: Rule) -> Double? {
      guard scoredWeight > 0 else { return nil }
      guard case .atLeast(let needed) = rule else { return score / scoredWeight }
      let best = scores.sorted(by: >).prefix(max(needed, 1))
      return best.reduce(0, +) / Double(best.count)
    }

    func outcome(_ rule: Rule) -> Outcome {
      if passed + failed + undecided == 0 { return .passed }
      let open: Outcome = hasErrors ? .errored : .inconclusive
      switch rule {
      case .all:
        return failed > 0 ? .failed : undecided > 0 ? open : .passed
      case .atLeast(let needed):
        if passed >= needed { return .passed }
        return passed + undecided < needed ? .failed : open
      case .score(let threshold):
        let whole = scoredWeight + unknownWeight
        if Score.reaches(score / whole, threshold) { return .passed }
        return Score.reaches((score + unknownWeight) / whole, threshold) ? open : .failed
      }
    }
  }

  /// The named metrics of the attempt: of each, the mean of the scores that have its name, also
  /// inside sets. Weights weigh the verdict, not the metrics, so that what has weight 0 is
  /// measured. A metric of which nothing was scored is absent.
  public var metrics: [String: Double] {
    var sums: [String: (sum: Double, count: Double)] = [:]
    Self.add(results, to: &sums)
    return sums.mapValues { $0.sum / $0.count }
  }

  private static func add(
    _ results: [AssertionResult], to sums: inout [String: (sum: Double, count: Double)]
  ) {
    for result in results {
      if let name = result.metric, let score = result.score, result.verdict.outcome.isDecided {
        sums[name, default: (0, 0)].sum += score
        sums[name, default: (0, 0)].count += 1
      }
      add(result.components, to: &sums)
    }
  }
}
