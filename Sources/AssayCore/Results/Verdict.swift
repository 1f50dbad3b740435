import AssayAssertions

/// The one place where the verdicts of cases and runs are made (those of attempts are
/// ``Judgement``s). Console, exit code and reports all ask here.
public enum Verdict {
  /// The outcome of a case from those of its attempts, of which `required` must pass.
  ///
  /// It passes or fails as soon as attempts without a verdict could not change that; where they
  /// could, it is errored or inconclusive like them.
  static func outcome(of attempts: [Outcome], required: Int) -> Outcome {
    let run = attempts.filter { $0 != .skipped }
    guard !run.isEmpty else { return .skipped }
    let passed = run.count { $0 == .passed }
    if passed >= required { return .passed }
    let undecided = run.count { $0 == .errored || $0 == .inconclusive }
    if passed + undecided < required { return .failed }
    return run.contains(.errored) ? .errored : .inconclusive
  }

  /// The exit code of a run (see `docs/outcomes.md`).
  public static func exitCode(of results: [SuiteResult]) -> ExitStatus {
    let outcomes = results.flatMap { $0.cases.map(\.outcome) }
    if outcomes.allSatisfy({ $0 == .skipped }) { return .nothingSelected }
    if outcomes.contains(.failed) { return .failed }
    let hasTrouble = results.contains { !$0.troubles.isEmpty }
    if hasTrouble || outcomes.contains(.errored) || outcomes.contains(.inconclusive) {
      return .noVerdict
    }
    return .passed
  }
}

/// The exit codes of `assay`.
public enum ExitStatus: Int32, Sendable, Hashable, CaseIterable {
  /// All passed.
  case passed = 0
  /// At least one case failed.
  case failed = 1
  /// Nothing failed, but something errored or was inconclusive.
  case noVerdict = 2
  /// No case was selected.
  case nothingSelected = 3
  /// The command line, a suite or the configuration is invalid.
  case invalidInput = 64
  /// Interrupted; what was done has been written.
  case interrupted = 130
}
