import AssayAssertions
import AssaySuites
import HTTPFixtures
import TestSupport
import Testing

@testable import AssayCore

/// `--tokens-per-minute` in virtual time, counted at the server: first turns, later turns and judges
/// take very different amounts, and all of them count.
@Suite struct PacingTests {
  /// A suite of conversations, judged or not, of a model at a server of its own.
  static func suite(cases: Int, turns: Int, judged: Bool) throws -> Suite {
    let folder = try TemporaryFolder()
    let list = (0..<cases).map { number in
      let turns = (1...turns).map { "{ \"user\": \"turn \($0) of \(number)\" }" }
      return "{ \"id\": \"c\(number)\", \"turns\": [\(turns.joined(separator: ","))] }"
    }
    let assertion =
      judged
      ? "{ \"type\": \"llm-rubric\", \"value\": \"is a number\" }"
      : "{ \"type\": \"contains\", \"value\": \"score\" }"
    let file = try folder.write(
      """
      { "version": 1, "name": "paced",
        "endpoints": { "near": { "baseURL": "http://near.invalid/v1" } },
        "models": [{ "model": "talker", "endpoint": "near" }],
        "judge": { "model": "judge", "endpoint": "near" },
        "prompts": { "p": { "messages": [{ "role": "system", "content": "Be brief." }] } },
        "defaults": { "assert": [\(assertion)] },
        "cases": [\(list.joined(separator: ",\n"))] }
      """, to: "suite.json")
    return try SuiteLoader().load([file]).suites[0]
  }

  private static func run(
    _ suite: Suite, tellsTokens: Bool = true,
    _ change: @escaping @Sendable (inout RunConfiguration) -> Void
  ) async throws -> TokenServer {
    let time = VirtualTime()
    let server = TokenServer(time, tellsTokens: tellsTokens)
    let results = try await time.run {
      var configuration = RunConfiguration(mode: .live, concurrency: 8)
      configuration.network = server
      configuration.time = time.source
      change(&configuration)
      return try await Runner(configuration).run(suite)
    }
    #expect(results.suites[0].count(.passed) == suite.cases.count)
    return server
  }

  private static func expectRate(_ minutes: [Int], _ rate: Int, _ whose: String) {
    // The last minute is none.
    #expect(minutes.count >= 4, "\(whose): \(minutes)")
    let whole = minutes.dropLast()
    #expect(
      whole.allSatisfy { abs($0 - rate) <= rate / 10 }, "\(whose): \(minutes), not \(rate)")
  }

  /// 420 tokens an attempt, of which the last reply takes 400.
  @Test func allTurnsCount() async throws {
    let rate = 12_000
    let server = try await Self.run(Self.suite(cases: 100, turns: 2, judged: false)) {
      $0.limits.tokensPerMinute.all = rate
    }
    Self.expectRate(server.perMinute("talker"), rate, "talker")
  }

  /// Judges have the rate of their own model.
  @Test func judgesCountAsCasesDo() async throws {
    let server = try await Self.run(Self.suite(cases: 60, turns: 1, judged: true)) {
      $0.limits.tokensPerMinute.particular = ["judge": 12_000]
    }
    Self.expectRate(server.perMinute("judge"), 12_000, "judge")
  }

  /// Where nothing is told, what was expected stands: a quarter of the bytes of the request.
  @Test func unknownTokensKeepTheEstimate() async throws {
    let server = try await Self.run(
      Self.suite(cases: 40, turns: 1, judged: false), tellsTokens: false
    ) { $0.limits.tokensPerMinute.all = 300 }
    // About 150 bytes, so 37 tokens: eight calls a minute.
    let minutes = server.perMinute("talker").map { $0 / 20 }
    #expect(minutes.count >= 4)
    #expect(minutes.dropLast().allSatisfy { (5...12).contains($0) }, "\(minutes)")
  }
}
