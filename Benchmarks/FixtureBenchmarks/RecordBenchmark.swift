import Foundation
import GatewaySimulator
import HTTPFixtures
import HTTPTransport
import HTTPTypes
import JSONModel

/// What recording adds to a run that asks a server on this machine.
///
/// Live and recorded rounds take turns, so that a busy machine disturbs both alike.
enum RecordBenchmark {
  private static let concurrency = 8

  static func run() async throws {
    print("| server's delay | calls | live, s | recorded, s | recording adds |")
    print("| ---: | ---: | ---: | ---: | ---: |")
    try await row(delay: 50, count: 400)
    try await row(delay: 10, count: 1_000)
    try await row(delay: 0, count: 4_000)
  }

  private static func row(delay: Int, count: Int) async throws {
    let script = try SimulatorScript(
      parsing: """
        {"version": 1, "rules": [
          {"when": {"endpoint": "llm-call"}, "reply": {"text": "Hello", "latency": \(Double(delay) / 1000)}}
        ]}
        """)
    var live = Double.infinity
    var recorded = Double.infinity
    try await GatewaySimulator.withSimulator(script: script) { simulator in
      try await AsyncHTTPClientTransport.withTransport { network in
        for _ in 0..<5 {
          live = min(live, try await seconds(.live, count, simulator, network))
          recorded = min(recorded, try await seconds(.record, count, simulator, network))
        }
      }
    }
    print(
      String(
        format: "| %d ms | %d | %.3f | %.3f | %.1f %% |", delay, count, live, recorded,
        (recorded / live - 1) * 100))
  }

  /// The time of one run, with opening and finishing the session.
  private static func seconds(
    _ mode: FixtureMode, _ count: Int, _ simulator: GatewaySimulator, _ network: some HTTPTransport
  ) async throws -> Double {
    let folder = FileManager.default.temporaryDirectory.appending(path: "fixture-recording")
    defer { try? FileManager.default.removeItem(at: folder) }
    let clock = ContinuousClock()
    let elapsed = try await clock.measure {
      let session = try FixtureSession(
        .init(
          mode: mode, folder: folder.path, rules: GeneratedRecordings.rules,
          redaction: RedactionRules(secrets: [simulator.virtualKey]),
          recording: RecordingOptions(sortLabels: ["case"])), upstream: { network })
      let job = try await createJob(session, simulator)
      try await withThrowingTaskGroup(of: Void.self) { group in
        var next = 0
        func startNext() {
          guard next < count else { return }
          let number = next
          next += 1
          group.addTask {
            var call = GeneratedRecordings.call(number, job: job)
            call.request.url = "\(simulator.baseURL)/api/jobs/\(job)/llm-call"
            call.request.headers[.authorization] = "Bearer \(simulator.virtualKey)"
            let response = try await session.transport(call.labels).send(call.request)
            _ = try await response.body.collect(upTo: 1 << 20)
            guard response.status == .ok else { throw BenchmarkError.wrongAnswer }
          }
        }
        for _ in 0..<concurrency { startNext() }
        while try await group.next() != nil { startNext() }
      }
      try session.finish()
    }
    return elapsed / .seconds(1)
  }

  private static func createJob(
    _ session: FixtureSession, _ simulator: GatewaySimulator
  ) async throws -> String {
    let body = "{\"team_id\":\"\(simulator.teamID)\",\"job_type\":\"benchmark\"}"
    let response = try await session.transport(["step": "create"]).send(
      TransportRequest(
        method: .post, url: "\(simulator.baseURL)/api/jobs/create",
        headers: [
          .contentType: "application/json", .authorization: "Bearer \(simulator.virtualKey)",
        ], body: Array(body.utf8)))
    let reply = try await response.body.collect(upTo: 1 << 20).bytes
    guard let job = try JSONValue(parsing: reply)["job_id"]?.stringValue else {
      throw BenchmarkError.wrongAnswer
    }
    return job
  }
}
