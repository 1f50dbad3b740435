import JSONModel

/// `select-best`: of the replies of all models to the same request, a judge finds this one best.
///
/// Judges prefer what stands first (or last). So the replies are put in an order that has nothing
/// to do with the models, and again in the opposite one; only a choice that is the same both
/// times counts.
struct SelectBestAssertion: ComparativeAssertion {
  static let type = "select-best"
  static let documentation = AssertionDocumentation(
    "of the replies of all models, a judge finds this one best by the criterion; it is asked twice, "
      + "in opposite orders, and must choose the same. Replies that are equal win together",
    [
      .someText("value", "what makes a reply the best").required(),
      .text("judge", "the model that judges, instead of the suite's judge"),
    ])

  let criterion: ExpectedText
  let judgeName: String?

  init?(reading reader: inout AssertionReader) {
    judgeName = reader.string("judge")
    reader.warnOfUnknownJudges("judge", judgeName.map { [$0] } ?? [])
    reader.requireJudge(isNamed: judgeName != nil)
    guard let criterion = reader.requiredText("value") else { return nil }
    self.criterion = criterion
  }

  func compare(_ contexts: [EvaluationContext]) async throws -> [Answer] {
    guard let model = contexts[0].judge else { throw Judge.Missing() }
    let texts = Self.distinct(contexts.map(\.reply.text))
    if texts.count == 1 { return contexts.map { _ in .yes } }
    let judge = Judge(model: model, name: judgeName, step: Self.type)
    let criterion = try criterion.someText(contexts[0])
    var choices: [(text: String, reasons: String)] = []
    for (order, part) in [(texts, ""), (texts.reversed(), "reversed")] {
      switch try await choice(order, criterion, contexts[0], judge, part) {
      case .usable(let choice): choices.append((order[choice.index], choice.reasons))
      case .unusable(let reason):
        return contexts.map { _ in .unknown(reason: "\(judge.subject) \(reason)") }
      }
    }
    guard choices[0].text.hasSameScalars(as: choices[1].text) else {
      return contexts.map { _ in
        .unknown(
          reason: "the judge's choice goes by the order of the replies, not by what they say: "
            + "\(choices[0].reasons) / \(choices[1].reasons)")
      }
    }
    let winner = choices[0]
    return contexts.map { context in
      context.reply.text.hasSameScalars(as: winner.text)
        ? .yes
        : .no(
          reason: "another reply is better: \(Excerpt.quoted(winner.text)), since: "
            + winner.reasons)
    }
  }

  /// The different texts, in an order that is always the same but says nothing of their origin.
  private static func distinct(_ texts: [String]) -> [String] {
    Set(texts.map { ScalarText($0) }).map(\.text).map { text in
      (hash: JSONValue.string(text).stableHash, text: text)
    }
    .sorted { ($0.hash, $0.text) < ($1.hash, $1.text) }
    .map(\.text)
  }

  private func choice(
    _ texts: [String], _ criterion: String, _ context: EvaluationContext, _ judge: Judge,
    _ part: String
  ) async throws -> Judge.Statement<(index: Int, reasons: String)> {
    let prompt = JudgePrompt(
      task: "Several replies to the same question follow. Choose the one that is best by this "
        + "criterion:\n\n\(criterion)\n\nTheir order and length mean nothing.",
      exhibits: [.init(name: "question", text: context.conversation)]
        + texts.enumerated().map { .init(name: "reply-\($0 + 1)", text: $1) },
      answer: "Answer with a JSON object: {\"reasons\": \"…\", \"best\": N}, where N is the number "
        + "of the best reply, from 1 to \(texts.count). Give your reasons first, in one to three "
        + "sentences.",
      schema: (
        "choice",
        .judgeSchema([
          (
            "best",
            ["type": "integer", "minimum": 1, "maximum": .number(JSONNumber(texts.count))]
          )
        ])
      ))
    return try await judge.ask(prompt, part) { json in
      guard let best = json["best"]?.intValue, (1...texts.count).contains(best) else { return nil }
      return (best - 1, json.judgeReasons())
    }
  }
}
