import AssayInput
import JSONModel

/// `llm-rubric`: a judge finds that the reply meets a rubric.
struct RubricAssertion: Assertion {
  static let type = "llm-rubric"
  static let documentation = AssertionDocumentation(
    "a judge finds that the reply meets the rubric: it gives 0 to 10 points, and a tenth of them is "
      + "the score",
    [.someText("value", "the rubric").required()] + JudgePanel.keys, threshold: .score(default: 0.7)
  )

  let rubric: ExpectedText
  let panel: JudgePanel

  init?(reading reader: inout AssertionReader) {
    panel = JudgePanel(reading: &reader, type: Self.type, threshold: 0.7)
    guard let rubric = reader.requiredText("value") else { return nil }
    self.rubric = rubric
  }

  func evaluate(_ context: EvaluationContext) async throws -> Answer {
    let rubric = try rubric.someText(context)
    return try await panel.answer(context) { judge in
      try await judge.ask(
        Points.prompt(
          "Judge how far the reply meets this rubric:\n\n\(rubric)", name: "rubric", context),
        read: Points.vote)
    }
  }
}

/// `g-eval`: a judge scores the reply by criteria, following steps that it has worked out before
/// (Liu et al. 2023).
struct GEvalAssertion: Assertion {
  static let type = "g-eval"
  static let documentation = AssertionDocumentation(
    "a judge finds that the reply meets the criteria, following evaluation steps; without `steps`, "
      + "it is first asked to derive them from the criteria. It gives 0 to 10 points",
    [
      .someText("value", "the criteria").required(),
      .texts("steps", "the steps of the evaluation"),
    ] + JudgePanel.keys, threshold: .score(default: 0.7))

  let criteria: ExpectedText
  let steps: [ExpectedText]?
  let panel: JudgePanel

  init?(reading reader: inout AssertionReader) {
    panel = JudgePanel(reading: &reader, type: Self.type, threshold: 0.7)
    steps = reader.object.value("steps") == nil ? nil : reader.requiredTexts("steps")
    guard let criteria = reader.requiredText("value") else { return nil }
    self.criteria = criteria
  }

  func evaluate(_ context: EvaluationContext) async throws -> Answer {
    let criteria = try criteria.someText(context)
    let given = try steps?.someTexts(context)
    return try await panel.answer(context) { judge in
      let steps: [String]
      switch try await derived(given, criteria, judge) {
      case .usable(let list): steps = list
      case .unusable(let reason): return .unusable(reason: reason)
      }
      let list = steps.enumerated().map { "\($0 + 1). \($1)" }.joined(separator: "\n")
      return try await judge.ask(
        Points.prompt(
          "Evaluate the reply by these criteria:\n\n\(criteria)\n\nFollow these steps:\n\n\(list)",
          name: "evaluation", context), read: Points.vote)
    }
  }

  private func derived(
    _ given: [String]?, _ criteria: String, _ judge: Judge
  ) async throws -> Judge.Statement<[String]> {
    if let given { return .usable(given) }
    let prompt = JudgePrompt(
      task: "Work out three to five short steps by which a reader can evaluate a text by these "
        + "criteria:\n\n\(criteria)",
      exhibits: [],
      answer: "Answer with a JSON object: {\"steps\": [\"…\", \"…\"]}.",
      schema: (
        "steps",
        [
          "type": "object",
          "properties": ["steps": ["type": "array", "items": ["type": "string"]]],
          "required": ["steps"], "additionalProperties": false,
        ]
      ))
    return try await judge.ask(prompt, "steps") { json in
      let steps = json["steps"]?.arrayValue?.compactMap(\.stringValue) ?? []
      return steps.isEmpty ? nil : steps
    }
  }
}

/// Judging by points.
enum Points {
  static func prompt(_ task: String, name: String, _ context: EvaluationContext) -> JudgePrompt {
    JudgePrompt(
      task: task,
      exhibits: [
        .init(name: "question", text: context.conversation),
        .init(name: "reply", text: context.reply.text),
      ],
      answer: "Answer with a JSON object: {\"reasons\": \"…\", \"score\": N}. Give your reasons "
        + "first, in one to three sentences. The score is an integer from 0 (not at all) to 10 "
        + "(completely).",
      schema: (
        name, .judgeSchema([("score", ["type": "integer", "minimum": 0, "maximum": 10])])
      ))
  }

  static func vote(_ json: JSONValue) -> JudgePanel.Vote? {
    json.judgeScore("score").map { .init(score: $0, reasons: json.judgeReasons()) }
  }
}
