public import JSONModel

/// How an attempt ended. The five are never mixed: only a failed assertion is a failure of the
/// model; rates are computed over passed and failed attempts alone.
public enum Outcome: String, Sendable, Hashable, CaseIterable {
  /// Every assertion said yes.
  case passed
  /// An assertion said no.
  case failed
  /// There is no verdict: transport, missing recording, bad fixture, crashed check.
  case errored
  /// Nothing usable was measured or judged.
  case inconclusive
  /// Not run, for a reason.
  case skipped

  /// Whether there is a verdict, so that there can be a score.
  public var isDecided: Bool { self == .passed || self == .failed }
}

/// What one assertion said.
public enum AssertionVerdict: Sendable, Hashable {
  case passed
  case failed(reason: String)
  case errored(reason: String)
  case inconclusive(reason: String)

  public var outcome: Outcome {
    switch self {
    case .passed: .passed
    case .failed: .failed
    case .errored: .errored
    case .inconclusive: .inconclusive
    }
  }

  public var reason: String? {
    switch self {
    case .passed: nil
    case .failed(let reason), .errored(let reason), .inconclusive(let reason): reason
    }
  }
}

/// One assertion's verdict on one reply.
public struct AssertionResult: Sendable, Hashable {
  /// The type as the suite spells it.
  public var type: String
  /// The assertion's place in the suite's file.
  public var location: SourceLocation
  public var verdict: AssertionVerdict
  /// How well it holds, from 0 to 1; nil without a verdict.
  public var score: Double?
  /// What the score counts among those of the attempt; 0 only measures.
  public var weight: Double
  /// The name under which the score is averaged over the run, if it has one.
  public var metric: String?
  /// What the assertions inside an `all`, `any` or `at-least` said.
  public var components: [AssertionResult]
  /// What the assertion is about, where the suite says so.
  public var summary: String?
  /// What the check has to say where it holds, such as a judge's reasons.
  public var explanation: String?
  /// Whether it failed since there was nothing to look at; see ``Answer/nothing(reason:components:)``.
  package var sawNothing = false

  public init(
    type: String, location: SourceLocation, verdict: AssertionVerdict, score: Double? = nil,
    weight: Double = 1, metric: String? = nil, components: [AssertionResult] = [],
    summary: String? = nil, explanation: String? = nil
  ) {
    self.type = type
    self.location = location
    self.verdict = verdict
    self.score = verdict.outcome.isDecided ? score : nil
    self.weight = weight
    self.metric = metric
    self.components = components
    self.summary = summary
    self.explanation = explanation
  }
}
