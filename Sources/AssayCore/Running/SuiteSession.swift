import AssayAssertions
import AssayInput
import AssaySuites
import HTTPFixtures
import HTTPTransport
import SaaSLiteLLM

/// What one suite of a run asks with: its recordings, and a client over them. Every attempt refers to
/// it; a copy for each would cost more than the attempt.
final class SuiteSession: Sendable {
  let suite: Suite
  let fixtures: FixtureSession
  private let client: SaaSLLMClient
  private let usesNetwork: Bool
  private let configuration: RunConfiguration
  private let network: (any HTTPTransport)?

  var time: TimeSource { configuration.time }

  /// - Parameter network: Who is asked in the modes that use the network.
  /// - Throws: `FixtureError`.
  init(
    _ suite: Suite, _ configuration: RunConfiguration, network: (any HTTPTransport)?
  ) throws {
    self.suite = suite
    self.configuration = configuration
    self.network = network
    usesNetwork = configuration.mode.usesNetwork
    let gateway = configuration.gateway
    fixtures = try FixtureSession(
      GatewayRecordings.configuration(suite, configuration),
      upstream: {
        guard let network else { throw RunConfiguration.MissingGateway() }
        return network
      })
    // A replay sends nothing, so it needs nobody's address or key, and waits for nobody.
    client = SaaSLLMClient(
      baseURL: gateway?.baseURL ?? "http://replay.invalid", teamID: gateway?.teamID ?? "replay",
      virtualKey: gateway?.virtualKey ?? "replaying-needs-no-key",
      timeout: configuration.deadlines.call ?? SaaSLLMClient.defaultTimeout,
      transport: fixtures.transport(), retry: .default, logger: nil,
      time: usesNetwork ? configuration.time : .withoutWaiting(configuration.time))
  }

  func lane(_ model: Suite.Model) -> Lane {
    Lane(endpoint: model.endpoint.name, model: model.name)
  }

  // MARK: Attempts

  /// Makes one attempt; whatever goes wrong becomes its result.
  ///
  /// - Parameters:
  ///   - limit: How long it may take in all.
  ///   - replied: What an earlier run made of it, whose replies are judged anew.
  ///   - onLastReply: Hears when all calls are made and only judging is left, unless the attempt ends
  ///     in another way.
  func run(
    _ attempt: PlannedAttempt, limit: TimeLimit?, replied: AttemptResult? = nil,
    onLastReply: @escaping @Sendable () -> Void = {},
    job: @escaping @Sendable () async throws -> JobID
  ) async -> AttemptAnswer {
    let ledger = CallLedger()
    let scope = CallScope(lane: lane(attempt.model), name: attempt.id.name, ledger: ledger)
    let record = attempt.testCase.turns.count > 1 ? ReplyRecord() : nil
    do {
      return try await CallScope.$current.withValue(scope) {
        try await Deadline.within(limit, time: configuration.time) {
          if let replied { return try await self.judgeAgain(replied, attempt, job, ledger) }
          return try await self.ask(attempt, onLastReply, job, ledger, record)
        }
      }
    } catch {
      return failed(attempt, error, ledger, record, replied)
    }
  }

  private func ask(
    _ attempt: PlannedAttempt, _ onLastReply: @escaping @Sendable () -> Void,
    _ job: @escaping @Sendable () async throws -> JobID, _ ledger: CallLedger,
    _ record: ReplyRecord?
  ) async throws -> AttemptAnswer {
    let judge = CallingJudge(session: self, job: job, attempt: attempt.id, ledger: ledger)
    var client = try await chatClient(attempt.model, attempt.id, ledger, job)
    client.record = record
    return answer(
      attempt,
      try await AttemptConversation(attempt).run(client, judge: judge, onLastReply: onLastReply),
      ledger)
  }

  /// Judges replies that are there. Only what judges take is new.
  private func judgeAgain(
    _ replied: AttemptResult, _ attempt: PlannedAttempt,
    _ job: @escaping @Sendable () async throws -> JobID, _ ledger: CallLedger
  ) async throws -> AttemptAnswer {
    let replies = replied.earlierReplies + (replied.reply.map { [$0] } ?? [])
    let judge = CallingJudge(session: self, job: job, attempt: attempt.id, ledger: ledger)
    let talk = try await AttemptConversation(attempt).run(JournalReplies(replies), judge: judge)
    var result = AttemptResult(
      id: attempt.id, replies: talk.replies, context: talk.context, judgement: talk.judgement)
    takeOver(replied, ledger, &result)
    return AttemptAnswer(result: result, context: talk.context)
  }

  /// Puts into a result what an earlier run's replies took, and what its judges take now.
  private func takeOver(
    _ replied: AttemptResult, _ ledger: CallLedger, _ result: inout AttemptResult
  ) {
    result.takeBooks(of: replied)
    // That was spent by the earlier run, and is told there.
    result.spent = usesNetwork ? Spending() : nil
    _ = add(ledger.reading, to: &result)
  }

  // Apart from what waits, which would set room for a result aside while it does.

  @inline(never)
  private func failed(
    _ attempt: PlannedAttempt, _ error: any Error, _ ledger: CallLedger, _ record: ReplyRecord?,
    _ replied: AttemptResult?
  ) -> AttemptAnswer {
    var result = Self.failure(attempt.id, error)
    if let replied {
      // The replies are there still, for whoever goes on with this run.
      result.reply = replied.reply
      result.earlierReplies = replied.earlierReplies
      takeOver(replied, ledger, &result)
      return AttemptAnswer(result: result)
    }
    result.earlierReplies = record?.all ?? []
    // Whatever became of it: what was asked has been paid for.
    enter(ledger.reading, in: &result)
    return AttemptAnswer(result: result)
  }

  @inline(never)
  private func answer(
    _ attempt: PlannedAttempt, _ talk: AttemptConversation.Result, _ ledger: CallLedger
  ) -> AttemptAnswer {
    var result = AttemptResult(
      id: attempt.id, replies: talk.replies, context: talk.context, judgement: talk.judgement)
    enter(ledger.reading, in: &result)
    return AttemptAnswer(
      result: result,
      context: attempt.testCase.assertions.comparesReplies ? talk.context : nil)
  }

  /// Puts what the books say of an attempt's calls into its result.
  private func enter(_ reading: CallLedger.Reading, in result: inout AttemptResult) {
    result.tokens = reading.took.allTokens
    result.cost = reading.took.allCosts
    guard usesNetwork else { return }
    result.spent = reading.spent
    result.waiting = reading.waiting
  }

  /// Adds what was asked about an attempt after its reply.
  ///
  /// - Returns: What that took now.
  func add(_ reading: CallLedger.Reading, to result: inout AttemptResult) -> Spending {
    if reading.took.replies > 0 {
      // A part that nobody knows makes the sum unknown.
      result.tokens = result.tokens.flatMap { sum in reading.took.allTokens.map { sum + $0 } }
      result.cost = result.cost.flatMap { sum in reading.took.allCosts.map { sum + $0 } }
    }
    guard usesNetwork else { return Spending() }
    result.spent = (result.spent ?? Spending()) + reading.spent
    result.waiting = (result.waiting ?? .zero) + reading.waiting
    return reading.spent
  }

  // MARK: Clients

  /// Somebody who answers for a model, with the labels of an attempt, and enters every reply in the
  /// books.
  func chatClient(
    _ model: Suite.Model, _ attempt: AttemptID, _ ledger: CallLedger,
    _ job: @Sendable () async throws -> JobID
  ) async throws -> BookedChatClient {
    BookedChatClient(
      client: try await unbooked(model, attempt, job), ledger: ledger,
      price: configuration.prices[model.label] ?? configuration.prices[model.name],
      session: self)
  }

  /// Takes secrets out of what the model says, as it is done in recordings, so that a replay is judged
  /// by the same; there it has been done.
  func redact(_ answer: inout ChatAnswer) {
    if usesNetwork { answer.redact(by: fixtures.redactor) }
  }

  private func unbooked(
    _ model: Suite.Model, _ attempt: AttemptID, _ job: @Sendable () async throws -> JobID
  ) async throws -> any ChatClient {
    switch model.endpoint.kind {
    case .gateway:
      return GatewayChatClient(job: try await job()) { [self] step in
        client(GatewayRecordings.labels(attempt, step: step))
      }
    case .openAICompatible(let baseURL, let keyVariable):
      let client = openAIClient(baseURL, keyVariable)
      return OpenAICompatibleChatClient { [self] step in
        client.using(transport(GatewayRecordings.labels(attempt, step: step)))
      }
    }
  }

  private func openAIClient(_ baseURL: String, _ keyVariable: String?) -> OpenAICompatibleClient {
    OpenAICompatibleClient(
      baseURL: baseURL, apiKey: usesNetwork ? keyVariable.flatMap(configuration.key) : nil,
      timeout: configuration.deadlines.call ?? SaaSLLMClient.defaultTimeout,
      transport: fixtures.transport(), retry: .default, logger: nil,
      time: usesNetwork ? configuration.time : .withoutWaiting(configuration.time))
  }

  /// Makes sure that requests could be made to all whom the suite asks.
  ///
  /// - Throws: ``RunConfiguration/InvalidServer``.
  func checkServers() throws {
    guard usesNetwork else { return }
    for endpoint in Set((suite.models + suite.judges).map(\.endpoint)) {
      let problem =
        switch endpoint.kind {
        case .gateway: client.problem
        case .openAICompatible(let baseURL, let variable): openAIClient(baseURL, variable).problem
        }
      guard let problem else { continue }
      throw RunConfiguration.InvalidServer(endpoint: endpoint.name, problem: problem)
    }
  }

  private static func failure(_ id: AttemptID, _ error: any Error) -> AttemptResult {
    if isCancellation(error) {
      return AttemptResult(
        id: id, outcome: .errored, reason: "the run was interrupted before the answer was there")
    }
    return AttemptResult(id: id, outcome: .errored, reason: "\(error)")
  }

  private static func isCancellation(_ error: any Error) -> Bool {
    error is CancellationError || (error as? ClientError)?.code == .cancelled
  }

  // MARK: Jobs

  func createJob(_ key: JobKey) async throws -> JobID {
    try await CallScope.$current.withValue(scope(key, "creating the job")) {
      try await client(key.labels(step: "create")).createJob(type: suite.jobType)
    }
  }

  func completeJob(
    _ id: JobID, _ key: JobKey, as outcome: SaaSLLMClient.JobOutcome
  ) async throws -> JobCompletion {
    try await CallScope.$current.withValue(scope(key, "completing the job")) {
      try await client(key.labels(step: "complete")).completeJob(id, status: outcome)
    }
  }

  private func scope(_ key: JobKey, _ what: String) -> CallScope {
    CallScope(lane: nil, name: "\(what) of \(suite.name) [\(key.model)]", ledger: CallLedger())
  }

  func client(_ labels: ExchangeLabels) -> SaaSLLMClient {
    client.using(transport(labels))
  }

  /// Asks without anything being recorded or replayed; nobody in a replay.
  var unrecordedClient: SaaSLLMClient { network.map(client.using) ?? client }

  private func transport(_ labels: ExchangeLabels) -> any HTTPTransport {
    let transport = fixtures.transport(labels)
    return usesNetwork ? transport : ReplayedCall(upstream: transport)
  }
}
