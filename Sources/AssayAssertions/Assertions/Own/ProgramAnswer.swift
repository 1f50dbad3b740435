import JSONModel

/// What a program said.
enum ProgramAnswer {
  /// The program did not answer.
  struct Unusable: Error, CustomStringConvertible {
    var description: String
  }

  /// - Parameter threshold: The score that is a yes.
  /// - Throws: ``Unusable``; that is an error of the check.
  static func read(_ result: ExternalProgram.Result, threshold: Double) throws -> Answer {
    let complaint =
      result.errors.isEmpty
      ? "" : "; it wrote: \(Excerpt.quoted(TextPieces.trimmed(result.errors)))"
    let text = TextPieces.trimmed(result.output)
    guard case .exited(let status) = result.ending, status == 0 || status == 1 else {
      throw Unusable(description: "the program \(result.ending)\(complaint)")
    }
    if text.isEmpty {
      return status == 0
        ? .yes
        : .no(
          reason: result.errors.isEmpty
            ? "the program \(result.ending)" : Excerpt.quoted(TextPieces.trimmed(result.errors)))
    }
    guard let value = try? JSONValue(parsing: text) else {
      throw Unusable(
        description: "the program did not answer in JSON: \(Excerpt.quoted(text))"
          + (status == 0 ? "" : ", and \(result.ending)") + complaint)
    }
    // Where it gives no reason, its own words are better than none.
    let reason =
      value["reason"]?.stringValue ?? "the program answers \(Excerpt.shortened(text))\(complaint)"
    guard let answer = try answer(value, reason) else {
      throw Unusable(
        description:
          "the program's answer is neither true or false, nor a score from 0 to 1, nor "
          + "an object with \"pass\" or \"score\": \(Excerpt.quoted(text))")
    }
    if status == 1, isYes(answer, threshold) {
      throw Unusable(
        description: "the program says yes and no: it answers \(Excerpt.shortened(text)), and "
          + "\(result.ending), which is a no\(complaint)")
    }
    return answer
  }

  private static func isYes(_ answer: Answer, _ threshold: Double) -> Bool {
    switch answer {
    case .yes: true
    case .scored(let score, _, _): Score.reaches(score, threshold)
    default: false
    }
  }

  private static func answer(_ value: JSONValue, _ reason: String) throws -> Answer? {
    switch value {
    case .bool(let holds): return holds ? .yes : .no(reason: reason)
    case .number(let number):
      let score = number.doubleValue
      return (0...1).contains(score) ? .scored(score, reason: reason) : nil
    case .object(let object):
      switch (object["pass"], object["score"]) {
      // Two answers could contradict each other.
      case (.some, .some):
        throw Unusable(description: "the program says both \"pass\" and \"score\": one is enough")
      case (.bool(let holds)?, nil): return holds ? .yes : .no(reason: reason)
      case (nil, .number(let number)?): return try answer(.number(number), reason)
      default: return nil
      }
    default: return nil
    }
  }
}
