import AssayAssertions
import AssayInput
import AssaySuites
import Foundation
import GatewaySimulator
import HTTPFixtures
import Synchronization
import TestSupport
import Testing

@testable import AssayCore

/// What attempts take, against the simulator: every reply has been paid for, whatever became of the
/// attempt afterwards.
@Suite struct SpendingTests {
  /// A conversation of two turns, the second of which may go wrong, and a judge.
  private static func suite(
    cases: Int = 1, _ folder: TemporaryFolder, assertion: String? = nil, streams: Bool = false
  ) throws -> Suite {
    let list = (0..<cases).map { number in
      """
      { "id": "c\(number)", "vars": { "n": "\(number)" },
        "turns": [{ "user": "first {{n}}" }, { "user": "second {{n}}" }] }
      """
    }
    let file = try folder.write(
      """
      { "version": 1, "name": "talk", "models": ["gpt-4"],
        "judge": { "model": "judge" },
        "prompts": { "p": { "messages": [{ "role": "system", "content": "Be brief." }] } },
        "defaults": { "stream": \(streams), "assert": [\(assertion ?? "{ \"type\": \"contains\", \"value\": \"two\" }")] },
        "cases": [\(list.joined(separator: ",\n"))] }
      """, to: "suite.json")
    return try SuiteLoader().load([file]).suites[0]
  }

  /// The first turn takes 100 tokens, the second 1,000, the judge 10,000; its first answer is of no
  /// use.
  private static func script(second fault: String? = nil, settings: String = "") -> String {
    """
    { "version": 1, \(settings) "rules": [
      { "when": { "model": "judge", "contains": "cannot be used" },
        "reply": { "json": { "reasons": "r", "score": 10 },
          "promptTokens": 6000, "completionTokens": 4000 } },
      { "when": { "model": "judge" },
        "reply": { "text": "hm", "promptTokens": 6000, "completionTokens": 4000 } },
      \(fault.map { "{ \"when\": { \"contains\": \"second\" }, \"fault\": \($0) }," } ?? "")
      { "when": { "contains": "first" },
        "reply": { "text": "one", "promptTokens": 60, "completionTokens": 40 } },
      { "when": { "contains": "second" },
        "reply": { "text": "two", "promptTokens": 600, "completionTokens": 400 } } ] }
    """
  }

  private static func run(
    _ suite: Suite, script: String = script(),
    _ change: @Sendable (inout RunConfiguration) -> Void = { _ in },
    onEvent: @escaping @Sendable (RunEvent) throws -> Void = { _ in }
  ) async throws -> RunResults {
    try await RunnerTests.withGateway(script: script) { _, configuration in
      var configuration = configuration
      change(&configuration)
      return try await Runner(configuration).run(suite, onEvent)
    }
  }

  private static func attempts(_ results: RunResults) -> [AttemptResult] {
    results.suites.flatMap { $0.cases.flatMap(\.attempts) }
  }

  // MARK: Attempts that errored

  struct Ending: Sendable, CustomTestStringConvertible {
    var name: String
    var fault: String
    var spent: Spending
    var reason: String
    var testDescription: String { name }
  }

  static let endings = [
    Ending(
      name: "refused", fault: "{ \"kind\": \"status\", \"code\": 403 }",
      spent: Spending(calls: 2, replies: 1, tokens: 100, repliesWithoutCost: 1),
      reason: "403"),
    Ending(
      name: "lost", fault: "{ \"kind\": \"reset\", \"at\": \"body\" }",
      spent: Spending(
        calls: 2, replies: 1, tokens: 100, repliesWithoutCost: 1, unanswered: 1),
      reason: "connection"),
    Ending(
      name: "given up behind a gateway", fault: "{ \"kind\": \"status\", \"code\": 504 }",
      // It is asked three times.
      spent: Spending(
        calls: 4, replies: 1, tokens: 100, repliesWithoutCost: 1, unanswered: 3),
      reason: "504"),
  ]

  @Test(arguments: endings)
  func whatEarlierTurnsTookStandsWhenALaterOneGoesWrong(ending: Ending) async throws {
    let suite = try Self.suite(TemporaryFolder())
    let results = try await Self.run(suite, script: Self.script(second: ending.fault))
    let attempt = Self.attempts(results)[0]
    #expect(attempt.outcome == .errored)
    #expect(attempt.reason?.contains(ending.reason) == true, "\(attempt.reason ?? "")")
    #expect(attempt.spent == ending.spent)
    #expect(attempt.tokens == 100, "of the reply that came")
    #expect(attempt.earlierReplies.map(\.text) == ["one"], "and it is kept")
    #expect(results.spending == ending.spent)
  }

  /// The time is over, or the run interrupted, while the second turn is not answered; in virtual
  /// time.
  @Test(arguments: [true, false])
  func whatWasTakenStandsWhenAnAttemptIsCutOff(byDeadline: Bool) async throws {
    let suite = try PacingTests.suite(cases: 1, turns: 2, judged: false)
    let time = VirtualTime()
    let results = try await time.run {
      var configuration = RunConfiguration(mode: .live)
      configuration.network = TokenServer(time, silentTurn: 2)
      configuration.time = time.source
      configuration.deadlines.attempt = byDeadline ? .seconds(20) : nil
      let interruption = Interruption()
      return try await Runner(configuration).prepare([suite]).run(interruption: interruption) {
        event in
        guard case .tick(let progress) = event, progress.elapsed > .seconds(30) else { return }
        interruption.request()
        interruption.request()
      }
    }
    #expect(results.stop == (byDeadline ? nil : .interrupted))
    #expect(Self.attempts(results).map(\.outcome) == [.errored])
    #expect(
      results.spending
        == Spending(calls: 2, replies: 1, tokens: 20, repliesWithoutCost: 1, unanswered: 1))
  }

  @Test func attemptsThatErrorUseUpTheBudgetToo() async throws {
    let suite = try Self.suite(cases: 10, TemporaryFolder())
    let fault = "{ \"kind\": \"status\", \"code\": 403 }"
    let results = try await Self.run(suite, script: Self.script(second: fault)) {
      $0.concurrency = 1
      $0.budget.tokens = 250
    }
    #expect(results.suites[0].count(.errored) == 3)
    #expect(
      results.stop == .budget("the budget of 250 tokens is used up: 300 (--max-tokens)"))
  }

  // MARK: Judges

  /// Two turns, and a judge who must be asked twice.
  @Test func turnsAndJudgesAndTheirRepetitionsAreOneSum() async throws {
    let suite = try Self.suite(
      TemporaryFolder(), assertion: "{ \"type\": \"llm-rubric\", \"value\": \"is a number\" }")
    let results = try await Self.run(suite)
    let attempt = Self.attempts(results)[0]
    #expect(attempt.outcome == .passed, "\(attempt.reasons)")
    #expect(attempt.tokens == 21_100)
    #expect(attempt.spent?.replies == 4 && attempt.calls == 4)
    #expect(attempt.spent?.tokens == 21_100)
  }

  @Test func aJudgeWhoFailsTheSecondTimeHasBeenPaidTheFirst() async throws {
    let suite = try Self.suite(
      TemporaryFolder(), assertion: "{ \"type\": \"llm-rubric\", \"value\": \"is a number\" }")
    let script = """
      { "version": 1, "rules": [
        { "when": { "contains": "cannot be used" }, "fault": { "kind": "status", "code": 403 } },
        { "reply": { "text": "two", "promptTokens": 6, "completionTokens": 4 } } ] }
      """
    let results = try await Self.run(suite, script: script)
    let attempt = Self.attempts(results)[0]
    #expect(attempt.outcome == .errored, "\(attempt.reasons)")
    #expect(attempt.tokens == 30)
    #expect(
      attempt.spent == Spending(calls: 4, replies: 3, tokens: 30, repliesWithoutCost: 3))
  }

  // MARK: Unknown parts

  private final class Notices: Sendable {
    private let texts = Mutex<[String]>([])
    var all: [String] { texts.withLock { $0 } }
    @Sendable func add(_ event: RunEvent) {
      if case .notice(let text) = event { texts.withLock { $0.append(text) } }
    }
  }

  /// The gateway tells the tokens of request and reply together: at least the cheaper price.
  @Test func aCostThatIsKnownToAPartCountsForTheBudgetAndIsSaidToBeSo() async throws {
    let suite = try Self.suite(cases: 10, TemporaryFolder())
    let notices = Notices()
    let results = try await Self.run(suite) {
      $0.concurrency = 1
      $0.prices = ["gpt-4": ModelPrice(input: 10, output: 30)]
      $0.budget.cost = 0.025
    } onEvent: {
      notices.add($0)
    }
    #expect(
      results.stop
        == .budget("the budget of $0.025 is used up: at least $0.033 (--max-cost)"))
    #expect(Self.attempts(results)[0].cost == nil)
    #expect(notices.all.count == 1 && notices.all[0].contains("--max-cost"), "\(notices.all)")
  }

  @Test func tokensThatAStreamDoesNotTellAreSaidToBeMissing() async throws {
    let suite = try Self.suite(TemporaryFolder(), streams: true)
    let notices = Notices()
    let results = try await Self.run(
      suite, script: Self.script(settings: "\"streamUsage\": \"none\",")
    ) {
      $0.budget.tokens = 1000
    } onEvent: {
      notices.add($0)
    }
    #expect(results.spending.replies == 2 && results.spending.repliesWithoutTokens == 2)
    #expect(Self.attempts(results)[0].tokens == nil)
    #expect(notices.all.count == 1 && notices.all[0].contains("--max-tokens"), "\(notices.all)")
  }

  // MARK: Recordings and journals

  @Test func whatIsReplayedCostsNothingAndWhatIsAskedBesideItDoes() async throws {
    let folder = try TemporaryFolder()
    let fixtures = folder.url.appending(path: "fixtures").path
    let suite = try Self.suite(folder)
    let recorded = try await Self.run(suite) {
      $0.mode = .record
      $0.fixtures = fixtures
    }
    #expect(recorded.spending.tokens == 1100 && recorded.spending.calls == 2)
    let replayed = try await Self.run(suite) {
      $0.mode = .replay
      $0.fixtures = fixtures
      $0.budget.tokens = 1
    }
    #expect(replayed.stop == nil && replayed.spending == Spending())
    #expect(Self.attempts(replayed)[0].tokens == 1100, "what the replies took stands")
    #expect(Self.attempts(replayed)[0].spent == nil && Self.attempts(replayed)[0].calls == nil)
    let judged = try Self.suite(
      folder, assertion: "{ \"type\": \"llm-rubric\", \"value\": \"is a number\" }")
    let (added, jobs) = try await RunnerTests.withGateway(script: Self.script()) {
      simulator, configuration in
      var configuration = configuration
      configuration.mode = .missing
      configuration.fixtures = fixtures
      return (try await Runner(configuration).run(judged), simulator.jobs)
    }
    #expect(jobs == ["COMPLETED": 1])
    #expect(Self.attempts(added)[0].tokens == 21_100)
    #expect(
      added.spending == Spending(calls: 2, replies: 2, tokens: 20_000, repliesWithoutCost: 2))
    // The job that the new calls needed is no call to a model, and does not stay open.
    #expect(added.suites[0].jobs.map(\.status) == ["completed"])
  }

  /// The journal sums up what the run did, and what was paid for attempts that are made again.
  @Test func theJournalSaysTheSameAndAddsUpOverRuns() async throws {
    let folder = try TemporaryFolder()
    let suite = try Self.suite(cases: 20, folder)
    let path = folder.url.appending(path: "j.jsonl").path
    let fault = "{ \"kind\": \"reset\", \"at\": \"body\", \"probability\": 0.4 }"
    let script = Self.script(second: fault)
    let first = try await RunnerTests.withGateway(script: script) { _, configuration in
      let run = try Runner(configuration).prepare([suite])
      let observer = JournalObserver(
        try JournalWriter.create(path), for: run, toolVersion: "t", isResumed: false)
      return try await run.run { try observer.observe($0) }
    }
    #expect(first.spending.unanswered > 0, "\(first.spending)")
    let journal = try Journal(reading: path)
    #expect(journal.spending == first.spending)
    #expect(journal.footer?.spending == first.spending)
    #expect(journal.runResults().spending == first.spending)
    let kept = journal.results.filter { $0.value.outcome != .errored }
    #expect(kept.count < 20)
    let second = try await RunnerTests.withGateway(script: Self.script()) { _, configuration in
      let run = try Runner(configuration).prepare([suite])
      let observer = JournalObserver(
        try JournalWriter.resume(path, length: journal.length), for: run, toolVersion: "t",
        isResumed: true)
      return try await run.run(goingOnWith: EarlierRun(kept)) { try observer.observe($0) }
    }
    #expect(second.spending.calls == 2 * (20 - kept.count))
    #expect(try Journal(reading: path).spending == first.spending + second.spending)
  }
}
