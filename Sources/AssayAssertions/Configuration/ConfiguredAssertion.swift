package import AssayInput
public import JSONModel

/// An assertion as a suite uses it: negated or not, weighted, named, on a part of the reply.
/// Cases without number share it, so it is no value.
public final class ConfiguredAssertion: Sendable {
  /// The type as the suite spells it, with `not-` if it is negated.
  public let type: String
  public let isNegated: Bool
  /// What its score counts among those of the attempt; 0 only measures.
  public let weight: Double
  /// The name under which its score is averaged over the run.
  public let metric: String?
  /// What it is about, for people.
  public let summary: String?
  /// The assertion's place in the suite's file.
  public let location: SourceLocation
  /// The texts with variables that it compares with. Each variable must have a value in every
  /// case that the assertion is evaluated for.
  package let templates: [UsedTemplate]
  let assertion: any Assertion
  /// The same where it waits for nobody.
  private let immediate: (any ImmediateAssertion)?
  /// Whether it waits for nobody.
  var isImmediate: Bool { immediate != nil }
  /// Whether it can only be asked once all models have answered.
  package let isComparative: Bool
  /// The lowest score that holds.
  let threshold: Double
  /// Whether its score is more than yes or no.
  let isScored: Bool
  let transform: TextTransform?

  package struct UsedTemplate: Sendable {
    package var template: Template
    package var location: SourceLocation
  }

  /// - Parameter threshold: The lowest score that holds; nil where the answer is yes or no.
  init(
    type: String, isNegated: Bool, assertion: any Assertion, location: SourceLocation,
    weight: Double = 1, metric: String? = nil, summary: String? = nil,
    transform: TextTransform? = nil, templates: [UsedTemplate] = [], threshold: Double? = nil
  ) {
    self.type = type
    self.isNegated = isNegated
    self.assertion = assertion
    self.location = location
    self.weight = weight
    self.metric = metric
    self.summary = summary
    self.transform = transform
    self.templates = templates
    self.threshold = threshold ?? 1
    isScored = threshold != nil
    immediate = assertion as? any ImmediateAssertion
    isComparative = assertion is any ComparativeAssertion
  }

  /// The same at another place, with what is given otherwise there.
  func used(
    at location: SourceLocation, weight: Double?, metric: String?, summary: String?
  ) -> ConfiguredAssertion {
    ConfiguredAssertion(
      type: type, isNegated: isNegated, assertion: assertion, location: location,
      weight: weight ?? self.weight, metric: metric ?? self.metric,
      summary: summary ?? self.summary, transform: transform, templates: templates,
      threshold: isScored ? threshold : nil)
  }

  /// Asserts that the reply is of `shape`, without a place of its own in the file.
  package convenience init(shape: Shape, location: SourceLocation) {
    self.init(
      type: ShapeAssertion.type, isNegated: false, assertion: ShapeAssertion(shape),
      location: location)
  }

  /// The metrics that it and the assertions within it count for.
  package var metrics: [String] {
    (metric.map { [$0] } ?? [])
      + ((assertion as? SetAssertion)?.assertions.flatMap(\.metrics) ?? [])
  }

  /// Asks the assertion about one reply.
  package func evaluate(_ context: EvaluationContext) async -> AssertionResult {
    if let result = evaluateNow(context) { return result }
    do {
      guard let transform else {
        return result(try await assertion.evaluate(context), context.reply)
      }
      switch try Subject(context, transform) {
      case .context(let part): return result(try await assertion.evaluate(part), part.reply)
      case .nothing(let reason): return result(nothingToLookAt: reason)
      }
    } catch {
      return result(failing: error)
    }
  }

  /// The same where nobody has to be waited for; nil where somebody has.
  @inline(never)
  func evaluateNow(_ context: EvaluationContext) -> AssertionResult? {
    guard let immediate else { return nil }
    do {
      guard let transform else { return result(try immediate.evaluate(context), context.reply) }
      switch try Subject(context, transform) {
      case .context(let part): return result(try immediate.evaluate(part), part.reply)
      case .nothing(let reason): return result(nothingToLookAt: reason)
      }
    } catch {
      return result(failing: error)
    }
  }

  /// What it looks at where that is a part of the reply.
  private enum Subject {
    case context(EvaluationContext)
    case nothing(reason: String)

    init(_ whole: EvaluationContext, _ transform: TextTransform) throws {
      var context = whole
      switch try transform.apply(to: whole.reply) {
      case .reply(let reply):
        context.reply = reply
        self = .context(context)
      case .nothing(let reason):
        self = .nothing(reason: "the transform finds nothing to look at: \(reason)")
      }
    }
  }

  /// Asks the assertion about the replies of several models to one request.
  ///
  /// - Returns: A result for each of `contexts`, in their order.
  func compare(_ contexts: [EvaluationContext]) async -> [AssertionResult] {
    guard let comparison = assertion as? any ComparativeAssertion, contexts.count > 1 else {
      var results: [AssertionResult] = []
      for context in contexts { results.append(await evaluate(context)) }
      return results
    }
    do {
      var transformed = contexts
      if let transform {
        for index in transformed.indices {
          if case .reply(let reply) = try transform.apply(to: contexts[index].reply) {
            transformed[index].reply = reply
          }
        }
      }
      let answers = try await comparison.compare(transformed)
      return zip(answers, contexts).map { result($0, $1.reply) }
    } catch {
      return contexts.map { _ in result(failing: error) }
    }
  }

  // MARK: From answers to results

  private func result(_ answer: Answer, _ reply: Reply) -> AssertionResult {
    switch answer {
    case .yes: return result(holds: true, 1, nil, [], reply)
    case .no(let reason): return result(holds: false, 0, reason, [], reply)
    case .nothing(let reason, let components, let score):
      return result(
        nothingToLookAt: "there is nothing to look at: \(reason)", components, score: score)
    case .unknown(let reason): return result(.inconclusive(reason: reason), nil)
    case .scored(let score, let reason, let components):
      guard score.isFinite else {
        return result(.errored(reason: "this could not be checked: the score is \(score)"), nil)
      }
      let score = min(max(score, 0), 1)
      let holds = Score.reaches(score, threshold)
      let shown =
        holds || !isScored
        ? reason : "scored \(Score.text(score)), below \(Score.text(threshold)): \(reason)"
      return result(holds: holds, score, shown, components, reply)
    case .composed(let verdict, let score, let components):
      switch verdict {
      case .passed: return result(holds: true, score, nil, components, reply)
      case .failed(let reason): return result(holds: false, score, reason, components, reply)
      case .errored, .inconclusive: return result(verdict, score, components: components)
      }
    }
  }

  /// Turns yes and no around if the assertion is negated, and nothing else.
  private func result(
    holds: Bool, _ score: Double?, _ reason: String?, _ components: [AssertionResult],
    _ reply: Reply
  ) -> AssertionResult {
    let score = isNegated ? score.map { 1 - $0 } : score
    if holds != isNegated {
      return result(.passed, score, explanation: reason, components: components)
    }
    let failure =
      isNegated
      ? "what must not hold does; "
        + (holds && reason != nil ? "\(reason ?? "")" : "found \(Excerpt.quoted(reply.text))")
      : reason ?? "does not hold"
    return result(.failed(reason: failure), score, components: components)
  }

  private func result(
    _ verdict: AssertionVerdict, _ score: Double?, explanation: String? = nil,
    components: [AssertionResult] = []
  ) -> AssertionResult {
    AssertionResult(
      type: type, location: location, verdict: verdict, score: score, weight: weight,
      metric: metric, components: components, summary: summary, explanation: explanation)
  }

  /// The part that is asked about is not there: no, whether the assertion is negated or not. To
  /// say that something absent does not contain a word would comfort where something is wrong.
  private func result(
    nothingToLookAt reason: String, _ components: [AssertionResult] = [], score: Double = 0
  ) -> AssertionResult {
    var result = result(
      .failed(reason: isNegated ? "\(reason); that is no with \"not-\" too" : reason),
      isNegated ? 0 : score,
      components: components)
    result.sawNothing = true
    return result
  }

  private func result(failing error: any Error) -> AssertionResult {
    result(.errored(reason: "this could not be checked: \(error)"), nil)
  }
}

/// Scores, from 0 to 1.
package enum Score {
  /// Whether a score is high enough, give or take the rounding of sums.
  package static func reaches(_ score: Double, _ threshold: Double) -> Bool {
    score >= threshold - 1e-9
  }

  /// At most three decimals.
  package static func text(_ score: Double) -> String {
    let thousandths = (score * 1000).rounded() / 1000
    return thousandths == thousandths.rounded() ? "\(Int(thousandths))" : "\(thousandths)"
  }
}
