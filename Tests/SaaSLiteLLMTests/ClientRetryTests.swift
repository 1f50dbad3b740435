import HTTPTransport
import HTTPTypes
import JSONModel
import TestSupport
import Testing

@testable import SaaSLiteLLM

/// What the client does about failures, with a clock that does not wait.
struct ClientRetryTests {
  private static let reply = ScriptedTransport.Step.json(
    #"{"call_id":"c","response":{"content":"hi","finish_reason":"stop"},"metadata":{"tokens_used":3}}"#
  )
  private static let refused = ScriptedTransport.Step.failure(
    TransportError(code: .connect, message: "refused"))
  private static let lost = ScriptedTransport.Step.failure(
    TransportError(code: .connectionLost, message: "lost"))

  @Test func waitingIsToldApartFromLatency() async throws {
    let time = ManualTime()
    let transport = ScriptedTransport([Self.refused, Self.refused, Self.reply])
    let response = try await SaaSLLMClient.forTests(transport, time: time)
      .chat(job: "j", messages: [.user("hi")])
    #expect(response.timings.attempts == 3)
    #expect(response.timings.waiting == .milliseconds(1500))
    #expect(response.timings.latency == .milliseconds(5))
    #expect(time.sleeps == [.milliseconds(500), .seconds(1)])
    #expect(Set(transport.requests.map(\.body)).count == 1)
  }

  @Test func retryAfterIsKept() async throws {
    let time = ManualTime()
    let limited = ScriptedTransport.Step.json(
      #"{"error":{"message":"slow down"}}"#, status: 429, headers: [.retryAfter: "7"])
    let response = try await SaaSLLMClient.forTests(
      ScriptedTransport([limited, Self.reply]), time: time
    ).chat(job: "j", messages: [.user("hi")])
    #expect(time.sleeps == [.seconds(7)])
    #expect(response.text == "hi")
  }

  @Test func givesUpWithTheLastErrorAndItsContext() async throws {
    let time = ManualTime()
    let limited = ScriptedTransport.Step.json(
      #"{"error":{"message":"slow down"}}"#, status: 429,
      headers: [.requestID: "req-9"])
    let transport = ScriptedTransport([limited, limited, limited])
    let error = await #expect(throws: ClientError.self) {
      try await SaaSLLMClient.forTests(transport, time: time)
        .chat(job: "j", messages: [.user("hi")])
    }
    #expect(error?.code == .rateLimited)
    #expect(error?.context.attempt == 3)
    #expect(error?.context.waiting == .milliseconds(1500))
    #expect(error?.context.requestID == "req-9")
    #expect(error?.context.url == "http://gateway.test/api/jobs/j/llm-call")
    #expect(transport.requests.count == 3)
  }

  /// The status has been told, and the rest of the text would have added little.
  @Test(arguments: [
    (401, ClientError.Code.unauthorized), (429, .rateLimited), (503, .server), (302, .redirected),
  ])
  func aRefusalThatBreaksOffIsStillOne(status: Int, code: ClientError.Code) async throws {
    let headers: HTTPFields = [.contentType: "application/json", .retryAfter: "7"]
    let chunks = [BodyChunk(bytes: Array(#"{"detail": "ba"#.utf8), elapsed: nil)]
    for error in [TransportError.Code.connectionLost, .idleTimeout] {
      let broken = ScriptedTransport.Step.broken(
        status: status, headers: headers, chunks: chunks,
        TransportError(code: error, message: "cut", responseStarted: true))
      let client = SaaSLLMClient.forTests(ScriptedTransport([broken, broken]), retry: .never)
      for failure in [
        await #expect(throws: ClientError.self) { try await client.chat(job: "j", messages: []) },
        await #expect(throws: ClientError.self) {
          try await client.chatStream(job: "j", messages: []).accumulated()
        },
      ] {
        #expect(failure?.code == code)
        #expect(failure?.context.status == status)
        #expect(failure?.context.retryAfter == .seconds(7))
        #expect(failure?.context.bodyExcerpt?.contains("ba") == true)
      }
    }
  }

  @Test func completionIsNeverRepeatedBlindly() async throws {
    for failure in [Self.lost, .json("{}", status: 503)] {
      let transport = ScriptedTransport([failure, .json("{}")])
      await #expect(throws: ClientError.self) {
        try await SaaSLLMClient.forTests(transport).completeJob("j")
      }
      #expect(transport.requests.count == 1)
    }
    // A proxy that waited in vain does not know what the server did.
    let waited = ScriptedTransport([.json("{}", status: 408), .json("{}")])
    await #expect(throws: ClientError.self) {
      try await SaaSLLMClient.forTests(waited).createAndCall(type: "t", ChatRequest(messages: []))
    }
    #expect(waited.requests.count == 1)
    // Nothing was sent, so nothing is charged twice.
    let transport = ScriptedTransport([Self.refused, .json(#"{"status":"COMPLETED"}"#)])
    let completion = try await SaaSLLMClient.forTests(transport).completeJob("j")
    #expect(completion.status == "completed")
    #expect(completion.creditsRemaining == nil)
    #expect(transport.requests.count == 2)
  }

  @Test func foreignErrorsPassThrough() async throws {
    struct ReplayMiss: Error, Equatable { var what: String }
    let miss = ReplayMiss(what: "never recorded")
    let transport = ScriptedTransport([.failure(miss), .failure(miss), .failure(miss)])
    let client = SaaSLLMClient.forTests(transport)
    await #expect(throws: miss) { try await client.createJob(type: "chat") }
    await #expect(throws: miss) { try await client.chat(job: "j", messages: []) }
    await #expect(throws: miss) {
      try await client.chatStream(job: "j", messages: []).accumulated()
    }
    #expect(transport.requests.count == 3)
  }

  @Test func cancellationHasItsCode() async throws {
    let error = await #expect(throws: ClientError.self) {
      try await SaaSLLMClient.forTests(ScriptedTransport([.failure(CancellationError())]))
        .chat(job: "j", messages: [])
    }
    #expect(error?.code == .cancelled)
    #expect(error?.isRetryable == false)
  }

  @Test func olderGatewaysAreLearnt() async throws {
    let older = try WireTranscript.named("R1a_call_model_422")
    let transport = ScriptedTransport([.init(older), Self.reply, Self.reply, Self.reply])
    let client = SaaSLLMClient.forTests(transport)
    _ = try await client.chat(job: "j", messages: [.user("hi")])
    // Copies know it too.
    _ = try await client.using(transport).chat(job: "j", messages: [.user("hi")])
    let bodies = try transport.requests.map { try JSONValue(parsing: $0.body) }
    #expect(bodies.map { $0["model_group"]?.stringValue } == [nil, "gpt-4", "gpt-4"])
    #expect(bodies.map { $0["model"]?.stringValue } == ["gpt-4", "gpt-4", "gpt-4"])
  }

  @Test func olderGatewaysAreLearntFromStreams() async throws {
    let older = try WireTranscript.named("R1a_call_model_422")
    let stream = try WireTranscript.named("R2_stream_ok")
    let transport = ScriptedTransport([.init(older), .init(stream), .init(stream)])
    let client = SaaSLLMClient.forTests(transport)
    for _ in 0..<2 {
      let response = try await client.chatStream(job: "j", messages: [.user("hi")]).accumulated()
      #expect(response.text == "Hello from the fake provider.")
    }
    #expect(transport.requests.count == 3)
  }

  // MARK: Jobs around a body

  private static let created = ScriptedTransport.Step.json(#"{"job_id":"j1","status":"PENDING"}"#)
  private static let completed = ScriptedTransport.Step.json(#"{"status":"COMPLETED"}"#)

  private func statuses(_ transport: ScriptedTransport) throws -> [String] {
    try transport.requests.dropFirst().map {
      try JSONValue(parsing: $0.body)["status"]?.stringValue ?? "-"
    }
  }

  @Test func withJobCompletes() async throws {
    let transport = ScriptedTransport([Self.created, Self.completed])
    let result = try await SaaSLLMClient.forTests(transport).withJob(type: "chat") { job in
      job.rawValue
    }
    #expect(result == "j1")
    #expect(try statuses(transport) == ["completed"])
    #expect(transport.requests.last?.url == "http://gateway.test/api/jobs/j1/complete")
  }

  @Test func withJobFailsAndKeepsTheError() async throws {
    struct Mine: Error {}
    // Also when the completion fails.
    for last in [Self.completed, .json("{}", status: 500)] {
      let transport = ScriptedTransport([Self.created, last])
      await #expect(throws: Mine.self) {
        try await SaaSLLMClient.forTests(transport).withJob(type: "chat") { _ in throw Mine() }
      }
      #expect(try statuses(transport) == ["failed"])
    }
  }

  @Test func withJobFailsWhenCancelled() async throws {
    let transport = ScriptedTransport([Self.created, Self.completed])
    let client = SaaSLLMClient.forTests(transport)
    let (entered, note) = AsyncStream.makeStream(of: Void.self)
    let task = Task {
      try await client.withJob(type: "chat") { _ in
        note.yield()
        // A body that takes no notice of being cancelled.
        while !Task.isCancelled { await Task.yield() }
      }
    }
    for await _ in entered { break }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(try statuses(transport) == ["failed"])
  }

  /// What succeeded is completed, even if the task is cancelled in the middle of completing.
  @Test func withJobFinishesACompletionThatHasBegun() async throws {
    let transport = ScriptedTransport([Self.created, Self.completed])
    let slow = CancellingTransport(transport)
    let client = SaaSLLMClient(
      baseURL: "http://gateway.test", teamID: "team", virtualKey: "sk-own-virtual-key",
      transport: slow)
    let task = Task { try await client.withJob(type: "chat") { _ in "result" } }
    slow.onCompletion { task.cancel() }
    #expect(try await task.value == "result")
    #expect(try statuses(transport) == ["completed"])
  }

  /// Cancels whoever asks as soon as a completion is sent, and refuses cancelled tasks as the
  /// network does.
  private final class CancellingTransport: HTTPTransport {
    private let inner: ScriptedTransport
    private let (actions, add) = AsyncStream.makeStream(of: (@Sendable () -> Void).self)

    init(_ inner: ScriptedTransport) {
      self.inner = inner
    }

    func onCompletion(_ action: @escaping @Sendable () -> Void) { add.yield(action) }

    func send(_ request: TransportRequest) async throws -> TransportResponse {
      if request.url.hasSuffix("/complete") {
        for await action in actions {
          action()
          break
        }
      }
      try Task.checkCancellation()
      return try await inner.send(request)
    }
  }

  @Test func failingAJobIsBounded() async throws {
    let time = ManualTime()
    let refused = Array(repeating: Self.refused, count: 10)
    let transport = ScriptedTransport([Self.created] + refused)
    let patient = RetryPolicy(maximumAttempts: 100, timeBudget: nil)
    struct Mine: Error {}
    await #expect(throws: Mine.self) {
      try await SaaSLLMClient.forTests(transport, time: time, retry: patient)
        .withJob(type: "chat") { _ in throw Mine() }
    }
    #expect(time.sleeps.reduce(.zero, +) <= .seconds(10))
    #expect(transport.requests.last?.deadlines.total == .seconds(10))
  }
}
