import AssayInput
import JSONModel

/// `factuality`: a judge finds that the reply does not contradict a reference.
struct FactualityAssertion: Assertion {
  static let type = "factuality"
  static let documentation = AssertionDocumentation(
    "a judge finds that the facts of the reply stand to those of the reference in one of the "
      + "accepted relations",
    [
      .someText("value", "the reference").required(),
      .init(
        "accept",
        "the relations that are good: `subset` (the reply says less, and nothing else), `superset` "
          + "(it says more, and contradicts nothing), `equal`, `disagree`, `differ` (they differ, "
          + "but not in facts); all but `disagree` if absent",
        [
          "type": "array", "minItems": 1,
          "items": ["enum": .array(Relation.allCases.map { .string($0.rawValue) })],
        ]),
    ] + JudgePanel.keys, threshold: .none)

  enum Relation: String, Sendable, CaseIterable {
    case subset, superset, equal, disagree, differ

    var meaning: String {
      switch self {
      case .subset:
        "the facts of the reply are a part of those of the reference, and agree with them"
      case .superset:
        "the reply has all facts of the reference and more, and agrees with them"
      case .equal: "both have the same facts"
      case .disagree: "they contradict each other in a fact"
      case .differ: "they differ, but not in facts that matter"
      }
    }
  }

  let reference: ExpectedText
  let accepted: Set<Relation>
  let panel: JudgePanel

  init?(reading reader: inout AssertionReader) {
    panel = JudgePanel(reading: &reader, type: Self.type, threshold: 1)
    var accepted: Set<Relation> = [.subset, .superset, .equal, .differ]
    if let names = reader.strings("accept") {
      accepted = []
      for name in names {
        if let relation = Relation(rawValue: name) {
          accepted.insert(relation)
        } else {
          let known = Relation.allCases.map(\.rawValue)
          reader.report(
            "accept", "there is no relation \"\(name)\"",
            hint: NearestName.find(name, among: known).map { "did you mean \"\($0)\"?" }
              ?? "relations are \(known.joined(separator: ", "))")
        }
      }
    }
    self.accepted = accepted
    guard let reference = reader.requiredText("value") else { return nil }
    self.reference = reference
  }

  func evaluate(_ context: EvaluationContext) async throws -> Answer {
    let reference = try reference.someText(context)
    let relations = Relation.allCases.map { "- \($0.rawValue): \($0.meaning)" }
      .joined(separator: "\n")
    let prompt = JudgePrompt(
      task: "Compare the facts of the reply with those of the reference. Style, grammar and "
        + "punctuation do not matter. Which of these is the relation?\n\n\(relations)",
      exhibits: [
        .init(name: "question", text: context.conversation),
        .init(name: "reference", text: reference),
        .init(name: "reply", text: context.reply.text),
      ],
      answer: "Answer with a JSON object: {\"reasons\": \"…\", \"relation\": \"…\"}. Give your "
        + "reasons first, in one to three sentences.",
      schema: (
        "comparison",
        .judgeSchema([
          ("relation", ["enum": .array(Relation.allCases.map { .string($0.rawValue) })])
        ])
      ))
    return try await panel.answer(context) { judge in
      try await judge.ask(prompt) { json in
        guard let relation = json["relation"]?.stringValue.flatMap({ Relation(rawValue: $0) })
        else { return nil }
        return JudgePanel.Vote(
          score: accepted.contains(relation) ? 1 : 0,
          reasons: "\(relation.rawValue): \(json.judgeReasons())")
      }
    }
  }
}

/// `closed-qa`: a judge says yes to one question about the reply.
struct ClosedQuestionAssertion: Assertion {
  static let type = "closed-qa"
  static let documentation = AssertionDocumentation(
    "a judge says yes to whether the reply meets the criterion",
    [.someText("value", "the criterion").required()] + JudgePanel.keys)

  let criterion: ExpectedText
  let panel: JudgePanel

  init?(reading reader: inout AssertionReader) {
    panel = JudgePanel(reading: &reader, type: Self.type, threshold: 1)
    guard let criterion = reader.requiredText("value") else { return nil }
    self.criterion = criterion
  }

  func evaluate(_ context: EvaluationContext) async throws -> Answer {
    let criterion = try criterion.someText(context)
    let prompt = JudgePrompt(
      task: "Does the reply meet this criterion?\n\n\(criterion)",
      exhibits: [
        .init(name: "question", text: context.conversation),
        .init(name: "reply", text: context.reply.text),
      ],
      answer: "Answer with a JSON object: {\"reasons\": \"…\", \"answer\": \"yes\"} or with "
        + "\"no\". Give your reasons first, in one to three sentences.",
      schema: ("answer", .judgeSchema([("answer", ["enum": ["yes", "no"]])])))
    return try await panel.answer(context) { judge in
      try await judge.ask(prompt) { json in
        switch json["answer"]?.stringValue?.lowercased() {
        case "yes": .init(score: 1, reasons: json.judgeReasons())
        case "no": .init(score: 0, reasons: json.judgeReasons())
        default: nil
        }
      }
    }
  }
}
