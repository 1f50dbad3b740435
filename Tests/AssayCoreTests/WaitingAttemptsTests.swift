import AssayAssertions
import AssaySuites
import HTTPFixtures
import Testing

@testable import AssayCore

/// Attempts that have been let wait for their turn when a run comes to its end.
@Suite struct WaitingAttemptsTests {
  private static func configuration(_ server: HeldServer) -> RunConfiguration {
    // Four calls at first, and two attempts that wait behind them.
    RunConfiguration(
      mode: .live, concurrency: 8,
      gateway: .init(
        baseURL: "http://gateway.invalid", teamID: "t", virtualKey: "k", network: server))
  }

  @Test func areNotBegunOnceTheRunIsInterrupted() async throws {
    let server = HeldServer()
    let suite = try StormTests.suite(cases: 20)
    let interruption = Interruption()
    let run = try Runner(Self.configuration(server)).prepare([suite])
    async let results = run.run(interruption: interruption) { event in
      if case .stopping = event { server.release() }
    }
    await server.has(calls: 4)
    interruption.request()
    let all = try await results
    #expect(server.calls == 4)
    #expect(all.stop == .interrupted)
    #expect(all.suites[0].count(.passed) == 4)
    #expect(all.suites[0].count(.skipped) == 16)
    #expect(
      all.suites[0].cases.flatMap(\.attempts).filter { $0.outcome == .skipped }
        .allSatisfy { $0.reason == "not run: the run was interrupted" })
  }

  @Test func areNotBegunOnceNobodyListens() async throws {
    let server = HeldServer()
    let suite = try StormTests.suite(cases: 20)
    let configuration = Self.configuration(server)
    let run = Task {
      try await Runner(configuration).run(suite) { event in
        if case .stopping = event { server.release() }
      }
    }
    await server.has(calls: 4)
    run.cancel()
    let results = try await run.value
    #expect(server.calls == 4)
    #expect(results.stop == .interrupted)
    #expect(results.suites[0].cases.allSatisfy { $0.attempts.count == 1 })
  }

  /// Each case is told once, with all its attempts, however the run ends.
  @Test(arguments: [false, true]) func everyCaseIsToldOnce(isInterrupted: Bool) async throws {
    let server = HeldServer()
    let suite = try StormTests.suite(cases: 20)
    let interruption = Interruption()
    let (told, teller) = AsyncStream<(CaseResult, AttemptPlace)>.makeStream()
    let run = try Runner(Self.configuration(server)).prepare([suite])
    async let results = run.run(interruption: interruption) { event in
      switch event {
      case .testCase(let result, let place): teller.yield((result, place))
      case .stopping: server.release()
      case .finished: teller.finish()
      default: break
      }
    }
    await server.has(calls: 4)
    if isInterrupted { interruption.request() } else { server.release() }
    let all = try await results
    var places: [Int] = []
    for await (result, place) in told {
      places.append(place.slot)
      let final = all.suites[place.suite].cases[place.slot]
      #expect(result.identity == final.identity && result.outcome == final.outcome)
      #expect(result.attempts.count == 1)
    }
    #expect(places.sorted() == Array(0..<20))
  }
}
