public import AssayAssertions
public import AssaySuites
public import JSONModel

/// What became of one case with one prompt and one model, over all its attempts.
public struct CaseResult: Sendable {
  public var suite: String
  public var caseID: String
  public var title: String?
  public var prompt: String
  /// The model's label.
  public var model: String
  public var repetition: Suite.Repetition
  /// Where the case stands in the suite's file.
  public var location: SourceLocation
  /// The attempts, in their order.
  public var attempts: [AttemptResult]

  public var outcome: Outcome {
    Verdict.outcome(of: attempts.map(\.outcome), required: repetition.required)
  }

  /// Whether some attempts passed and some failed.
  public var isFlaky: Bool { count(.passed) > 0 && count(.failed) > 0 }

  public func count(_ outcome: Outcome) -> Int {
    attempts.count { $0.outcome == outcome }
  }
}

/// What became of a suite.
public struct SuiteResult: Sendable {
  public var name: String
  public var file: String
  /// In the order of the suite: models, prompts, cases.
  public var cases: [CaseResult]
  /// Trouble beside the attempts: a job that could not be completed, say.
  public var troubles: [String]

  public func count(_ outcome: Outcome) -> Int {
    cases.count { $0.outcome == outcome }
  }
}
