import AssayAssertions
import AssayInput
import AssaySuites
import HTTPFixtures
import TestSupport
import Testing

@testable import AssayCore

/// What is configured for single models and endpoints, and what tokens cost, seen at the server.
@Suite struct LimitsAndPricesTests {
  /// Two models of one endpoint, the second of which has a label, and one of another.
  private static func suite(
    cases: Int, judged: Bool = false, assertion: String? = nil, settings: String = ""
  ) throws -> Suite {
    let folder = try TemporaryFolder()
    let list = (0..<cases).map { "{ \"id\": \"c\($0)\", \"vars\": { \"n\": \"\($0)\" } }" }
    let standard =
      judged
      ? "{ \"type\": \"llm-rubric\", \"value\": \"is a number\" }"
      : "{ \"type\": \"contains\", \"value\": \"score\" }"
    let assertion = assertion ?? standard
    let file = try folder.write(
      """
      { "version": 1, "name": "limits", \(settings)
        "endpoints": { "near": { "baseURL": "http://near.invalid/v1" },
                       "far": { "baseURL": "http://far.invalid/v1" } },
        "models": [ { "model": "one", "endpoint": "near" },
                    { "model": "two", "label": "second", "endpoint": "near" },
                    { "model": "three", "endpoint": "far" } ],
        "judge": { "model": "referee", "endpoint": "far" },
        "prompts": { "p": { "messages": [{ "role": "user", "content": "Say {{n}}." }] } },
        "defaults": { "assert": [\(assertion)] },
        "cases": [\(list.joined(separator: ",\n"))] }
      """, to: "suite.json")
    return try SuiteLoader().load([file]).suites[0]
  }

  private static func run(
    _ suite: Suite, concurrency: Int = 32, _ change: (inout RunConfiguration) -> Void
  ) async throws -> (results: RunResults, server: CountingServer) {
    let server = CountingServer()
    var configuration = RunConfiguration(mode: .live, concurrency: concurrency)
    configuration.network = server
    change(&configuration)
    return (try await Runner(configuration).run(suite), server)
  }

  // MARK: Limits

  struct Limit: Sendable {
    var setting: CallLimits.Setting
    /// The most calls at once, by model.
    var most: [String: Int]
  }

  @Test(arguments: [
    Limit(setting: .init(all: 3), most: ["one": 3, "two": 3, "three": 3]),
    Limit(setting: .init(particular: ["one": 1]), most: ["one": 1]),
    Limit(setting: .init(particular: ["near": 2]), most: ["one": 2, "two": 2]),
    Limit(setting: .init(all: 4, particular: ["near": 2, "two": 1]), most: ["two": 1, "one": 2]),
    Limit(setting: .init(all: 4, particular: ["far": 1]), most: ["three": 1, "one": 4]),
  ])
  func aModelIsNotGivenMoreAtOnceThanIsSaidOfItOrItsEndpoint(limit: Limit) async throws {
    let (results, server) = try await Self.run(Self.suite(cases: 30)) {
      $0.limits.concurrency = limit.setting
    }
    #expect(results.suites[0].count(.passed) == 90)
    for (model, most) in limit.most {
      #expect((1...most).contains(server.most[model] ?? 0), "\(model): \(server.most)")
    }
    // What nothing is said of has room.
    if limit.most["three"] == nil, limit.setting.all == nil {
      #expect((server.most["three"] ?? 0) > 2, "\(server.most)")
    }
  }

  /// Attempts that wait for their turn ask nothing, and those that are judged by a model keep theirs.
  @Test(arguments: [(1, false), (8, false), (8, true), (16, true)])
  func noMoreCallsAreUnderWayThanMayBe(concurrency: Int, isJudged: Bool) async throws {
    let (results, server) = try await Self.run(
      Self.suite(cases: 30, judged: isJudged), concurrency: concurrency
    ) { _ in }
    #expect(results.suites[0].count(.passed) == 90)
    #expect((1...concurrency).contains(server.mostInAll), "\(server.mostInAll)")
  }

  @Test func aRateIsKeptForTheModelItIsSaidOf() async throws {
    let (results, server) = try await Self.run(Self.suite(cases: 6)) {
      // One call, and then one in a minute.
      $0.limits.requestsPerMinute.particular = ["two": 1]
      $0.deadlines.run = .milliseconds(600)
      $0.grace = .milliseconds(10)
    }
    #expect(server.calls["two"] == 1)
    #expect(server.calls["one"] == 6 && server.calls["three"] == 6)
    #expect(
      results.suites[0].cases.filter { $0.model == "second" && $0.outcome == .passed }.count == 1)
  }

  // MARK: Prices

  private static let price = ModelPrice(input: 3, output: 8)
  /// (100 × 3 + 50 × 8) / 1,000,000.
  private static let call = 0.0007

  @Test func tokensCostWhatIsConfiguredByLabelOrName() async throws {
    let (results, _) = try await Self.run(Self.suite(cases: 2)) {
      // The label goes before the name.
      $0.prices = [
        "one": Self.price, "second": ModelPrice(input: 0, output: 0),
        "two": ModelPrice(input: 1000, output: 1000),
      ]
    }
    func costs(_ model: String) -> [Double?] {
      results.suites[0].cases.filter { $0.model == model }.flatMap { $0.attempts.map(\.cost) }
    }
    #expect(costs("one").allSatisfy { abs(($0 ?? -1) - Self.call) < 1e-12 })
    #expect(costs("second") == [0, 0], "free is a price")
    #expect(costs("three") == [nil, nil], "unknown is not free")
    #expect(abs((results.spending.knownCost ?? -1) - 2 * Self.call) < 1e-12)
    #expect(results.spending.repliesWithoutCost == 2)
  }

  /// What a budget knows of a reply, an assertion knows too.
  @Test func anAssertionHoldsTheCostByThePricesAgainstItsLimit() async throws {
    let suite = try Self.suite(cases: 1, assertion: #"{ "type": "cost", "max": 0.001 }"#)
    let (results, _) = try await Self.run(suite) {
      $0.prices = ["one": Self.price, "second": ModelPrice(input: 3, output: 80)]
    }
    let outcomes = results.suites[0].cases.map(\.outcome)
    #expect(outcomes == [.passed, .failed, .inconclusive])
  }

  @Test func whatNothingTellsTheCostOfStaysUnknown() async throws {
    let (results, _) = try await Self.run(Self.suite(cases: 2)) { $0.budget.cost = 0.0001 }
    #expect(results.spending.knownCost == nil)
    #expect(results.stop == nil && results.suites[0].count(.passed) == 6)
  }

  @Test func pricesCountForTheBudgetOfTheRun() async throws {
    let suite = try Self.suite(cases: 20)
    let (results, server) = try await Self.run(suite, concurrency: 1) {
      $0.prices = ["one": Self.price]
      $0.budget.cost = 5 * Self.call
    }
    #expect(server.calls["one"] == 5)
    #expect(results.stop == .budget("the budget of $0.0035 is used up: $0.0035 (--max-cost)"))
    #expect(results.suites[0].count(.passed) == 5 && results.suites[0].count(.skipped) == 55)
  }

  // MARK: Judges

  @Test func aJudgesCallsCountForTheBudgetsAndForTheCost() async throws {
    let suite = try Self.suite(cases: 20, judged: true)
    let (results, server) = try await Self.run(suite, concurrency: 1) {
      $0.prices = ["one": Self.price, "referee": ModelPrice(input: 30, output: 80)]
      $0.budget.calls = 8
    }
    #expect(server.calls["one"] == 4 && server.calls["referee"] == 4)
    #expect(results.spending.calls == 8)
    #expect(results.stop == .budget("the budget of 8 calls is used up (--max-calls)"))
    let attempt = results.suites[0].cases[0].attempts[0]
    #expect(attempt.calls == 2 && attempt.tokens == 300)
    #expect(abs((attempt.cost ?? -1) - 11 * Self.call) < 1e-12)
  }

  @Test func aJudgeWithoutAPriceMakesTheCostUnknown() async throws {
    let (results, _) = try await Self.run(Self.suite(cases: 1, judged: true)) {
      $0.prices = ["one": Self.price]
    }
    #expect(results.suites[0].cases[0].attempts[0].cost == nil)
    #expect(results.suites[0].cases[0].attempts[0].outcome == .passed)
  }

  @Test func aJudgeKeepsItsOwnLimit() async throws {
    let (results, server) = try await Self.run(Self.suite(cases: 12, judged: true)) {
      $0.limits.concurrency.particular = ["referee": 1]
    }
    #expect(results.suites[0].count(.passed) == 36)
    #expect(server.most["referee"] == 1)
    #expect((server.most["one"] ?? 0) > 1, "\(server.most)")
  }
}
