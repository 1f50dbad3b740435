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

  /// - Parameter verdict: What the run ends with; made of the results if absent.
  package func text(_ results: RunResults, _ verdict: Verdict.RunVerdict? = nil) -> String {
    var lines: [String] = []
    for result in results.suites { lines += suite(result, results) }
    lines.append("")
    if let stop = results.stop {
      lines.append("\(style.errored("!")) \(stop): what was not run counts as skipped")
    }
    let verdict = verdict ?? Verdict.of(results)
    lines += verdict.notes.map { style.faint("! " + ConsoleText.safe($0)) }
    lines += verdict.complaints.map { "\(style.paint("✗", as: .failed)) \($0)" }
    lines.append(summary(results.suites))
    lines += spending(results)
    return lines.joined(separator: "\n") + "\n"
  }

  // MARK: Suites

  private func suite(_ result: SuiteResult, _ results: RunResults) -> [String] {
    var lines: [String] = []
    let outline = result.outline
    let groups = outline.groups.map { ModelCases($0, result) }
    let prompts = outline.prompts
    for group in groups {
      lines.append(headline(result, group))
      lines += details(
        group.notable.lazy.map { result.cases[$0] }, namesPrompts: prompts.count > 1,
        results.stop)
    }
    for group in groups {
      lines += estimates(group.repeated.map { result.cases[$0] }, group.model)
    }
    lines += metrics(result)
    lines += jobs(result.jobs, areAll: !results.missesJobs)
    for trouble in result.troubles {
      lines += Self.indented(trouble, first: "  \(style.errored("!")) ", rest: "      ")
    }
    return lines
  }

  private func headline(_ result: SuiteResult, _ group: ModelCases) -> String {
    let worst =
      [Outcome.failed, .errored, .inconclusive, .passed].first { group.tally[$0] > 0 } ?? .skipped
    return "\(style.mark(worst)) \(style.bold(ConsoleText.safe(result.name))) "
      + "\(style.faint("[\(ConsoleText.safe(group.model))]"))  "
      + counts(group.tally)
  }

  static func indented(_ text: String, first: String, rest: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map {
      ($0 == 0 ? first : rest) + ConsoleText.safe(String($1))
    }
  }

  /// The chances that repeated attempts show, as means over the cases that were repeated alike.
  private func estimates(_ repeated: [CaseResult], _ model: String) -> [String] {
    guard let attempts = repeated.map(\.repetition.attempts).min() else { return [] }
    func mean(_ k: Int, _ estimate: (Int, Int, Int) -> Double?) -> Double? {
      let values = repeated.compactMap { one in
        let passed = one.count(.passed)
        return estimate(k, passed, passed + one.count(.failed))
      }
      return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }
    guard let one = mean(1, { Estimators.passAtK($0, passed: $1, of: $2) }) else { return [] }
    var text = "pass@1 \(Percent.text(one))"
    if let any = mean(attempts, { Estimators.passAtK($0, passed: $1, of: $2) }),
      let all = mean(attempts, { Estimators.passHatK($0, passed: $1, of: $2) })
    {
      text += ", pass@\(attempts) \(Percent.text(any)), pass^\(attempts) \(Percent.text(all))"
    }
    let count = "\(repeated.count) \(repeated.count == 1 ? "case" : "cases")"
    return ["  \(style.faint("\(text) over \(count) with repeats [\(ConsoleText.safe(model))]"))"]
  }

  private func metrics(_ result: SuiteResult) -> [String] {
    let means = MetricMeans(result)
    let parts = means.names.compactMap { name in
      means.mean(name).map { "\(ConsoleText.safe(name)) \(Percent.decimal($0))" }
    }
    return parts.isEmpty ? [] : ["  \(style.faint("metrics: " + parts.joined(separator: ", ")))"]
  }

  /// What the gateway says its jobs cost. Recorded jobs say what was true then.
  private func jobs(_ jobs: [JobSummary], areAll: Bool) -> [String] {
    var parts: [String] = []
    let costs = jobs.compactMap(\.cost)
    if !costs.isEmpty {
      // A sum of which a part is unknown is a part.
      let least = areAll && costs.count == jobs.count ? "" : "at least "
      parts.append("jobs cost \(least)\(Dollars.text(costs.reduce(0, +)))")
    }
    if let credits = jobs.compactMap(\.creditsRemaining).min() {
      parts.append("\(credits) credits left")
    }
    return parts.isEmpty ? [] : ["  \(style.faint(parts.joined(separator: ", ")))"]
  }

  // MARK: Totals

  private func summary(_ results: [SuiteResult]) -> String {
    var tally = OutcomeTally()
    var (flaky, passed, scored, unscored) = (0, 0, 0, 0)
    for suite in results {
      for one in suite.cases {
        tally.count(one.outcome)
        if one.isFlaky { flaky += 1 }
        for attempt in one.attempts.indices {
          switch one.attempts[attempt].outcome {
          case .passed: (passed, scored) = (passed + 1, scored + 1)
          case .failed: scored += 1
          case .errored, .inconclusive: unscored += 1
          case .skipped: break
          }
        }
      }
    }
    var text = "\(tally.total) \(tally.total == 1 ? "case" : "cases")"
    if tally.total > 0 { text += ": \(counts(tally))" }
    if flaky > 0 { text += ", \(style.inconclusive("\(flaky) flaky"))" }
    if scored > 0 {
      text +=
        "\nattempts: \(passed) of \(scored) scored passed (\(Percent.text(passed, of: scored)))"
      if unscored > 0 { text += "; \(unscored) without a verdict" }
    }
    return text
  }

  private func counts(_ tally: OutcomeTally) -> String {
    Outcome.allCases.compactMap { outcome in
      let count = tally[outcome]
      return count == 0 ? nil : style.paint("\(count) \(outcome.rawValue)", as: outcome)
    }.joined(separator: ", ")
  }

  /// What the run used up, as far as anybody knows; nothing where no request was sent.
  private func spending(_ results: RunResults) -> [String] {
    let spending = results.spending
    guard spending.calls > 0 else { return [] }
    return ["used: " + spending.summary(jobsCost: Self.costOfJobs(results))]
  }

  /// What the gateway says that its jobs cost; nil unless it says so of all.
  private static func costOfJobs(_ results: RunResults) -> Double? {
    let jobs = results.suites.flatMap(\.jobs)
    let costs = jobs.compactMap(\.cost)
    return jobs.isEmpty || results.missesJobs || costs.count < jobs.count ? nil : costs.reduce(0, +)
  }
}

/// The cases of one model, by their places in the results of a suite.
private struct ModelCases {
  var model: String
  var tally = OutcomeTally()
  /// Those that did not pass, or not always.
  var notable: [Int] = []
  var repeated: [Int] = []

  init(_ group: SuiteOutline.Group, _ result: SuiteResult) {
    model = group.model
    for place in group.places {
      let one = result.cases[place]
      let outcome = one.outcome
      tally.count(outcome)
      if outcome != .passed || one.isFlaky { notable.append(place) }
      if one.repetition.attempts > 1 { repeated.append(place) }
    }
  }
}
