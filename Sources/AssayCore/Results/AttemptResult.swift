/// The name of an attempt: content, not position, so that inserting a case renames nothing.
public struct AttemptID: Sendable, Hashable {
  public var suite: String
  public var caseID: String
  public var prompt: String
  /// The model's label.
  public var model: String
  /// Counted from 1.
  public var attempt: Int
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

  /// An attempt with a reply, judged by its assertions.
  init(id: AttemptID, reply: Reply, assertions: [AssertionResult]) {
    self.id = id
    self.reply = reply
    self.assertions = assertions
    outcome = Verdict.outcome(of: assertions.map(\.verdict.outcome))
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
