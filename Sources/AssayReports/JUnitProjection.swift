import AssayAssertions
package import AssayCore
import AssayInput
import AssaySuites
import JSONModel
import JUnitXML

/// Turns results into a JUnit report: a suite for each suite and model, a case for each prompt
/// and case, attempts inside.
package enum JUnitProjection {
  /// Gives the text of a reply that the results do not hold.
  package typealias ReplyText = (AttemptID) -> String?

  /// Writes the report as XML, case by case: it is never held whole.
  ///
  /// - Parameters:
  ///   - recipe: How the results were got, for the commands that get them again.
  ///   - sink: Takes the XML in pieces.
  /// - Throws: ``JUnitXMLError``; what `sink` throws.
  package static func write(
    _ results: RunResults, _ recipe: RunRecipe?, replyText: ReplyText = { _ in nil },
    to sink: @escaping ([UInt8]) throws -> Void
  ) throws {
    let recipe = recipe ?? RunRecipe()
    let parts = results.suites.flatMap { suite in
      groups(suite).map { (suite: suite, group: $0) }
    }
    let writer = try JUnitWriter(
      name: "assay", totals: parts.reduce(into: JUnitTotals()) { $0.add($1.group.totals) },
      to: sink)
    for (suite, group) in parts {
      let models = parts.filter { $0.suite.name == suite.name }.map(\.group.model)
      try write(suite, group, models, recipe, to: writer, replyText)
    }
    try writer.finish()
  }

  /// The cases of one model.
  private struct Group {
    var model: String
    /// The places of the cases in the suite's results.
    var cases: [Int]
    var totals = JUnitTotals()
  }

  private static func groups(_ result: SuiteResult) -> [Group] {
    result.placesByModel.map { model, places in
      var group = Group(model: model, cases: places)
      for place in places {
        group.totals.add(kind(result.cases[place].outcome), time(result.cases[place]))
      }
      return group
    }
  }

  private static func write(
    _ result: SuiteResult, _ group: Group, _ models: [String], _ recipe: RunRecipe,
    to writer: JUnitWriter, _ replyText: ReplyText
  ) throws {
    let className = "\(package(result.name)).\(package(group.model))"
    let prompts = result.prompts
    try writer.suite(
      name: "\(result.name) [\(group.model)]", file: result.file,
      properties: [JUnitProperty(name: "model", value: group.model)], totals: group.totals
    ) { writer in
      for place in group.cases {
        let one = result.cases[place]
        try writer.write(
          testCase(
            one, className, namesPrompt: prompts.count > 1,
            again: recipe.command(
              [result.file],
              recipe.choice(
                of: one.identity, namesPrompt: prompts.count > 1, namesModel: models.count > 1)),
            replyText))
      }
    }
  }

  /// Jenkins takes each dot of a class name for a level of packages; a model's version number
  /// is none.
  private static func package(_ name: String) -> String {
    name.replacing(".", with: "_")
  }

  private static func testCase(
    _ result: CaseResult, _ className: String, namesPrompt: Bool, again: @autoclosure () -> String,
    _ replyText: ReplyText
  ) -> JUnitCase {
    var name = result.caseID
    if namesPrompt { name += " [\(result.prompt)]" }
    return JUnitCase(
      className: className, name: name, file: result.file,
      time: time(result),
      result: verdict(result, again()), properties: properties(result),
      systemOut: output(result, replyText))
  }

  /// In seconds; nil where nobody measured it.
  private static func time(_ result: CaseResult) -> Double? {
    let latencies = result.attempts.lazy.compactMap(\.latency)
    return latencies.isEmpty ? nil : latencies.reduce(.zero, +) / .seconds(1)
  }

  private static func kind(_ outcome: Outcome) -> JUnitCase.Kind {
    switch outcome {
    case .passed: .passed
    case .skipped: .skipped
    case .failed: .failure
    case .errored, .inconclusive: .error
    }
  }

  private static func verdict(
    _ result: CaseResult, _ again: @autoclosure () -> String
  ) -> JUnitCase.Result {
    switch result.outcome {
    case .passed:
      return .passed
    case .skipped:
      return .skipped(reason: result.attempts.first?.reason ?? "not run")
    case .failed:
      return .failure(problem(result, type: "assertion", again()))
    case .errored:
      return .error(problem(result, type: "error", again()))
    case .inconclusive:
      return .error(problem(result, type: "inconclusive", again()))
    }
  }

  private static func problem(
    _ result: CaseResult, type: String, _ again: String
  ) -> JUnitCase.Problem {
    let attempts = result.attempts.filter { $0.outcome != .passed && $0.outcome != .skipped }
    let decisive = attempts.first { $0.outcome == result.outcome } ?? attempts.first
    let first = decisive?.reasons.first ?? "no attempt passed"
    var text = ""
    if result.attempts.count > 1 {
      text +=
        "\(result.count(.passed)) of \(result.attempts.count) attempts passed, "
        + "\(result.repetition.required) must\n"
    }
    for attempt in attempts {
      let prefix = result.attempts.count > 1 ? "attempt \(attempt.id.attempt): " : ""
      for reason in attempt.reasons { text += "\(prefix)\(attempt.outcome): \(reason)\n" }
    }
    text += "case: \(result.file):\(result.location.line)\nagain: \(again)\n"
    return JUnitCase.Problem(message: firstLine(first), type: type, text: text)
  }

  private static func firstLine(_ text: String) -> String {
    String(text.prefix { !$0.isNewline }.prefix(500))
  }

  private static func properties(_ result: CaseResult) -> [JUnitProperty] {
    var properties = [
      JUnitProperty(name: "model", value: result.model),
      JUnitProperty(name: "prompt", value: result.prompt),
      JUnitProperty(name: "outcome", value: result.outcome.rawValue),
    ]
    if let title = result.title { properties.append(JUnitProperty(name: "title", value: title)) }
    if result.attempts.count > 1 {
      properties.append(JUnitProperty(name: "attempts", value: String(result.attempts.count)))
      properties.append(
        JUnitProperty(name: "attempts_passed", value: String(result.count(.passed))))
      properties.append(JUnitProperty(name: "flaky", value: String(result.isFlaky)))
    }
    let asked = result.attempts.filter { $0.outcome != .skipped }
    let known = asked.reduce(0) { $0 + ($1.tokens ?? $1.spent?.tokens ?? 0) }
    if known > 0 {
      // Where a part is unknown, so is the sum.
      let isWhole = asked.allSatisfy { attempt in
        let spent = attempt.spent ?? Spending()
        return spent.unanswered == 0
          && (attempt.tokens != nil || attempt.outcome == .errored && spent.replies == 0)
      }
      properties.append(
        JUnitProperty(name: isWhole ? "tokens" : "tokens_at_least", value: String(known)))
    }
    return properties
  }

  /// What the model said in the attempts that did not pass: the first thing that somebody
  /// wants to see.
  private static func output(_ result: CaseResult, _ replyText: ReplyText) -> String? {
    guard result.outcome != .passed || result.attempts.count > 1 else { return nil }
    let replies = result.attempts.filter { $0.outcome == .failed || $0.outcome == .inconclusive }
      .compactMap { attempt in
        (attempt.reply?.text ?? replyText(attempt.id)).map {
          "attempt \(attempt.id.attempt):\n\($0)"
        }
      }
    return replies.isEmpty ? nil : replies.joined(separator: "\n\n")
  }
}
