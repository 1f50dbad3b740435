public import AssayAssertions

/// The name of an attempt: content, not position, so that inserting a case renames nothing.
public struct AttemptID: Sendable, Hashable {
  /// The case that the attempt belongs to.
  public let identity: CaseIdentity
  /// Counted from 1.
  public let attempt: Int

  public var suite: String { identity.suite }
  public var caseID: String { identity.caseID }
  public var prompt: String { identity.prompt }
  /// The model's label.
  public var model: String { identity.model }

  public init(suite: String, caseID: String, prompt: String, model: String, attempt: Int) {
    self.init(
      CaseIdentity(suite: suite, caseID: caseID, prompt: prompt, model: model), attempt: attempt)
  }

  public init(_ identity: CaseIdentity, attempt: Int) {
    self.identity = identity
    self.attempt = attempt
  }

  /// The case, prompt, model and attempt, by these names.
  package var labels: [String: String] {
    ["case": caseID, "prompt": prompt, "model": model, "attempt": String(attempt)]
  }

  /// `people/sarah [terse, gpt-4] attempt 2`.
  package var name: String { "\(suite)/\(caseID) [\(prompt), \(model)] attempt \(attempt)" }
}

/// What became of one attempt.
public struct AttemptResult: Sendable {
  public var id: AttemptID
  public var outcome: Outcome
  /// Why the attempt was errored or skipped, where no assertion says it.
  public var reason: String?
  /// The reply; nil if there was none, or if it was let go to save memory: the journal has it.
  public var reply: Reply? {
    get { answer?.reply }
    set { answer = newValue.map(Answer.init) }
  }
  /// The replies to the turns before the last, or before the one that errored; let go with
  /// ``reply``.
  public var earlierReplies: [Reply] = []
  public var assertions: [AssertionResult]
  /// The weighted mean of the assertions' scores, from 0 to 1; nil where nothing was scored.
  public var score: Double?
  /// What the requests that were sent for it took, judges' included, however it ended; nil in a
  /// replay, which sends none.
  public var spent: Spending?
  /// Requests to models that were sent, judges' included; nil in a replay.
  public var calls: Int? { spent?.calls }
  /// Time spent waiting for leave and between repetitions; no part of the latency.
  public var waiting: Duration?
  /// Tokens of all replies to the attempt and of its judges, also of replies that were replayed; nil
  /// if it is unknown of one.
  public var tokens: Int?
  /// US dollars, of the same; nil if it is unknown of one.
  public var cost: Double?
  /// From sending the request to the last byte, as far as measured.
  public var latency: Duration?
  /// The tokens of all replies of the attempt; nil if there was none.
  public var usage: Reply.TokenUsage?

  /// Apart, since of many attempts nothing else is kept.
  private var answer: Answer?

  private final class Answer: Sendable {
    let reply: Reply

    init(_ reply: Reply) {
      self.reply = reply
    }
  }

  /// An attempt with a reply, judged by its assertions.
  package init(id: AttemptID, reply: Reply, judgement: Judgement) {
    self.id = id
    answer = Answer(reply)
    assertions = judgement.results
    score = judgement.score
    outcome = judgement.outcome
    tokens = reply.usage.total
    usage = reply.usage
    cost = reply.cost
    latency = reply.latency
  }

  /// An attempt with a reply to each of its turns.
  init(
    id: AttemptID, replies: [Reply], context: EvaluationContext, judgement: Judgement
  ) {
    self.init(id: id, reply: context.reply, judgement: judgement)
    guard replies.count > 1 else { return }
    earlierReplies = Array(replies.dropLast())
    // Where a part is unknown, so is the sum.
    func sum<Value: AdditiveArithmetic>(_ value: (Reply) -> Value?) -> Value? {
      replies.reduce(Value?.some(.zero)) { sum, reply in
        sum.flatMap { sum in value(reply).map { sum + $0 } }
      }
    }
    usage = Reply.TokenUsage(
      prompt: sum(\.usage.prompt), completion: sum(\.usage.completion), total: sum(\.usage.total))
    latency = sum(\.latency)
    // What all that took, only the books of the calls say.
    (tokens, cost) = (nil, nil)
  }

  /// An attempt without a reply.
  package init(id: AttemptID, outcome: Outcome, reason: String) {
    self.id = id
    self.outcome = outcome
    self.reason = reason
    assertions = []
  }

  /// Takes over what another result of the same replies says of the calls.
  mutating func takeBooks(of other: AttemptResult) {
    spent = other.spent
    waiting = other.waiting
    tokens = other.tokens
    cost = other.cost
  }

  /// Replaces what the assertions say.
  mutating func judge(_ judgement: Judgement) {
    assertions = judgement.results
    score = judgement.score
    outcome = judgement.outcome
  }

  /// The reasons, of what did not pass, each with the assertion that says it.
  public var reasons: [String] {
    (reason.map { [$0] } ?? [])
      + assertions.compactMap { result in
        result.verdict.reason.map { reason in
          "\(result.type)\(result.summary.map { " (\($0))" } ?? ""): \(reason)"
        }
      }
  }

  /// The same without what the journal keeps and summaries do not need: the reply, and the
  /// assertions of a passed attempt that are no metrics.
  var summarized: AttemptResult {
    var copy = self
    copy.reply = nil
    copy.earlierReplies = []
    if outcome == .passed { copy.assertions = assertions.filter { $0.holdsMetric } }
    return copy
  }
}

extension AssertionResult {
  /// Whether it or a part of it counts for a metric.
  fileprivate var holdsMetric: Bool { metric != nil || components.contains { $0.holdsMetric } }
}
