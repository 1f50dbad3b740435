/// The assertions of a case, and how their verdicts become the verdict of an attempt.
public struct AssertionSet: Sendable {
  public var assertions: [ConfiguredAssertion]
  public var rule: Judgement.Rule

  /// - Parameter threshold: The weighted mean of the scores that is enough; nil if every
  ///   assertion must hold. Above 0 and at most 1.
  public init(_ assertions: [ConfiguredAssertion] = [], threshold: Double? = nil) {
    self.assertions = assertions
    rule = threshold.map { .score(atLeast: $0) } ?? .all
  }

  /// Asks every assertion about one reply. Those that compare the replies of several models are
  /// inconclusive until ``compare(_:)`` has asked them, so that nothing passes for want of it.
  public func evaluate(_ context: EvaluationContext) async -> Judgement {
    if let judgement = evaluateNow(context) { return judgement }
    var results: [AssertionResult] = []
    results.reserveCapacity(assertions.count)
    for assertion in assertions {
      results.append(await assertion.evaluate(context))
    }
    return Judgement(results, rule: rule)
  }

  /// The same where nobody has to be waited for; nil where somebody has.
  @inline(never)
  package func evaluateNow(_ context: EvaluationContext) -> Judgement? {
    guard isImmediate else { return nil }
    return Judgement(assertions.compactMap { $0.evaluateNow(context) }, rule: rule)
  }

  /// Whether nobody has to be waited for.
  package var isImmediate: Bool { assertions.allSatisfy(\.isImmediate) }

  /// Whether some assertions need the replies of all models before they can be asked. While they
  /// have not been, the judgements of ``evaluate(_:)`` are provisional.
  public var comparesReplies: Bool { assertions.contains(where: \.isComparative) }

  /// Asks the assertions that compare replies, and completes the judgements of
  /// ``evaluate(_:)`` with what they say, in place of the provisional results.
  ///
  /// To be called once for each case, prompt and attempt, after every model has answered or
  /// failed to; models without a reply are left out. Which reply is whose only shows in the
  /// labels, so that the order must be the suite's, always the same. The judge of the first
  /// context is asked. With fewer than two replies, the comparisons are inconclusive.
  ///
  /// - Parameter attempts: The models' attempts, each with the judgement of ``evaluate(_:)``.
  /// - Returns: The complete judgements, in the order of `attempts`. Without comparisons, they
  ///   are the same as before.
  public func compare(
    _ attempts: [(context: EvaluationContext, judgement: Judgement)]
  ) async -> [Judgement] {
    var results = attempts.map(\.judgement.results)
    for assertion in assertions where assertion.isComparative {
      let compared = await assertion.compare(attempts.map(\.context))
      for (index, result) in compared.enumerated() {
        let provisional = results[index].firstIndex {
          $0.type == result.type && $0.location == result.location
        }
        if let provisional {
          results[index][provisional] = result
        } else {
          results[index].append(result)
        }
      }
    }
    return results.map { Judgement($0, rule: rule) }
  }
}
