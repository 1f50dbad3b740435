public import AssayAssertions

/// The name of an attempt: content, not position, so that inserting a case renames nothing.
public struct AttemptID: Sendable, Hashable {
  public var suite: String
  public var caseID: String
  public var prompt: String
  /// The model's label.
  public var model: String
  /// Counted from 1.
  public var attempt: Int

  /// The case, prompt, model and attempt, by these names.
  package var labels: [String: String] {
    ["case": caseID, "prompt": prompt, "model": model, "attempt": String(attempt)]
  }
}

/// What became of one attempt.
public struct AttemptResult: Sendable {
  public var id: AttemptID
  public var outcome: Outcome
  /// Why the attempt was errored or skipped, where no assertion says it.
  public var reason: String?
  /// The reply, if there was one.
  public var reply: Reply?
  public var assertions: [AssertionResult]
  /// The weighted mean of the assertions' scores, from 0 to 1; nil where nothing was scored.
  public var score: Double?

  /// An attempt with a reply, judged by its assertions.
  init(id: AttemptID, reply: Reply, judgement: Judgement) {
    self.id = id
    self.reply = reply
    assertions = judgement.results
    score = judgement.score
    outcome = judgement.outcome
  }

  /// An attempt without a reply.
  init(id: AttemptID, outcome: Outcome, reason: String) {
    self.id = id
    self.outcome = outcome
    self.reason = reason
    assertions = []
  }

  /// The reasons, of what did not pass, each with the assertion that says it.
  public var reasons: [String] {
    (reason.map { [$0] } ?? [])
      + assertions.compactMap { result in result.verdict.reason.map { "\(result.type): \($0)" } }
  }
}
