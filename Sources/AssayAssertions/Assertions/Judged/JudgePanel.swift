import AssayInput
import JSONModel

/// The judges of an assertion: the suite's, or the named ones, who must agree.
///
/// The score of several is their median, so that one of three cannot turn the verdict; it holds
/// when the score reaches the threshold, and for no other reason.
struct JudgePanel: Sendable {
  /// A judge's score from 0 to 1, and why.
  struct Vote: Sendable {
    var score: Double
    var reasons: String
  }

  let names: [String?]
  /// The share of judges that must be of the verdict's opinion; nil for more than half.
  let agreement: Double?
  let threshold: Double
  let type: String
  let location: SourceLocation

  static let keys: [AssertionDocumentation.Key] = [
    .texts("judges", "the models that judge, instead of the suite's judge"),
    .init(
      "agreement",
      "the share of judges that must be of the same opinion, for there to be a verdict; more than "
        + "half if absent", ["type": "number", "exclusiveMinimum": 0, "maximum": 1]),
  ]

  init(reading reader: inout AssertionReader, type: String, threshold: Double) {
    self.type = type
    self.threshold = reader.threshold ?? threshold
    location = reader.object.node.location
    let judges = reader.strings("judges")
    reader.warnOfUnknownJudges("judges", judges ?? [])
    if let judges, judges.isEmpty || Set(judges).count != judges.count {
      reader.report("judges", "\"judges\" must name at least one model, and none twice")
    }
    reader.requireJudge(isNamed: judges != nil)
    names = judges.map { $0.map { $0 } } ?? [nil]
    agreement = reader.amount("agreement", isPositive: true)
    if let agreement, agreement > 1 {
      reader.report("agreement", "\"agreement\" must be at most 1: it is a share of the judges")
    }
    if agreement != nil, names.count < 2 {
      reader.report("agreement", "one judge always agrees", hint: "name several \"judges\"")
    }
  }

  /// Asks every judge and makes one answer of what they say.
  ///
  /// - Throws: What kept a judge from answering, or that there is none.
  func answer(
    _ context: EvaluationContext, _ ask: (Judge) async throws -> Judge.Statement<Vote>
  ) async throws -> Answer {
    guard let model = context.judge else { throw Judge.Missing() }
    var statements: [Judge.Statement<Vote>] = []
    for (index, name) in names.enumerated() {
      let step = names.count == 1 ? type : "\(type)/\(index + 1)"
      statements.append(try await ask(Judge(model: model, name: name, step: step)))
    }
    if statements.count == 1 {
      switch statements[0] {
      case .usable(let vote): return .scored(vote.score, reason: vote.reasons)
      case .unusable(let reason):
        return .unknown(reason: "\(Judge.subject(names[0])) \(reason)")
      }
    }
    return verdict(statements)
  }

  private func verdict(_ statements: [Judge.Statement<Vote>]) -> Answer {
    let components = zip(names, statements).map(component)
    let scores = components.compactMap(\.score).sorted()
    guard let median = Self.median(scores) else {
      return .composed(
        .inconclusive(
          reason: "no judge gave a usable answer: "
            + components.map { "\($0.type): \($0.verdict.reason ?? "")" }.joined(separator: "; ")),
        score: nil, components: components)
    }
    let holds = Score.reaches(median, threshold)
    let agreeing = scores.filter { Score.reaches($0, threshold) == holds }.count
    let share = Double(agreeing) / Double(names.count)
    let opinions = components.map { component in
      "\(component.type): "
        + (component.score.map(Score.text) ?? component.verdict.reason ?? "no answer")
    }.joined(separator: "; ")
    guard agreement.map({ Score.reaches(share, $0) }) ?? (share > 0.5) else {
      return .composed(
        .inconclusive(
          reason: "the judges do not agree: \(agreeing) of \(names.count) are of one opinion; "
            + opinions), score: nil, components: components)
    }
    let reasons = zip(components, statements).compactMap { component, statement -> String? in
      guard case .usable(let vote) = statement, Score.reaches(vote.score, threshold) == holds
      else { return nil }
      return "\(component.type): \(vote.reasons)"
    }
    return .scored(
      median, reason: "\(opinions). " + reasons.joined(separator: "; "), components: components)
  }

  private func component(_ name: String?, _ statement: Judge.Statement<Vote>) -> AssertionResult {
    let type = "judge \(name ?? "")"
    switch statement {
    case .unusable(let reason):
      return AssertionResult(
        type: type, location: location, verdict: .inconclusive(reason: "it \(reason)"))
    case .usable(let vote):
      let holds = Score.reaches(vote.score, threshold)
      return AssertionResult(
        type: type, location: location,
        verdict: holds ? .passed : .failed(reason: vote.reasons), score: vote.score,
        explanation: holds ? vote.reasons : nil)
    }
  }

  private static func median(_ sorted: [Double]) -> Double? {
    guard !sorted.isEmpty else { return nil }
    let middle = sorted.count / 2
    return sorted.count.isMultiple(of: 2)
      ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
  }
}
