import AssayAssertions
import AssaySuites
import HTTPFixtures
import TestSupport
import Testing

@testable import AssayCore

/// Whole runs against a server that takes so many calls and refuses the others: counted at the
/// server, minute by minute, in virtual time. Each whole minute must be used to nine tenths.
@Suite struct StormTests {
  private static func run(
    _ suite: Suite, _ rule: LimitedServer.Rule, latency: Duration = .milliseconds(50),
    _ change: @escaping @Sendable (inout RunConfiguration) -> Void = { _ in }
  ) async throws -> (results: RunResults, server: LimitedServer) {
    let time = VirtualTime()
    let server = LimitedServer(rule, latency: latency, time)
    let results = try await time.run {
      var configuration = RunConfiguration(
        mode: .live, concurrency: 32,
        gateway: .init(
          baseURL: "http://gateway.invalid", teamID: "t", virtualKey: "k", network: server))
      configuration.time = time.source
      change(&configuration)
      return try await Runner(configuration).run(suite)
    }
    return (results, server)
  }

  static func suite(
    cases: Int, assertion: String = "{ \"type\": \"contains\", \"value\": \"score\" }",
    settings: String = ""
  ) throws -> Suite {
    let folder = try TemporaryFolder()
    let list = (0..<cases).map { "{ \"id\": \"c\($0)\", \"vars\": { \"n\": \"\($0)\" } }" }
    let file = try folder.write(
      """
      { "version": 1, "name": "storm", "models": ["gpt-4"], \(settings)
        "prompts": { "p": { "messages": [{ "role": "user", "content": "Say {{n}}." }] } },
        "defaults": { "assert": [\(assertion)] },
        "cases": [\(list.joined(separator: ","))] }
      """, to: "suite.json")
    return try SuiteLoader().load([file]).suites[0]
  }

  struct Storm: Sendable, CustomTestStringConvertible {
    var rate: Int
    var rule: LimitedServer.Rule
    var latency = Duration.milliseconds(50)

    /// What a minute may lack or have for no other reason than where it begins. A window begins with
    /// a call, after a wait that is told in whole seconds: six of ten seconds take longer than a
    /// minute.
    var grain: Int {
      if case .window(let length, let calls) = rule, length < .seconds(60) { calls } else { 0 }
    }

    var testDescription: String { "\(rate) a minute, \(rule), \(latency)" }
  }

  static let storms = [
    // As the simulator and LiteLLM do it.
    Storm(rate: 30, rule: .window(.seconds(60), calls: 30)),
    Storm(rate: 120, rule: .window(.seconds(60), calls: 120), latency: .seconds(1)),
    Storm(rate: 600, rule: .window(.seconds(60), calls: 600)),
    Storm(rate: 300, rule: .window(.seconds(10), calls: 50), latency: .milliseconds(300)),
    Storm(rate: 120, rule: .bucket(perMinute: 120, burst: 10)),
    Storm(rate: 600, rule: .bucket(perMinute: 600, burst: 20), latency: .milliseconds(700)),
  ]

  @Test(arguments: storms)
  func aStormSettlesAtWhatTheServerTakes(storm: Storm) async throws {
    // Where windows and minutes do not meet, more minutes tell the mean.
    let length = storm.grain == 0 ? 4 : 8
    let cases = storm.rate * length - storm.rate / 2
    let (results, server) = try await Self.run(
      Self.suite(cases: cases), storm.rule, latency: storm.latency)
    #expect(results.suites[0].count(.passed) == cases, "nothing is lost")
    #expect(server.taken == cases)
    #expect(results.spending.calls == server.taken + server.refused)
    #expect(server.refused > 0)
    let minutes = server.perMinute
    // The first minute has what had been saved up, and finds out.
    let settled = minutes.dropFirst().dropLast()
    let slack = max(storm.rate / 10, storm.grain)
    #expect(settled.allSatisfy { abs($0 - storm.rate) <= slack }, "\(minutes)")
    let mean = Double(settled.reduce(0, +)) / Double(settled.count)
    #expect(abs(mean - Double(storm.rate)) <= Double(storm.rate) / 10, "\(minutes)")
    #expect((length...length + storm.grain / 50).contains(minutes.count), "\(minutes)")
  }

  /// Where nothing is refused, starting low costs about a round trip: 2,000 cases take some 32 of
  /// them, where 31.25 are the least there can be and 125 those of the limit that is begun with. How
  /// fast it grows is exact in the tables of the limit; here, time may pass on a busy machine before
  /// all have asked.
  @Test func withoutAStormStartingLowCostsLittle() async throws {
    let (results, server) = try await Self.run(
      Self.suite(cases: 2000), .none, latency: .milliseconds(50)
    ) { $0.concurrency = 64 }
    #expect(server.taken == 2000)
    let least = Duration.milliseconds(50) * 2000 / 64
    #expect(least / results.duration > 0.6, "\(results.duration)")
  }

  @Test func waitingForTheServersLimitIsNoLatency() async throws {
    let (results, _) = try await Self.run(
      Self.suite(cases: 60), .window(.seconds(60), calls: 30))
    let attempts = results.suites[0].cases.flatMap(\.attempts)
    #expect(attempts.count { ($0.waiting ?? .zero) >= .seconds(30) } >= 8)
    // The server says that each reply took a millisecond.
    #expect(attempts.allSatisfy { $0.latency == .milliseconds(1) })
  }

  /// Judges are calls like others; those of the same model share its limit.
  @Test(arguments: ["gpt-4", "judge"])
  func casesAndJudgesShareWhatTheServerTakes(judge: String) async throws {
    let (results, server) = try await Self.run(
      Self.suite(
        cases: 210, assertion: "{ \"type\": \"llm-rubric\", \"value\": \"is a number\" }",
        settings: "\"judge\": \"\(judge)\","), .window(.seconds(60), calls: 120))
    #expect(results.suites[0].count(.passed) == 210)
    #expect(server.taken == 420)
    let minutes = server.perMinute
    #expect(minutes.dropLast().allSatisfy { $0 >= 108 && $0 <= 120 }, "\(minutes)")
  }

  /// Where the user names the rate, the server need not refuse anything.
  @Test(arguments: [6, 60, 240, 1200])
  func aConfiguredRateIsKept(rate: Int) async throws {
    let cases = rate * 7 / 2
    let (results, server) = try await Self.run(Self.suite(cases: cases), .none) {
      $0.limits.requestsPerMinute.all = rate
    }
    #expect(results.suites[0].count(.passed) == cases)
    let minutes = server.perMinute
    // One call may fall to either side of the end of a minute.
    #expect(minutes.dropLast().allSatisfy { abs($0 - rate) <= max(1, rate / 10) }, "\(minutes)")
  }
}
