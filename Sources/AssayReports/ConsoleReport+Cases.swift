import AssayAssertions
import AssayCore
import AssaySuites
import JSONModel

/// The cases that did not pass.
extension ConsoleReport {
  /// So many cases are told one by one that errored for the very same reason.
  private static let shownAlike = 5

  /// Every case that did not pass, with its reasons: but not those that the end of the run left
  /// out, and not thousands of times that the server cannot be reached.
  func details(
    _ cases: some Sequence<CaseResult>, namesPrompts: Bool, _ stop: StopReason?
  ) -> [String] {
    var result: [String] = []
    var alike: [String: Int] = [:]
    var order: [(text: String, outcome: Outcome)] = []
    for one in cases {
      if let stop, one.isLeftOut(by: stop) { continue }
      if one.outcome == .errored || one.outcome == .inconclusive {
        let text = one.outcome.rawValue + "\n" + reasons(one).joined(separator: "\n")
        alike[text, default: 0] += 1
        if alike[text] == 1 { order.append((text, one.outcome)) }
        if alike[text, default: 0] > Self.shownAlike { continue }
      }
      result += lines(one, namesPrompt: namesPrompts)
    }
    for (text, outcome) in order {
      let more = alike[text, default: 0] - Self.shownAlike
      guard more > 0 else { continue }
      result.append(
        "  \(style.mark(outcome)) and \(more) more \(more == 1 ? "case" : "cases"), "
          + "\(outcome.rawValue) for the same reason:")
      result += text.split(separator: "\n").dropFirst().map(String.init)
    }
    return result
  }

  private func lines(_ result: CaseResult, namesPrompt: Bool) -> [String] {
    if result.outcome == .passed, !result.isFlaky { return [] }
    var line = "  \(style.mark(result.outcome)) \(ConsoleText.safe(result.caseID))"
    if namesPrompt { line += " \(style.faint("[\(ConsoleText.safe(result.prompt))]"))" }
    if result.attempts.count > 1 {
      line += "  \(result.count(.passed)) of \(result.attempts.count) attempts passed"
      if result.outcome != .passed { line += ", \(result.repetition.required) must" }
      if result.isFlaky { line += "  \(style.inconclusive("flaky"))" }
    }
    if let title = result.title { line += "  \(style.faint(ConsoleText.safe(title)))" }
    if result.outcome == .passed { return [line] }
    if result.outcome != .skipped {
      line += "  \(style.faint("\(result.file):\(result.location.line)"))"
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
}

extension CaseResult {
  /// Whether it was not run because the run ended early: the report says so once.
  fileprivate func isLeftOut(by stop: StopReason) -> Bool {
    outcome == .skipped && attempts.contains { $0.reason == "not run: \(stop)" }
  }
}
