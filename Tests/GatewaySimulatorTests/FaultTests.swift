import Foundation
import GatewaySimulator
import HTTPTypes
import JSONModel
import Testing

/// Faults that a client sees in whole answers and streams.
@Suite struct FaultTests {
  struct Expected: Sendable, CustomStringConvertible {
    var fault: String
    var status: Int
    var body: String
    var type = "application/json"
    var description: String { fault }
  }

  static let answers = [
    Expected(fault: "401", status: 401, body: #"{"detail":"Invalid API key"}"#),
    Expected(fault: "status; code=403; message=No.", status: 403, body: #"{"detail":"No."}"#),
    Expected(fault: "404", status: 404, body: #"{"detail":"Job not found"}"#),
    Expected(fault: "429", status: 429, body: #"{"detail":"Rate limit exceeded"}"#),
    Expected(fault: "status;code=422", status: 422, body: #""type":"missing""#),
    Expected(fault: "provider; failure=503", status: 500, body: "Error code: 503"),
    Expected(fault: "provider; failure=timeout", status: 500, body: "Request timed out."),
    Expected(
      fault: "provider; failure=long-error", status: 500, body: "Internal Server Error",
      type: "text/plain; charset=utf-8"),
    Expected(fault: "html; code=504", status: 504, body: "<h1>504 Gateway", type: "text/html"),
    Expected(fault: "nonsense", status: 400, body: "unknown fault"),
    Expected(fault: "resett", status: 400, body: #"did you mean \"reset\"?"#),
    Expected(fault: "status", status: 400, body: #"\"code\" is missing"#),
    Expected(fault: "status; code=200", status: 400, body: "from 400 to 599"),
    Expected(fault: "hang; at=lunch", status: 400, body: "known: headers, body"),
    Expected(fault: "crlf; at=body", status: 400, body: "unknown key"),
    Expected(fault: "slow-drip; bytes", status: 400, body: "is no name=value"),
    Expected(fault: ";", status: 400, body: "names no fault; known: status"),
  ]

  @Test(arguments: answers)
  func headerReplacesTheAnswer(expected: Expected) async throws {
    try await SimulatorClient.run { client, _ in
      let job = try await client.job()
      let answer = try await client.call(job, headers: Self.header(expected.fault))
      #expect(answer.status == expected.status)
      #expect(answer.text.contains(expected.body))
      #expect(answer.headers[.contentType] == expected.type)
      #expect(answer.headers[.retryAfter] == nil)
    }
  }

  static func header(_ fault: String) -> HTTPFields {
    guard let name = HTTPField.Name("X-Simulate-Fault") else { return [:] }
    return [name: fault]
  }

  @Test func retryAfterIsSentWhereItIsAskedFor() async throws {
    try await SimulatorClient.run { client, simulator in
      let job = try await client.job()
      let answer = try await client.call(job, headers: Self.header("429; retryAfter=7"))
      #expect(answer.status == 429)
      #expect(answer.headers[.retryAfter] == "7")
      #expect(simulator.counts.faults == ["status": 1])
      #expect(simulator.counts.replies == 0)
    }
  }

  @Test func errorsOfOpenAIEndpointsHaveOpenAIsForm() async throws {
    try await SimulatorClient.run { client, _ in
      let answer = try await client.send(
        .post, "/v1/chat/completions", ["model": "gpt-4", "messages": []],
        headers: Self.header("429"))
      #expect(answer.status == 429)
      #expect(answer.json["error"]?["code"] == "429")
    }
  }

  // MARK: Streams

  struct Stream: Sendable, CustomStringConvertible {
    var fault: String
    var kinds: [String]
    var description: String { fault }
  }

  static let streams = [
    Stream(fault: "missing-done", kinds: ["first", "chunk", "finish", "usage"]),
    Stream(fault: "truncated-stream", kinds: ["first", "chunk"]),
    Stream(fault: "in-band-error", kinds: ["first", "chunk", "error"]),
    Stream(fault: "in-band-error; form=text", kinds: ["first", "chunk", "error"]),
    Stream(
      fault: "truncated-json",
      kinds: ["first", "chunk", "not JSON", "chunk", "finish", "usage", "done"]),
    Stream(fault: "broken-stream", kinds: ["error"]),
    Stream(fault: "provider; failure=429", kinds: ["error"]),
    Stream(fault: "no-space", kinds: ["unreadable"]),
  ]

  @Test(arguments: streams)
  func streamHasTheFault(stream: Stream) async throws {
    try await SimulatorClient.run { client, _ in
      let job = try await client.job()
      let answer = try await client.call(
        job, "one two three four five six", path: "llm-call-stream",
        headers: Self.header(stream.fault))
      #expect(answer.status == 200)
      #expect(EventReader(answer.bytes).kinds == stream.kinds)
    }
  }

  @Test func lineEndsAreCRLF() async throws {
    try await SimulatorClient.run { client, _ in
      let job = try await client.job()
      let answer = try await client.call(
        job, path: "llm-call-stream", headers: Self.header("crlf"))
      #expect(answer.text.hasSuffix("data: [DONE]\r\n\r\n"))
      #expect(answer.text.replacing("\r\n", with: "").contains("\n") == false)
    }
  }

  @Test func jsonIsTruncatedWithinAWholeBody() async throws {
    try await SimulatorClient.run { client, _ in
      let job = try await client.job()
      let answer = try await client.call(job, headers: Self.header("truncated-json"))
      #expect(answer.status == 200)
      #expect(answer.text.hasPrefix("{"))
      #expect(throws: JSONSyntaxError.self) { try JSONDocument(parsing: answer.bytes) }
    }
  }

  // MARK: Scripts

  @Test func faultOfTheFirstAttemptIsGoneWithTheSecond() async throws {
    let script = try SimulatorScript(
      parsing: """
        {"version": 1, "rules": [
          {"name": "hiccup", "when": {"attempt": 1}, "fault": {"kind": "status", "code": 429}},
          {"when": {"attempt": {"from": 2}}, "reply": {"text": "There."}}]}
        """)
    try await SimulatorClient.run(script) { client, _ in
      let job = try await client.job()
      #expect(try await client.call(job, "a").status == 429)
      #expect(try await client.call(job, "b").status == 429)
      #expect(try await client.call(job, "a").json["response"]?["content"] == "There.")
    }
  }

  @Test func rateLimitCountsTheCallsOfAMinute() async throws {
    let clock = ManualClock()
    let script = try SimulatorScript(
      parsing: """
        {"version": 1, "rules": [{"fault": {"kind": "rate-limit", "callsPerMinute": 2}}]}
        """)
    try await SimulatorClient.run(script, .init(time: clock.time)) { client, _ in
      let job = try await client.job()
      #expect(try await client.call(job).status == 200)
      clock.advance(seconds: 20)
      #expect(try await client.call(job).status == 200)
      let refused = try await client.call(job)
      #expect(refused.status == 429)
      #expect(refused.headers[.retryAfter] == "40")
      clock.advance(seconds: 40)
      #expect(try await client.call(job).status == 200)
    }
  }

  @Test func faultsOfOtherEndpointsAreNamed() async throws {
    let script = try SimulatorScript(
      parsing: """
        {"version": 1, "rules": [{"when": {"endpoint": "complete"}, "fault": "reset"}]}
        """)
    try await SimulatorClient.run(script) { client, _ in
      let job = try await client.job()
      #expect(try await client.call(job).status == 200)
      await #expect(throws: (any Error).self) {
        try await client.send(.post, "/api/jobs/\(job)/complete", ["status": "completed"])
      }
      // The job was completed and charged: only the answer was lost.
      let after = try await client.send(.get, "/api/jobs/\(job)")
      #expect(after.json["status"] == "COMPLETED")
      #expect(after.json["credit_applied"] == true)
    }
  }

  @Test func faultStrikesAsOftenAsItsProbabilitySays() async throws {
    let script = try SimulatorScript(
      parsing: """
        {"version": 1, "seed": 3, "rules": [
          {"fault": {"kind": "status", "code": 500, "probability": 0.3}}]}
        """)
    try await SimulatorClient.run(script) { client, _ in
      let job = try await client.job()
      var failed = 0
      for number in 0..<200 where try await client.call(job, "question \(number)").status == 500 {
        failed += 1
      }
      // The seed is fixed, so this is always the same number.
      #expect((45...75).contains(failed))
    }
  }
}
