import Testing

@testable import SaaSLiteLLM

struct RetryDecisionTests {
  struct Row: Sendable, CustomStringConvertible {
    var name: String
    var code: ClientError.Code
    var status: Int?
    var provider: Int?
    var body: String?
    var message = ""
    var timeout: ClientError.TimeoutPhase?
    /// Nil: as the code has it.
    var noEffect = false
    /// Which operations are retried.
    var retried: Set<Operation>

    var description: String { name }

    var error: ClientError {
      var error = ClientError(code: code, message: message)
      error.context.status = status
      error.context.providerStatus = provider
      error.context.bodyExcerpt = body
      error.context.timeoutPhase = timeout
      error.context.mayHaveTakenEffect = !noEffect
      return error
    }
  }

  private static let all = Set(Operation.allCases)
  private static let cheap: Set<Operation> = [.repeatable, .createJob]
  private static let unlessCharging: Set<Operation> = [.repeatable, .createJob, .chat]

  static let rows: [Row] = [
    Row(name: "refused connection", code: .connectionFailed, noEffect: true, retried: all),
    Row(name: "connect timeout", code: .timeout, timeout: .connect, noEffect: true, retried: all),
    Row(name: "lost before the answer", code: .connectionLost, retried: cheap),
    Row(name: "lost in the answer", code: .connectionLost, status: 200, retried: cheap),
    Row(name: "silence", code: .timeout, timeout: .firstByte, retried: cheap),
    Row(name: "silence in the answer", code: .timeout, status: 200, timeout: .idle, retried: cheap),
    Row(name: "truncated stream", code: .truncatedStream, status: 200, retried: cheap),
    Row(name: "429", code: .rateLimited, status: 429, noEffect: true, retried: all),
    Row(name: "503", code: .server, status: 503, body: "busy", retried: unlessCharging),
    Row(name: "500 with a text", code: .server, status: 500, body: "{}", retried: unlessCharging),
    Row(
      name: "500 by a bug", code: .server, status: 500, body: "Internal Server Error", retried: []),
    Row(name: "501", code: .server, status: 501, body: "no", retried: []),
    Row(
      name: "provider 429", code: .provider, status: 500, provider: 429, retried: unlessCharging),
    Row(
      name: "provider 503", code: .provider, status: 500, provider: 503, retried: unlessCharging),
    Row(name: "provider 401", code: .provider, status: 500, provider: 401, retried: []),
    Row(name: "provider 400", code: .provider, status: 500, provider: 400, retried: []),
    Row(
      name: "provider unreachable", code: .provider, status: 500,
      message: "OpenAI error: Connection error.", retried: unlessCharging),
    Row(
      name: "no credentials", code: .provider, status: 500,
      message: "No provider credentials configured", retried: []),
    Row(
      name: "stream error of the provider", code: .streamError, status: 200, provider: 500,
      retried: unlessCharging),
    Row(name: "broken streaming", code: .streamingBroken, status: 200, retried: []),
    Row(name: "401", code: .unauthorized, status: 401, retried: []),
    Row(name: "403", code: .forbidden, status: 403, retried: []),
    Row(name: "404", code: .notFound, status: 404, retried: []),
    Row(name: "422", code: .invalidRequest, status: 422, retried: []),
    Row(name: "no credits", code: .outOfCredits, status: 402, retried: []),
    Row(name: "redirect", code: .redirected, status: 307, retried: []),
    Row(name: "not JSON", code: .undecodableReply, status: 200, retried: []),
    Row(name: "certificate", code: .secureConnectionFailed, noEffect: true, retried: []),
    Row(name: "cancelled", code: .cancelled, retried: []),
    Row(name: "set-up", code: .invalidConfiguration, noEffect: true, retried: []),
  ]

  @Test(arguments: rows)
  func whatIsRetried(_ row: Row) {
    for operation in Operation.allCases {
      let decision = RetryPolicy.default.decide(
        RetryQuestion(
          error: row.error, operation: operation, attempt: 1, elapsed: .zero, random: 1))
      let isRetried = decision == .wait(.milliseconds(500))
      #expect(isRetried == row.retried.contains(operation), "\(operation): \(decision)")
    }
  }

  @Test func unclearChatsAreRepeatedOnRequest() {
    var policy = RetryPolicy.default
    let question = RetryQuestion(
      error: ClientError(code: .connectionLost, message: ""), operation: .chat, attempt: 1,
      elapsed: .zero, random: 0)
    #expect(policy.decide(question) == .giveUp(.unsafe))
    policy.repeatsUnclearChats = true
    #expect(policy.decide(question) == .wait(.zero))
  }

  struct Budget: Sendable {
    var attempts = 3
    var budget: Duration? = .seconds(10)
    var attempt = 1
    var elapsed = Duration.zero
    var retryAfter: Duration?
    var decision: RetryDecision
  }

  @Test(arguments: [
    Budget(decision: .wait(.milliseconds(500))),
    Budget(attempt: 2, decision: .wait(.seconds(1))),
    Budget(attempt: 3, decision: .giveUp(.attempts)),
    Budget(attempts: 1, decision: .giveUp(.attempts)),
    Budget(attempts: 0, decision: .giveUp(.attempts)),
    Budget(elapsed: .milliseconds(9600), decision: .giveUp(.time)),
    Budget(budget: .zero, decision: .giveUp(.time)),
    Budget(budget: nil, elapsed: .seconds(10_000), decision: .wait(.milliseconds(500))),
    Budget(retryAfter: .seconds(7), decision: .wait(.seconds(7))),
    Budget(retryAfter: .milliseconds(100), decision: .wait(.milliseconds(500))),
    Budget(retryAfter: .seconds(11), decision: .giveUp(.time)),
    Budget(budget: nil, retryAfter: .seconds(600), decision: .wait(.seconds(600))),
  ])
  func budgets(_ row: Budget) {
    var error = ClientError(code: .rateLimited, message: "")
    error.context.mayHaveTakenEffect = false
    error.context.retryAfter = row.retryAfter
    let policy = RetryPolicy(maximumAttempts: row.attempts, timeBudget: row.budget)
    let decision = policy.decide(
      RetryQuestion(
        error: error, operation: .chat, attempt: row.attempt, elapsed: row.elapsed, random: 1))
    #expect(decision == row.decision)
  }

  @Test(arguments: [
    (2, 1.0, Duration.milliseconds(500)), (3, 1.0, .seconds(1)), (4, 1.0, .seconds(2)),
    (4, 0.5, .seconds(1)), (4, 0.0, .zero), (8, 1.0, .seconds(30)), (500, 1.0, .seconds(30)),
    (4, 7.0, .seconds(2)), (4, -1.0, .zero),
  ])
  func backOff(_ attempt: Int, _ random: Double, _ wait: Duration) {
    let error = ClientError(code: .rateLimited, message: "")
    #expect(RetryPolicy.default.wait(beforeAttempt: attempt, random: random, error) == wait)
  }

  /// The same deliberate answer twice ends it; overload and lost connections do not count as such.
  @Test(arguments: [
    (500, Int?.none, "boom", "boom", RetryDecision.giveUp(.repeated)),
    (500, nil, "boom", "bang", .wait(.zero)), (503, nil, "busy", "busy", .wait(.zero)),
    (500, 429, "limit", "limit", .wait(.zero)), (500, 500, "down", "down", .giveUp(.repeated)),
  ])
  func sameAnswerTwice(
    _ status: Int, _ provider: Int?, _ first: String, _ second: String, _ decision: RetryDecision
  ) {
    func error(_ body: String) -> ClientError {
      var error = ClientError(code: provider == nil ? .server : .provider, message: body)
      error.context.status = status
      error.context.providerStatus = provider
      error.context.bodyExcerpt = body
      return error
    }
    let question = RetryQuestion(
      error: error(second), previous: error(first), operation: .repeatable, attempt: 2,
      elapsed: .zero, random: 0)
    #expect(RetryPolicy.default.decide(question) == decision)
  }

  /// 1994-11-06T08:49:37Z is 784111777.
  @Test(arguments: [
    ("120", Duration?.some(.seconds(120))), ("0", .zero), (" 5 ", .seconds(5)),
    ("1.5", .milliseconds(1500)), ("-3", nil), ("soon", nil), ("", nil), ("nan", nil), ("inf", nil),
    ("99999999", .seconds(86400)), ("Sun, 06 Nov 1994 08:49:47 GMT", .seconds(10)),
    ("Sunday, 06-Nov-94 08:49:47 GMT", .seconds(10)), ("Sun Nov  6 08:49:47 1994", .seconds(10)),
    ("Sun, 06 Nov 1994 08:49:27 GMT", .zero), ("Sun, 36 Nov 1994 08:49:47 GMT", nil),
    ("Sun, 06 Nov 1994 28:49:47 GMT", nil), ("Mon, 07 Nov 1994", nil),
    ("Mon, 07 Nov 2094 08:49:47 GMT", .seconds(86400)),
  ])
  func retryAfter(_ value: String, _ wait: Duration?) {
    #expect(RetryAfter.parse(value, now: 784_111_777) == wait)
  }
}
