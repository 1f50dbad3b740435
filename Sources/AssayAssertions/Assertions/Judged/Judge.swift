import JSONModel

/// One judge within one assertion: asks, reads the answer, and asks once more if it is of no use.
struct Judge: Sendable {
  let model: any JudgeModel
  /// The model that the assertion names; nil for the suite's judge.
  let name: String?
  /// Begins the names of the questions; see ``JudgeModel/ask(_:step:)``.
  let step: String

  /// Nobody can be asked.
  struct Missing: Error, CustomStringConvertible {
    var description: String { "there is no judge to ask: the run has no judge model" }
  }

  /// What a judge said, or what was wrong with it, as something that is said of the judge: `gave no
  /// usable answer`.
  enum Statement<Value: Sendable>: Sendable {
    case usable(Value)
    case unusable(reason: String)
  }

  /// Asks, and reads the answer with `read`, which gives nil for what it cannot use.
  ///
  /// - Throws: What kept the judge from answering.
  func ask<Value: Sendable>(
    _ prompt: JudgePrompt, _ part: String = "", read: (JSONValue) -> Value?
  ) async throws -> Statement<Value> {
    var messages = prompt.messages
    let step = part.isEmpty ? step : "\(step)/\(part)"
    var problem = ""
    for attempt in 0...1 {
      let question = JudgeQuestion(messages: messages, schema: prompt.schema, model: name)
      let reply = try await model.ask(question, step: attempt == 0 ? step : "\(step)/retry")
      switch Self.json(in: reply) {
      case .usable(let json):
        if let value = read(json) { return .usable(value) }
        problem = "not of the form that was asked for: \(Excerpt.quoted(reply.text))"
      case .unusable(let reason): problem = reason
      }
      messages += [
        .init(role: "assistant", text: reply.text),
        .init(
          role: "user",
          text: "This answer cannot be used. Answer again, with the JSON object alone. "
            + prompt.answer),
      ]
    }
    return .unusable(
      reason: "gave no usable answer, twice: \(problem)")
  }

  /// Begins a sentence about the judge.
  var subject: String { Self.subject(name) }

  static func subject(_ name: String?) -> String {
    name.map { "the judge \"\($0)\"" } ?? "the judge"
  }

  /// The object of the answer: the whole text, or the one that stands in it.
  private static func json(in reply: Reply) -> Statement<JSONValue> {
    if let refusal = reply.refusal, !refusal.isEmpty {
      return .unusable(reason: "it declined: \(Excerpt.quoted(refusal))")
    }
    if let value = reply.json.value, value.objectValue != nil { return .usable(value) }
    let text = TextPieces.withoutReasoning(reply.text)
    var last: JSONValue?
    // Who thinks aloud gives the answer in the end.
    try? EmbeddedJSON.search(text) { value in
      if value.objectValue != nil { last = value }
      return false
    }
    return last.map { .usable($0) }
      ?? .unusable(reason: "there is no JSON object in \(Excerpt.quoted(reply.text))")
  }
}

extension JSONValue {
  /// A judge's score of 0 to 10, as 0 to 1.
  func judgeScore(_ key: String) -> Double? {
    guard let score = self[key]?.doubleValue, (0...10).contains(score) else { return nil }
    return score / 10
  }

  func judgeReasons() -> String { self["reasons"]?.stringValue ?? "" }

  /// The schema of an answer with reasons first: who must give reasons first judges better.
  static func judgeSchema(_ properties: [(name: String, schema: JSONValue)]) -> JSONValue {
    let all = [(name: "reasons", schema: JSONValue.object(["type": "string"]))] + properties
    return [
      "type": "object",
      "properties": .object(JSONObject(all.map { .init(key: $0.name, value: $0.schema) })),
      "required": .array(all.map { .string($0.name) }), "additionalProperties": false,
    ]
  }
}
