import JSONModel

/// `answer-relevance`: the reply answers what was asked, and not something else.
///
/// After RAGAS (Es et al. 2023), whose embeddings the gateway does not have: a judge that sees only
/// the reply writes down which questions it answers, and then compares these with the question
/// that was asked. A reply that evades answers no question.
struct AnswerRelevanceAssertion: Assertion {
  static let type = "answer-relevance"
  static let documentation = AssertionDocumentation(
    "the reply answers what was asked: a judge who sees only the reply writes down three questions "
      + "that it answers, then gives 0 to 10 points for how far each asks what was really asked; "
      + "the score is a tenth of their mean, and 0 for a reply that evades",
    JudgePanel.keys, threshold: .score(default: 0.7))

  private static let count = 3

  let panel: JudgePanel

  init?(reading reader: inout AssertionReader) {
    panel = JudgePanel(reading: &reader, type: Self.type, threshold: 0.7)
  }

  func evaluate(_ context: EvaluationContext) async throws -> Answer {
    try await panel.answer(context) { judge in
      let questions: [String]
      switch try await Self.questions(context, judge) {
      case .unusable(let reason): return .unusable(reason: reason)
      case .usable(let found): questions = found
      }
      if questions.isEmpty {
        return .usable(.init(score: 0, reasons: "the reply evades: it answers no question"))
      }
      return try await Self.comparison(questions, context, judge)
    }
  }

  private static func questions(
    _ context: EvaluationContext, _ judge: Judge
  ) async throws -> Judge.Statement<[String]> {
    let prompt = JudgePrompt(
      task: "Write down \(count) different questions to which the reply is an answer. If it does "
        + "not commit itself to an answer (\"I don't know\"), it is evasive.",
      exhibits: [.init(name: "reply", text: context.reply.text)],
      answer: "Answer with a JSON object: {\"evasive\": false, \"questions\": [\"…\", \"…\", "
        + "\"…\"]}.",
      schema: (
        "questions",
        [
          "type": "object",
          "properties": [
            "evasive": ["type": "boolean"],
            "questions": ["type": "array", "items": ["type": "string"]],
          ],
          "required": ["evasive", "questions"], "additionalProperties": false,
        ]
      ))
    return try await judge.ask(prompt, "questions") { json in
      guard let isEvasive = json["evasive"]?.boolValue else { return nil }
      if isEvasive { return [] }
      let questions = json["questions"]?.arrayValue?.compactMap(\.stringValue) ?? []
      return questions.isEmpty ? nil : Array(questions.prefix(count))
    }
  }

  private static func comparison(
    _ questions: [String], _ context: EvaluationContext, _ judge: Judge
  ) async throws -> Judge.Statement<JudgePanel.Vote> {
    let list = questions.enumerated().map { "\($0 + 1). \($1)" }.joined(separator: "\n")
    let prompt = JudgePrompt(
      task: "For each of the numbered questions, judge how far it asks the same as the question "
        + "that was asked.",
      exhibits: [
        .init(name: "asked", text: context.conversation),
        .init(name: "numbered", text: list),
      ],
      answer: "Answer with a JSON object: {\"reasons\": \"…\", \"scores\": [N, …]}, with one "
        + "integer for each of the \(questions.count) questions, in their order, from 0 (something "
        + "else) to 10 (the same).",
      schema: (
        "comparison",
        .judgeSchema([
          (
            "scores",
            ["type": "array", "items": ["type": "integer", "minimum": 0, "maximum": 10]]
          )
        ])
      ))
    return try await judge.ask(prompt, "comparison") { json in
      let scores = json["scores"]?.arrayValue?.compactMap(\.doubleValue) ?? []
      guard scores.count == questions.count, scores.allSatisfy({ (0...10).contains($0) }) else {
        return nil
      }
      return JudgePanel.Vote(
        score: scores.reduce(0, +) / Double(scores.count) / 10,
        reasons: json.judgeReasons() + " The reply answers: "
          + questions.joined(separator: " "))
    }
  }
}
