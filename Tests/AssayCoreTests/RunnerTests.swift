import AssayAssertions
import AssaySuites
import Foundation
import GatewaySimulator
import HTTPFixtures
import HTTPTransport
import JSONModel
import SaaSLiteLLM
import Synchronization
import TestSupport
import Testing

@testable import AssayCore

/// The runner against the simulator, over real sockets.
@Suite struct RunnerTests {
  /// Collects events.
  final class Events: Sendable {
    private let events = Mutex<[RunEvent]>([])

    @Sendable func add(_ event: RunEvent) { events.withLock { $0.append(event) } }
    var all: [RunEvent] { events.withLock { $0 } }

    var attempts: [AttemptResult] {
      all.compactMap { if case .attempt(let result, _) = $0 { result } else { nil } }
    }
    var jobs: [JobSummary] {
      all.compactMap { if case .job(let job) = $0 { job } else { nil } }
    }
  }

  /// A suite of so many cases, each asserting that its own number comes back.
  static func suite(
    cases: Int, models: [String] = ["gpt-4"], settings: String = "", tags: Bool = false
  ) throws -> Suite {
    let folder = try TemporaryFolder()
    let list = (0..<cases).map { number in
      """
      { "id": "case-\(number)", "vars": { "n": "number \(number)" },
        "tags": ["\(number % 2 == 0 ? "even" : "odd")"],
        "assert": [{ "type": "contains", "value": "number \(number)" }] }
      """
    }
    let file = try folder.write(
      """
      {
        "version": 1, "name": "generated",
        "models": [\(models.map { "\"\($0)\"" }.joined(separator: ", "))], \(settings)
        "prompts": { "p": { "messages": [{ "role": "user", "content": "Say {{n}}." }] } },
        "cases": [\(list.joined(separator: ",\n"))]
      }
      """, to: "suite.json")
    return try SuiteLoader().load([file]).suites[0]
  }

  /// Runs `body` with a simulator and a live configuration for it.
  static func withGateway<Result: Sendable>(
    script: String = "{ \"version\": 1 }",
    _ body: (GatewaySimulator, RunConfiguration) async throws -> Result
  ) async throws -> Result {
    try await GatewaySimulator.withSimulator(script: try SimulatorScript(parsing: script)) {
      simulator in
      try await AsyncHTTPClientTransport.withTransport { network in
        try await body(
          simulator,
          RunConfiguration(
            mode: .live,
            gateway: .init(
              baseURL: simulator.baseURL, teamID: simulator.teamID,
              virtualKey: simulator.virtualKey, network: network)))
      }
    }
  }

  @Test func eventsTellWhatHappensAndResultsStandInTheOrderOfTheSuite() async throws {
    let suite = try Self.suite(
      cases: 20, models: ["gpt-4", "gpt-3.5-turbo"],
      settings: "\"defaults\": { \"repeat\": { \"n\": 2 } },")
    let events = Events()
    let results = try await Self.withGateway { _, configuration in
      try await Runner(configuration).run(suite, events.add)
    }
    guard case .started(let start) = events.all.first, case .finished = events.all.last else {
      Issue.record("the events do not begin with the start and end with the end")
      return
    }
    #expect(start.attempts == 80)
    #expect(Set(events.attempts.map(\.id)).count == 80 && events.attempts.count == 80)
    let identities = results.suites[0].cases.map { "\($0.model) \($0.caseID)" }
    let expected: [String] =
      (0..<20).map { "gpt-4 case-\($0)" } + (0..<20).map { "gpt-3.5-turbo case-\($0)" }
    #expect(identities == expected)
    #expect(results.suites[0].cases.allSatisfy { $0.attempts.map(\.id.attempt) == [1, 2] })
    #expect(Verdict.of(results).status == .passed)
    #expect(results.spending.calls == 80)
    #expect((results.spending.knownTokens ?? 0) > 0)
    // One job for each model, completed, with what is left of the credits.
    #expect(results.suites[0].jobs.map(\.model) == ["gpt-4", "gpt-3.5-turbo"])
    #expect(results.suites[0].jobs.allSatisfy { $0.status == "completed" })
    #expect(results.suites[0].jobs.allSatisfy { $0.creditsRemaining != nil })
  }

  @Test func aCaseCanHaveAJobOfItsOwn() async throws {
    let suite = try Self.suite(cases: 5, settings: "\"job\": \"case\",")
    let results = try await Self.withGateway { simulator, configuration in
      let results = try await Runner(configuration).run(suite)
      #expect(simulator.counts.endpoints["create"] ?? 5 == 5)
      return results
    }
    #expect(results.suites[0].jobs.count == 5)
    #expect(Set(results.suites[0].jobs.map(\.id)).count == 5)
    #expect(results.suites[0].jobs.allSatisfy { $0.status == "completed" && $0.caseID != nil })
  }

  @Test func aJobWithAnErrorIsCompletedAsFailed() async throws {
    let script = """
      { "version": 1, "rules": [
        { "when": { "contains": "number 3." }, "fault": { "kind": "status", "code": 401 } } ] }
      """
    let suite = try Self.suite(cases: 6)
    let results = try await Self.withGateway(script: script) { _, configuration in
      try await Runner(configuration).run(suite)
    }
    #expect(results.suites[0].count(.errored) == 1 && results.suites[0].count(.passed) == 5)
    #expect(results.suites[0].jobs.map(\.status) == ["failed"])
    #expect(Verdict.of(results).status == .noVerdict)
  }

  /// Everything that can go wrong, mixed: each attempt ends once, and the figures agree.
  @Test func everyAttemptIsAccountedForAmongFaults() async throws {
    let kinds = [
      "{ \"kind\": \"status\", \"code\": 500, \"probability\": 0.05 }",
      "{ \"kind\": \"status\", \"code\": 429, \"retryAfter\": 0, \"probability\": 0.05 }",
      "{ \"kind\": \"html\", \"probability\": 0.05 }",
      "{ \"kind\": \"provider\", \"failure\": 429, \"probability\": 0.05 }",
      "{ \"kind\": \"provider\", \"failure\": \"no-choices\", \"probability\": 0.05 }",
      "{ \"kind\": \"reset\", \"at\": \"headers\", \"probability\": 0.05 }",
      "{ \"kind\": \"reset\", \"at\": \"body\", \"probability\": 0.05 }",
      "{ \"kind\": \"close\", \"probability\": 0.05 }",
      "{ \"kind\": \"truncated-json\", \"probability\": 0.05 }",
      "{ \"kind\": \"split-characters\", \"probability\": 0.05 }",
    ]
    let script =
      "{ \"version\": 1, \"rules\": [\(kinds.map { "{ \"fault\": \($0) }" }.joined(separator: ","))] }"
    let suite = try Self.suite(cases: 300)
    let events = Events()
    let (results, counts) = try await Self.withGateway(script: script) { simulator, configuration in
      var configuration = configuration
      configuration.concurrency = 32
      let results = try await Runner(configuration).run(suite, events.add)
      return (results, simulator.counts)
    }
    #expect(events.attempts.count == 300)
    #expect(Set(events.attempts.map(\.id)).count == 300)
    let suiteResult = results.suites[0]
    #expect(suiteResult.cases.count == 300)
    #expect(suiteResult.count(.passed) + suiteResult.count(.errored) == 300)
    // No fault of the network counts as a failure of the model.
    #expect(suiteResult.count(.failed) == 0)
    #expect(suiteResult.count(.errored) > 0 && suiteResult.count(.passed) > 200)
    #expect(counts.faults.count == 7, "\(counts.faults)")
    #expect(suiteResult.jobs.map(\.status) == ["failed"])
  }

  @Test func aServerThatHasTooMuchToDoIsWaitedForAndNothingIsLost() async throws {
    // The first two times each question is asked.
    let script = """
      { "version": 1, "rules": [ { "when": { "attempt": { "from": 1, "to": 4 } },
        "fault": { "kind": "status", "code": 429, "retryAfter": 0, "probability": 0.7 } } ] }
      """
    let suite = try Self.suite(cases: 60)
    let results = try await Self.withGateway(script: script) { simulator, configuration in
      let results = try await Runner(configuration).run(suite)
      #expect(simulator.counts.statuses[429] ?? 0 > 20)
      return results
    }
    #expect(results.suites[0].count(.passed) == 60)
    #expect(results.spending.calls > 80)
    let attempts = results.suites[0].cases.flatMap(\.attempts)
    #expect(attempts.contains { ($0.calls ?? 0) > 1 && ($0.waiting ?? .zero) > .zero })
  }

  @Test func aServerThatAlwaysRefusesIsAskedSixTimes() async throws {
    let script = """
      { "version": 1, "rules": [ { "when": {},
        "fault": { "kind": "status", "code": 429, "retryAfter": 0 } } ] }
      """
    let results = try await Self.withGateway(script: script) { simulator, configuration in
      let results = try await Runner(configuration).run(try Self.suite(cases: 1))
      #expect(simulator.counts.statuses[429] == 6)
      return results
    }
    #expect(results.suites[0].cases[0].outcome == .errored)
    #expect(results.spending.calls == 6)
  }

  // MARK: Ending early

  @Test func aBudgetOfCallsIsNeverExceededAndTheRestIsSkipped() async throws {
    let suite = try Self.suite(cases: 40)
    let (results, counts) = try await Self.withGateway { simulator, configuration in
      var configuration = configuration
      configuration.budget = BudgetLimits(calls: 7)
      let results = try await Runner(configuration).run(suite)
      return (results, simulator.counts)
    }
    #expect(results.spending.calls == 7)
    #expect(counts.replies == 7)
    #expect(results.suites[0].count(.passed) == 7)
    #expect(results.suites[0].count(.skipped) == 33)
    let skipped = results.suites[0].cases.last?.attempts.first
    #expect(skipped?.reason == "not run: the budget of 7 calls is used up (--max-calls)")
    #expect(results.suites[0].jobs.map(\.status) == ["completed"])
    #expect(Verdict.of(results).status == .noVerdict)
  }

  @Test func enoughFailuresEndTheRun() async throws {
    let script = """
      { "version": 1, "rules": [ { "reply": { "text": "no" } } ] }
      """
    let suite = try Self.suite(cases: 100)
    let results = try await Self.withGateway(script: script) { _, configuration in
      var configuration = configuration
      configuration.maximumFailures = 3
      configuration.concurrency = 4
      return try await Runner(configuration).run(suite)
    }
    #expect(results.stop == .failures(3))
    #expect((3...7).contains(results.suites[0].count(.failed)))
    #expect(results.suites[0].cases.count == 100)
    #expect(Verdict.of(results).status == .failed)
  }

  private static let hanging = """
    { "version": 1, "rules": [
      { "when": { "contains": "number 2." }, "fault": { "kind": "hang", "at": "headers" } } ] }
    """

  @Test func anInterruptedRunEndsAfterItsGraceWithCompletedJobs() async throws {
    let suite = try Self.suite(cases: 200, models: ["gpt-4", "gpt-3.5-turbo"])
    let events = Events()
    let interruption = Interruption()
    let results = try await Self.withGateway(script: Self.hanging) { _, configuration in
      var configuration = configuration
      configuration.grace = .milliseconds(300)
      configuration.concurrency = 4
      return try await Runner(configuration).prepare([suite]).run(interruption: interruption) {
        event in
        events.add(event)
        if events.attempts.count == 5 { interruption.raise(to: .finishing) }
      }
    }
    #expect(results.stop == .interrupted)
    #expect(Verdict.of(results).status == .interrupted)
    #expect(Set(events.attempts.map(\.id)).count == 400 && events.attempts.count == 400)
    let jobs = results.suites[0].jobs
    #expect(!jobs.isEmpty && jobs.allSatisfy { $0.status == "failed" }, "\(jobs)")
    let given = results.suites[0].cases.flatMap(\.attempts).filter { $0.outcome == .errored }
    #expect(given.allSatisfy { $0.reason?.contains("interrupted") == true }, "\(given)")
  }

  @Test func cancellingTheTaskCompletesTheJobs() async throws {
    let suite = try Self.suite(cases: 3)
    let results = try await Self.withGateway(script: Self.hanging) { _, configuration in
      let (started, begin) = AsyncStream<Void>.makeStream()
      let run = Task {
        try await Runner(configuration).run(suite) { event in
          if case .attempt = event { begin.yield() }
        }
      }
      var iterator = started.makeAsyncIterator()
      for _ in 0..<2 { await iterator.next() }
      run.cancel()
      return try await run.value
    }
    #expect(results.stop == .interrupted)
    #expect(results.suites[0].jobs.map(\.status) == ["failed"])
  }

  @Test func aHandlerThatFailsStopsTheRun() async throws {
    struct Full: Error {}
    let suite = try Self.suite(cases: 50)
    try await Self.withGateway { simulator, configuration in
      var configuration = configuration
      configuration.concurrency = 2
      await #expect(throws: Full.self) {
        try await Runner(configuration).run(suite) { event in
          if case .attempt = event { throw Full() }
        }
      }
      #expect(simulator.counts.replies < 50)
    }
  }

  // MARK: Time

  @Test func anAttemptThatTakesTooLongIsAnErrorThatSaysSo() async throws {
    let suite = try Self.suite(cases: 4)
    let results = try await Self.withGateway(script: Self.hanging) { _, configuration in
      var configuration = configuration
      configuration.deadlines.attempt = .seconds(12)
      return try await Runner(configuration).run(suite)
    }
    #expect(results.suites[0].cases.map(\.outcome) == [.passed, .passed, .errored, .passed])
    #expect(
      results.suites[0].cases[2].attempts[0].reason == "not done within 12 s (--attempt-timeout)")
  }

  @Test func aRunThatTakesTooLongSkipsTheRest() async throws {
    // The first takes longer than the whole run may.
    let script = """
      { "version": 1, "latency": 0.3, "rules": [
        { "when": { "contains": "number 0." }, "fault": { "kind": "hang", "at": "headers" } } ] }
      """
    let suite = try Self.suite(cases: 50)
    let results = try await Self.withGateway(script: script) { _, configuration in
      var configuration = configuration
      configuration.concurrency = 2
      configuration.deadlines.run = .milliseconds(1500)
      return try await Runner(configuration).run(suite)
    }
    #expect(results.stop == .deadline(.milliseconds(1500)))
    #expect(results.suites[0].count(.skipped) > 30)
    #expect(results.suites[0].cases.count == 50)
    #expect(
      results.suites[0].cases[0].attempts[0].reason
        == "not done before the run's time of 1.5 s was over (--run-timeout)")
  }

  @Test func whatIsOpenIsNamedWhenNothingMoves() async throws {
    let suite = try Self.suite(cases: 4)
    let events = Events()
    _ = try await Self.withGateway(script: Self.hanging) { _, configuration in
      var configuration = configuration
      configuration.stallThreshold = .seconds(2)
      configuration.deadlines.attempt = .seconds(15)
      return try await Runner(configuration).run(suite, events.add)
    }
    let stalls = events.all.compactMap { event -> [OpenRequest]? in
      if case .stalled(_, let open) = event { open } else { nil }
    }
    #expect(stalls.last?.map(\.name) == ["generated/case-2 [p, gpt-4] attempt 1"])
  }

  // MARK: Selection

  @Test func onlyWhatIsSelectedIsRun() async throws {
    let suite = try Self.suite(cases: 30, models: ["gpt-4", "gpt-3.5-turbo"])
    func ids(_ change: (inout Selection) throws -> Void) throws -> [String] {
      var selection = Selection()
      try change(&selection)
      return selection.plans([suite]).flatMap { plan in
        plan.slots.indices.map { "\(plan.identity($0).model) \(plan.identity($0).caseID)" }
      }
    }
    #expect(try ids { $0.cases = [try NamePattern("case-1?")] }.count == 20)
    #expect(try ids { $0.tags = [try NamePattern("odd")] }.count == 30)
    #expect(
      try ids {
        $0.models = [try NamePattern("gpt-4")]
        $0.cases = [try NamePattern("/-7$/")]
      } == ["gpt-4 case-7"])
    let sample = try ids { $0.sample = (5, 1) }
    #expect(sample.count == 10)
    // The same cases for both models, and the same every time.
    let names: [String] = sample.map { String($0.split(separator: " ")[1]) }
    #expect(Array(names.prefix(5)) == Array(names.suffix(5)))
    #expect(try ids { $0.sample = (5, 1) } == sample)
    #expect(try ids { $0.sample = (5, 2) } != sample)
    let shards = try (1...3).flatMap { index in
      try ids { $0.shard = try Shard(index: index, count: 3) }
    }
    #expect(shards.count == 60 && Set(shards).count == 60)
  }

  @Test func namesThatThereAreNotAreExplained() throws {
    let suite = try Self.suite(cases: 3)
    var selection = Selection()
    selection.cases = [try NamePattern("case-l")]
    selection.models = [try NamePattern("gtp-4")]
    #expect(
      selection.unknownNames([suite]) == [
        "no case is named \"case-l\"; did you mean \"case-0\"?",
        "no model is named \"gtp-4\"; did you mean \"gpt-4\"?",
      ])
  }
}
