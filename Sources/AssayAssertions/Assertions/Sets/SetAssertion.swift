import AssayInput
import JSONModel

/// `all`, `any` and `at-least`: assertions that count as one.
struct SetAssertion: Assertion {
  static let type = "all"
  static let documentation = all

  enum Kind: Sendable { case all, any, atLeast }

  private static let list = AssertionDocumentation.Key(
    "assert", "the assertions; those of weight 0 only measure",
    ["type": "array", "minItems": 1, "items": ["$ref": "#/$defs/assertion"]], isRequired: true)

  static let all = AssertionDocumentation(
    "every one of the assertions holds; or, with `threshold`, if the weighted mean of their scores "
      + "is so high. The score is that mean", [list], threshold: .own)
  static let any = AssertionDocumentation(
    "one of the assertions at least holds. The score is the best of theirs", [list])
  static let atLeast = AssertionDocumentation(
    "so many of the assertions hold. The score is the mean of the `n` best, whatever their weights",
    [.integer("n", "how many must hold", atLeast: 1).required(), list])

  let assertions: [ConfiguredAssertion]
  let rule: Judgement.Rule

  init?(reading reader: inout AssertionReader) { self.init(reading: &reader, .all) }

  init?(reading reader: inout AssertionReader, _ kind: Kind) {
    let count = kind == .atLeast ? reader.requiredInteger("n", atLeast: 1) : nil
    guard let assertions = reader.assertions("assert") else { return nil }
    for assertion in assertions where assertion.isComparative {
      reader.report(
        "assert",
        "\"\(assertion.type)\" compares the replies of all models and cannot stand in a set",
        hint: "put it beside the set")
      return nil
    }
    let deciding = assertions.filter { $0.weight > 0 }.count
    if deciding == 0 {
      reader.report("assert", "all of these have weight 0, so that nothing decides")
      return nil
    }
    switch kind {
    case .all: rule = reader.threshold.map { .score(atLeast: $0) } ?? .all
    case .any: rule = .atLeast(1)
    case .atLeast:
      guard let count else { return nil }
      guard count <= deciding else {
        reader.report("n", "\"n\" is \(count), but only \(deciding) of the assertions can hold")
        return nil
      }
      rule = .atLeast(count)
    }
    self.assertions = assertions
  }

  func evaluate(_ context: EvaluationContext) async -> Answer {
    var results: [AssertionResult] = []
    for assertion in assertions { results.append(await assertion.evaluate(context)) }
    let judgement = Judgement(results, rule: rule)
    // Had those that saw nothing held, the set might have: its no is none that could be negated.
    if judgement.outcome == .failed, results.contains(where: \.sawNothing),
      Judgement(results.map(\.assumedToHold), rule: rule).outcome != .failed
    {
      return .nothing(
        reason: judgement.verdict.reason ?? "", components: results, score: judgement.score ?? 0)
    }
    return .composed(judgement.verdict, score: judgement.score, components: results)
  }
}

extension AssertionResult {
  /// The same, as if there had been something to look at, and it had held.
  fileprivate var assumedToHold: AssertionResult {
    guard sawNothing else { return self }
    var copy = self
    (copy.verdict, copy.score) = (.passed, 1)
    return copy
  }
}

extension Judgement {
  /// The outcome as the verdict of one assertion, with the reasons of those that decided.
  var verdict: AssertionVerdict {
    let deciding = results.filter { $0.weight > 0 }
    func reasons(_ outcome: Outcome) -> String {
      let them = deciding.filter { $0.verdict.outcome == outcome }
      return "\(them.count) of \(deciding.count) \(Self.word(outcome)): "
        + them.map { "\($0.type): \($0.verdict.reason ?? "")" }.joined(separator: "; ")
    }
    switch outcome {
    case .passed, .skipped: return .passed
    case .failed: return .failed(reason: reasons(.failed))
    case .errored: return .errored(reason: reasons(.errored))
    case .inconclusive: return .inconclusive(reason: reasons(.inconclusive))
    }
  }

  private static func word(_ outcome: Outcome) -> String {
    switch outcome {
    case .errored: "could not be checked"
    case .inconclusive: "could not be decided"
    default: "do not hold"
    }
  }
}
