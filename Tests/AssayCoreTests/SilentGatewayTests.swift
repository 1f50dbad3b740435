import AssayAssertions
import AssaySuites
import HTTPFixtures
import Testing

@testable import AssayCore

/// A gateway that never answers where jobs begin and end must not hold up those who want to stop.
/// In virtual time: without an end of its own, the wait would never end.
@Suite struct SilentGatewayTests {
  private static func run(
    silentAt path: String, deadline: Duration? = nil,
    _ onEvent: @escaping @Sendable (RunEvent, Interruption) -> Void
  ) async throws -> RunResults {
    let time = VirtualTime()
    let server = LimitedServer(.none, latency: .seconds(1), time, silentAt: path)
    let suite = try StormTests.suite(cases: 3)
    return try await time.run {
      var configuration = RunConfiguration(
        mode: .live,
        gateway: .init(
          baseURL: "http://gateway.invalid", teamID: "t", virtualKey: "k", network: server))
      configuration.time = time.source
      configuration.deadlines.attempt = deadline
      let interruption = Interruption()
      return try await Runner(configuration).prepare([suite]).run(interruption: interruption) {
        onEvent($0, interruption)
      }
    }
  }

  /// After the first Ctrl-C ten seconds of grace, then or after the second ten more to complete
  /// jobs.
  @Test(arguments: [("/create", 1), ("/create", 2), ("/complete", 1), ("/complete", 2)])
  func theEndComesSoonAfterItWasAskedFor(path: String, times: Int) async throws {
    let results = try await Self.run(silentAt: path) { event, interruption in
      guard case .tick(let progress) = event, progress.elapsed > .seconds(60) else { return }
      if times == 2 || interruption.level == .none { interruption.request() }
    }
    #expect(results.duration < .seconds(times == 1 ? 82 : 72))
    #expect(results.stop == .interrupted)
    #expect(results.suites[0].count(path == "/create" ? .errored : .passed) == 3)
    // It is told that the job may be open, also where nobody knows whether there is one.
    #expect(results.suites[0].troubles.count == 1)
    let trouble = results.suites[0].troubles.first ?? ""
    #expect(
      trouble.contains(path == "/create" ? "the creation of a job" : "could not be completed"),
      "\(trouble)")
    #expect(trouble.contains("open"))
    #expect(results.suites[0].jobs.count == (path == "/create" ? 0 : 1))
  }

  @Test func anAttemptWaitsForItsJobNoLongerThanItMay() async throws {
    let results = try await Self.run(silentAt: "/create", deadline: .seconds(20)) {
      event, interruption in
      if case .attempt = event { interruption.request() }
    }
    let reasons = results.suites[0].cases.flatMap(\.attempts).map(\.reason)
    #expect(reasons == Array(repeating: "not done within 20 s (--attempt-timeout)", count: 3))
  }
}
