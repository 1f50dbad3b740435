public import AssayAssertions
public import AssaySuites
public import HTTPFixtures

/// What a run had no use for among the recordings of a suite, and why.
///
/// A recording that was not served is not therefore good for nothing: its case may be skipped or
/// not selected, or its attempt may have ended in an error before it asked.
public struct RecordingUse: Sendable {
  /// Why a recording was not served.
  public enum Reason: Sendable, Hashable {
    /// What it was recorded for is not in the suite: a case, prompt, model or attempt that is gone.
    case orphaned(String)
    /// Its attempt was made, and answered without it.
    case notAskedFor
    /// Its attempt ended in an error: a changed prompt that is not recorded yet, say.
    case attemptErrored
    /// The result of its attempt was kept from an earlier run, which nobody watched.
    case attemptKept
    /// Its case is skipped, or was not selected.
    case notRun

    /// Whether a run of the suite as it is may need the recording.
    var mayBeNeeded: Bool {
      switch self {
      case .orphaned, .notAskedFor: false
      case .attemptErrored, .attemptKept, .notRun: true
      }
    }
  }

  /// A recording that was not served.
  public struct Unserved: Sendable, Hashable {
    public var recording: FixtureStore.Reference
    public var reason: Reason
  }

  public var unserved: [Unserved]

  /// The recordings that no run of the suite as it is would need.
  public var unused: [Unserved] { unserved.filter { !$0.reason.mayBeNeeded } }
  /// The others.
  public var spared: [Unserved] { unserved.filter(\.reason.mayBeNeeded) }

  /// - Parameters:
  ///   - unserved: The recordings that the run did not ask for.
  ///   - outcomes: What became of the attempts that were made.
  ///   - kept: Those of them that an earlier run made.
  public init(
    of unserved: [FixtureStore.Reference], in suite: Suite, outcomes: [AttemptID: Outcome],
    kept: Set<AttemptID> = []
  ) {
    let judge = Judge(suite: suite, outcomes: outcomes, kept: kept)
    self.unserved = unserved.map { Unserved(recording: $0, reason: judge.reason($0.labels)) }
  }
}

/// Tells why a recording with some labels was not served.
private struct Judge {
  private let suite: Suite
  private let cases: [String: Suite.Case]
  private let outcomes: [AttemptID: Outcome]
  private let kept: Set<AttemptID>
  /// The attempts that were made, by case; those of a skipped case were not.
  private let made: [String: [AttemptID]]

  init(suite: Suite, outcomes: [AttemptID: Outcome], kept: Set<AttemptID>) {
    self.kept = kept
    self.suite = suite
    cases = Dictionary(suite.cases.map { ($0.id, $0) }) { first, _ in first }
    self.outcomes = outcomes
    made = Dictionary(grouping: outcomes.filter { $0.value != .skipped }.keys, by: \.caseID)
  }

  func reason(_ labels: ExchangeLabels) -> RecordingUse.Reason {
    if let orphaned = orphaned(labels) { return .orphaned(orphaned) }
    let attempts =
      labels["case"].map { made[$0] ?? [] } ?? made.values.flatMap { $0 }
    let own = attempts.filter { id in
      ["prompt", "model", "attempt"].allSatisfy { labels[$0] == nil || labels[$0] == id.labels[$0] }
    }
    if own.isEmpty { return .notRun }
    let new = own.filter { !kept.contains($0) }
    if new.isEmpty { return .attemptKept }
    return new.contains { outcomes[$0] == .errored } ? .attemptErrored : .notAskedFor
  }

  /// What is not in the suite; nil if everything is.
  private func orphaned(_ labels: ExchangeLabels) -> String? {
    let model = labels["model"].flatMap { label in suite.models.first { $0.label == label } }
    if let label = labels["model"], model == nil { return "model \(label)" }
    let prompt = labels["prompt"].flatMap { id in suite.prompts.first { $0.id == id } }
    if let id = labels["prompt"], prompt == nil { return "prompt \(id)" }
    guard let id = labels["case"] else { return nil }
    guard let testCase = cases[id] else { return "case \(id)" }
    if let label = model?.label, testCase.modelLabels?.contains(label) == false {
      return "case \(id) with model \(label)"
    }
    if let prompt = prompt?.id, testCase.promptIDs?.contains(prompt) == false {
      return "case \(id) with prompt \(prompt)"
    }
    if let attempt = labels["attempt"].flatMap({ Int($0) }),
      attempt > testCase.repetition.attempts
    {
      return "attempt \(attempt) of case \(id)"
    }
    return nil
  }
}

extension PreparedRun {
  /// What the run that is over had no use for, suite by suite.
  ///
  /// - Parameters:
  ///   - results: What ``run(goingOnWith:interruption:_:)`` gave.
  ///   - earlier: The run that it went on with.
  public func recordingUse(
    _ results: RunResults, goingOnWith earlier: EarlierRun = EarlierRun()
  ) -> [RecordingUse] {
    let kept = Set(standing(earlier).keys)
    return zip(sessions, results.suites).map { session, result in
      var outcomes: [AttemptID: Outcome] = [:]
      for one in result.cases {
        for attempt in one.attempts { outcomes[attempt.id] = attempt.outcome }
      }
      return RecordingUse(
        of: session.fixtures.unused, in: session.suite, outcomes: outcomes, kept: kept)
    }
  }

  /// What is known of the recordings that the run was served.
  ///
  /// - Throws: ``FixtureError`` where a recording is not HAR.
  public func servedRecordings() throws -> [RecordingFacts] {
    try sessions.flatMap { try $0.fixtures.usedFacts() }
  }
}
