import AssayAssertions
package import AssayCore
import AssaySuites
import JSONModel

/// What a person sees of results: a line for each suite and model, every case that did not
/// pass with its reasons, and a summary.
package struct ConsoleReport {
  package var style: ConsoleStyle

  package init(style: ConsoleStyle) {
    self.style = style
  }

  package func text(_ results: [SuiteResult]) -> String {
    var lines: [String] = []
    for result in results { lines += suite(result) }
    lines.append("")
    lines.append(summary(results))
    return lines.joined(separator: "\n") + "\n"
  }

  // MARK: Suites

  private func suite(_ result: SuiteResult) -> [String] {
    var lines: [String] = []
    var models: [String] = []
    for one in result.cases where !models.contains(one.model) { models.append(one.model) }
    let prompts = Set(result.cases.map(\.prompt))
    for model in models {
      let cases = result.cases.filter { $0.model == model }
      lines.append(headline(result, model, cases))
      for one in cases {
        lines += details(one, namesPrompt: prompts.count > 1, file: result.file)
      }
    }
    for trouble in result.troubles {
      lines += Self.indented(trouble, first: "  \(style.errored("!")) ", rest: "      ")
    }
    return lines
  }

  private func headline(_ result: SuiteResult, _ model: String, _ cases: [CaseResult]) -> String {
    let worst =
      [Outcome.failed, .errored, .inconclusive, .passed, .skipped]
      .first { outcome in cases.contains { $0.outcome == outcome } } ?? .skipped
    return "\(style.mark(worst)) \(style.bold(result.name)) \(style.faint("[\(model)]"))  "
      + counts(cases)
  }

  private func details(
    _ result: CaseResult, namesPrompt: Bool, file: String
  ) -> [String] {
    if result.outcome == .passed, !result.isFlaky { return [] }
    var line = "  \(style.mark(result.outcome)) \(result.caseID)"
    if namesPrompt { line += " \(style.faint("[\(result.prompt)]"))" }
    if result.attempts.count > 1 {
      line += "  \(result.count(.passed)) of \(result.attempts.count) attempts passed"
      if result.outcome != .passed { line += ", \(result.repetition.required) must" }
      if result.isFlaky { line += "  \(style.inconclusive("flaky"))" }
    }
    if let title = result.title { line += "  \(style.faint(title))" }
    if result.outcome == .passed { return [line] }
    if result.outcome != .skipped {
      line += "  \(style.faint("\(file):\(result.location.line)"))"
    }
    return [line] + reasons(result)
  }

  private func reasons(_ result: CaseResult) -> [String] {
    var seen: [String] = []
    for attempt in result.attempts where attempt.outcome != .passed {
      for reason in attempt.reasons where !seen.contains(reason) { seen.append(reason) }
    }
    return seen.flatMap { Self.indented($0, first: "      ", rest: "        ") }
  }

  private static func indented(_ text: String, first: String, rest: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map {
      ($0 == 0 ? first : rest) + ConsoleText.safe(String($1))
    }
  }

  // MARK: Totals

  private func counts(_ cases: [CaseResult]) -> String {
    Outcome.allCases.compactMap { outcome in
      let count = cases.count { $0.outcome == outcome }
      return count == 0 ? nil : style.paint("\(count) \(outcome.rawValue)", as: outcome)
    }.joined(separator: ", ")
  }

  private func summary(_ results: [SuiteResult]) -> String {
    let cases = results.flatMap(\.cases)
    var text = "\(cases.count) \(cases.count == 1 ? "case" : "cases"): \(counts(cases))"
    let flaky = cases.count(where: \.isFlaky)
    if flaky > 0 { text += ", \(style.inconclusive("\(flaky) flaky"))" }
    let attempts = cases.flatMap(\.attempts)
    let passed = attempts.count { $0.outcome == .passed }
    let scored = passed + attempts.count { $0.outcome == .failed }
    if scored > 0 {
      text +=
        "\nattempts: \(passed) of \(scored) scored passed (\(Self.percent(passed, of: scored)))"
      let unscored = attempts.count { $0.outcome == .errored || $0.outcome == .inconclusive }
      if unscored > 0 { text += "; \(unscored) without a verdict" }
    }
    return text
  }

  /// A share with one decimal, rounded towards the middle: only all is 100 %, only none is 0 %.
  static func percent(_ part: Int, of whole: Int) -> String {
    var tenths = Int((Double(part) * 1000 / Double(whole)).rounded())
    if part < whole { tenths = min(tenths, 999) }
    if part > 0 { tenths = max(tenths, 1) }
    return "\(tenths / 10).\(tenths % 10) %"
  }
}
