import Foundation
import HTTPTypes
import JSONModel
import Synchronization
import Testing

@testable import GatewaySimulator

@Suite struct GatewayTests {
  @Test func documentedShapesServeTheDocumentedClient() async throws {
    var script = SimulatorScript.default
    script.shapes = .documented
    try await SimulatorClient.run(script, .init(time: ManualClock().time)) { client, simulator in
      let created = try await client.send(
        .post, "/api/jobs/create",
        ["team_id": .string(simulator.teamID), "job_type": "chat", "metadata": [:]])
      let job = created.json["job_id"]?.stringValue ?? ""
      #expect(
        created.json == [
          "job_id": .string(job), "team_id": "team-demo", "status": "pending",
          "created_at": "2026-11-24T00:00:00.000Z",
        ])
      // One string to stop at, and no model: this client has a default.
      let call = try await client.send(
        .post, "/api/jobs/\(job)/llm-call",
        ["messages": [["role": "user", "content": "Hi"]], "stop": "END"])
      #expect(call.json["object"] == "chat.completion")
      #expect(call.json["model"] == "gpt-4")
      #expect(call.json["choices"]?[0]?["message"]?["content"] == "Hi")
      #expect(call.json["usage"]?["total_tokens"]?.intValue != nil)
      let completed = try await client.send(
        .post, "/api/jobs/\(job)/complete", ["status": "completed", "metadata": [:]])
      #expect(
        completed.json == [
          "job_id": .string(job), "status": "completed", "credits_remaining": 999_999,
          "total_calls": 1,
        ])
    }
  }

  @Test func tenCompletionsChargeFiveTimes() async throws {
    try await SimulatorClient.run { client, simulator in
      let job = try await client.job()
      for _ in 0..<10 {
        _ = try await client.send(.post, "/api/jobs/\(job)/complete", ["status": "completed"])
      }
      let balance = try await client.send(.get, "/api/credits/teams/\(simulator.teamID)/balance")
      #expect(balance.json["credits_used"] == 5)
      let transactions = try await client.send(
        .get, "/api/credits/teams/\(simulator.teamID)/transactions?limit=3")
      #expect(transactions.json["transactions"]?.arrayValue?.count == 3)
      #expect(transactions.json["transactions"]?[0]?["credits_after"] == 999_995)
    }
  }

  @Test func bodyOverTheLimitIsRefused() async throws {
    try await SimulatorClient.run(.default, .init(bodyLimit: 200)) { client, _ in
      let job = try await client.job()
      let small = try await client.call(job, "short")
      #expect(small.status == 200)
      let large = try await client.call(job, String(repeating: "x", count: 500))
      #expect(large.status == 413)
      #expect(large.text.contains("limit of 200 bytes"))
      #expect(try await client.call(job, "short").status == 200)
    }
  }

  @Test func chunkedBodyOverTheLimitIsRefused() async throws {
    try await SimulatorClient.run(.default, .init(bodyLimit: 200)) { _, simulator in
      let connection = try #require(RawConnection(port: simulator.port))
      connection.send(
        "POST /api/jobs/create HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"
          + "Connection: close\r\n\r\n12c\r\n\(String(repeating: "x", count: 300))\r\n0\r\n\r\n")
      let (bytes, _) = await connection.readToEnd()
      #expect(bytes.text.hasPrefix("HTTP/1.1 413 "))
    }
  }

  @Test func portInUseSaysByWhom() async throws {
    try await SimulatorClient.run { _, simulator in
      let error = await #expect(throws: SimulatorError.self) {
        try await GatewaySimulator.withSimulator(configuration: .init(port: simulator.port)) { _ in
        }
      }
      #expect(error?.code == .portInUse)
      let process = ProcessInfo.processInfo.processIdentifier
      #expect(error?.message.contains("process \(process) (") == true, "\(error?.message ?? "")")
      #expect(error?.message.contains("port 0 for any") == true)
    }
  }

  @Test func addressThatIsNotHereIsRefused() async throws {
    let error = await #expect(throws: SimulatorError.self) {
      try await GatewaySimulator.withSimulator(configuration: .init(host: "192.0.2.1")) { _ in }
    }
    #expect(error?.code == .cannotListen)
  }

  @Test func logHasALineForEachRequestAndNoSecrets() async throws {
    let lines = Lines()
    let configuration = SimulatorConfiguration(
      time: ManualClock().time, requestLog: { lines.append($0) })
    let script = try SimulatorScript(
      parsing: """
        {"version": 1, "teams": [{"id": "t", "key": "sk-canary"}], "rules": [
          {"name": "greeting", "when": {"contains": "hello"}, "reply": {"text": "Hi"}}]}
        """)
    try await SimulatorClient.run(script, configuration) { client, _ in
      let job = try await client.job(team: "t")
      _ = try await client.call(job, "hello, secret-prompt")
      _ = try await client.call(job, "x", headers: FaultTests.header("429"))
      _ = try await client.send(.get, "/nowhere?key=sk-canary")
      var unknown = client
      unknown.key = "sk-canary-of-nobody"
      _ = try await unknown.send(.get, "/api/jobs/\(job)")
    }
    let entries = lines.all.map { try? JSONDocument(parsing: Array($0.utf8)).value }
    #expect(entries.count == 5)
    #expect(entries[1]?["rule"] == "greeting")
    #expect(entries[1]?["attempt"] == 1)
    #expect(entries[1]?["endpoint"] == "llm-call")
    #expect(entries[1]?["time"] == "2026-11-24T00:00:00.000Z")
    #expect(entries[2]?["fault"] == "status")
    #expect(entries[2]?["status"] == 429)
    #expect(entries[3]?["path"] == "/nowhere")
    #expect(entries[4]?["status"] == 401)
    #expect(!lines.all.joined().contains("canary"))
    #expect(!lines.all.joined().contains("secret-prompt"))
  }

  @Test func embeddingsOfLikeTextsAreNear() async throws {
    try await SimulatorClient.run { client, _ in
      let answer = try await client.send(
        .post, "/v1/embeddings",
        [
          "model": "e",
          "input": ["The cat sat on the mat.", "A cat sat on a mat", "Interest rates rose."],
        ])
      let vectors = (answer.json["data"]?.arrayValue ?? []).map { entry in
        (entry["embedding"]?.arrayValue ?? []).compactMap(\.doubleValue)
      }
      func similarity(_ left: Int, _ right: Int) -> Double {
        zip(vectors[left], vectors[right]).reduce(0) { $0 + $1.0 * $1.1 }
      }
      #expect(vectors.map(\.count) == [256, 256, 256])
      #expect(abs(similarity(0, 0) - 1) < 1e-5)
      #expect(similarity(0, 1) > similarity(0, 2) + 0.3)
    }
  }

  @Test func jobsAndCallsAreForgottenBeyondTheirLimits() throws {
    let time = Timestamp(microseconds: ManualClock.start)
    var state = GatewayState(
      script: .default, now: time, limits: .init(jobs: 3, calls: 4, questions: 2))
    let jobs = (0..<5).map { _ in
      state.createJob(team: "team-demo", type: "t", userID: nil, metadata: [:], at: time).id
    }
    #expect(jobs.map { state.job($0) != nil } == [false, false, true, true, true])
    #expect(state.usage.month("2026-11", of: "team-demo")?.jobs == 5)
    for job in jobs {
      for _ in 0..<2 {
        state.record(
          CallRecord(
            id: state.nextIdentifier(), model: "m", promptTokens: 1, completionTokens: 1,
            cost: 0.5, latency: 1, created: time),
          in: job)
      }
    }
    #expect(jobs.map { state.job($0)?.calls.count } == [nil, nil, 0, 2, 2])
    #expect(state.job(jobs[2])?.totals.calls == 2, "what was dropped is still counted")
    #expect([1, 1, 2, 1, 3, 1].map { state.nextAttempt(of: $0) } == [1, 2, 1, 3, 1, 1])
  }
}

/// Lines that came from anywhere.
final class Lines: Sendable {
  private let lines = Mutex<[String]>([])

  func append(_ line: String) {
    lines.withLock { $0.append(line) }
  }

  var all: [String] { lines.withLock { $0 } }
}
