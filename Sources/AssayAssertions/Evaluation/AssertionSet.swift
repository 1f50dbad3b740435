/// The assertions of a case, and how their verdicts become the verdict of an attempt.
public struct AssertionSet: Sendable {
  public var assertions: [ConfiguredAssertion]

  public init(_ assertions: [ConfiguredAssertion] = []) {
    self.assertions = assertions
  }

  /// Asks every assertion about one reply.
  public func evaluate(_ context: EvaluationContext) async -> Judgement {
    var results: [AssertionResult] = []
    for assertion in assertions { results.append(await assertion.evaluate(context)) }
    return Judgement(results)
  }
}

/// What the assertions say of one attempt.
public struct Judgement: Sendable, Hashable {
  public var outcome: Outcome
  /// The weighted mean of the assertions' scores, from 0 to 1; nil where nothing was scored.
  public var score: Double?
  public var results: [AssertionResult]

  /// An attempt fails if an assertion said no, whatever the others could not say. Without
  /// assertions there is nothing that could fail. Assertions of weight 0 only measure.
  public init(_ results: [AssertionResult]) {
    self.results = results
    let deciding = results.filter { $0.weight > 0 }
    let outcomes = Set(deciding.map(\.verdict.outcome))
    outcome =
      [Outcome.failed, .errored, .inconclusive].first { outcomes.contains($0) } ?? .passed
    let scored = deciding.compactMap { result in result.score.map { ($0, result.weight) } }
    let weight = scored.reduce(0) { $0 + $1.1 }
    score = weight > 0 ? scored.reduce(0) { $0 + $1.0 * $1.1 } / weight : nil
  }
}
