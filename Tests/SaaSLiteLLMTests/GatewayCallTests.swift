import HTTPTransport
import HTTPTypes
import JSONModel
import Synchronization
import TestSupport
import Testing

@testable import SaaSLiteLLM

/// The gateway's other calls, and what the client learns of servers.
struct GatewayCallTests {
  private static let request = ChatRequest(
    messages: [.user("hi")], purpose: "p", callMetadata: ["a": 1, "b": 2])

  @Test func createAndCall() async throws {
    let transport = ScriptedTransport(try .named("D02_cac_full"))
    let response = try await SaaSLLMClient.forTests(transport).createAndCall(
      type: "extraction", Self.request, metadata: ["a": 0, "c": 3], userID: "u")
    #expect(response.text == "Hello from the fake provider.")
    #expect(response.completion?.creditsRemaining == 996)
    #expect(response.completion?.status == "completed")
    let sent = transport.requests[0]
    #expect(sent.url == "http://gateway.test/api/jobs/create-and-call")
    let body = try JSONValue(parsing: sent.body)
    #expect(body["team_id"] == "team")
    #expect(body["job_type"] == "extraction")
    #expect(body["user_id"] == "u")
    // This path has no call metadata; nothing of it is lost.
    #expect(body["job_metadata"] == ["a": 1, "c": 3, "b": 2])
    #expect(body["call_metadata"] == nil)
    #expect(body["purpose"] == "p")
  }

  @Test func createAndCallIsNeverSentTwice() async throws {
    for failure in [
      ScriptedTransport.Step.json(#"{"detail":"x"}"#, status: 503),
      .failure(TransportError(code: .connectionLost, message: "lost")),
    ] {
      let transport = ScriptedTransport([failure, failure])
      let client = SaaSLLMClient.forTests(transport)
      await #expect(throws: ClientError.self) {
        try await client.createAndCall(type: "t", Self.request)
      }
      #expect(transport.requests.count == 1)
      await #expect(throws: ClientError.self) {
        try await client.createAndCallStream(type: "t", Self.request).accumulated()
      }
      #expect(transport.requests.count == 2)
    }
  }

  @Test func createAndCallStream() async throws {
    let transport = ScriptedTransport(try .named("E01_cacs_ok"))
    let response = try await SaaSLLMClient.forTests(transport)
      .createAndCallStream(type: "t", Self.request).accumulated()
    #expect(response.text == "Hello from the fake provider.")
    #expect(response.completion == nil)
    #expect(
      transport.requests[0].url == "http://gateway.test/api/jobs/create-and-call-stream")
  }

  @Test func reads() async throws {
    let details = try await SaaSLLMClient.forTests(.init(try .named("H05_job_completed")))
      .jobDetails("j")
    #expect(details.status == "completed")
    #expect(details.creditApplied != nil)
    #expect(details.completedAt != nil)
    let costs = try await SaaSLLMClient.forTests(.init(try .named("F25_costs_with_markup")))
      .jobCosts("j")
    #expect(costs.totalCostUSD == 0.6)
    #expect(costs.calls.first?.promptTokens != nil)
    let balance = try await SaaSLLMClient.forTests(.init(try .named("J01_balance")))
      .creditBalance()
    #expect(balance.budgetMode == "job_based")
    #expect(balance.createdAt != nil)
    #expect(balance.raw?["team_id"] != nil)
    let health = try await SaaSLLMClient.forTests(.init(try .named("K01_health"))).health()
    #expect(health.status == "healthy")
    #expect(health.service == "saas-llm-api")
  }

  @Test func metadata() async throws {
    let transport = ScriptedTransport(try .named("G01_metadata_patch"))
    let merged = try await SaaSLLMClient.forTests(transport).updateMetadata(["k": "v"], of: "j")
    #expect(merged != nil)
    #expect(transport.requests[0].method == .patch)
    #expect(try JSONValue(parsing: transport.requests[0].body) == ["metadata": ["k": "v"]])
  }

  @Test func failedCompletionsCanSayWhy() async throws {
    let transport = ScriptedTransport([.json(#"{"status":"FAILED"}"#)])
    let completion = try await SaaSLLMClient.forTests(transport)
      .completeJob("j", status: .failed, errorMessage: "no luck")
    #expect(completion.status == "failed")
    #expect(
      try JSONValue(parsing: transport.requests[0].body)
        == ["status": "failed", "metadata": [:], "error_message": "no luck"])
  }

  /// A completion that cannot be read has happened all the same.
  @Test(arguments: [
    "{}", #"{"costs":5,"calls":"none"}"#, #"{"job_id":7,"status":true,"credits_remaining":"many"}"#,
    "[]", #"{"credits_remaining":3.0,"total_calls":2}"#,
  ])
  func completionsAreReadWithoutConditions(_ body: String) async throws {
    let completion = try await SaaSLLMClient.forTests(ScriptedTransport([.json(body)]))
      .completeJob("j")
    #expect(completion.jobID == "j")
    if body.contains("3.0") { #expect(completion.creditsRemaining == 3) }
  }

  /// The documentation's own forms, which no server was seen to send.
  @Test func documentedForms() async throws {
    let flat = ScriptedTransport.Step.json(
      #"{"job_id":"j9","status":"completed","credits_remaining":41,"total_calls":2}"#)
    let completion = try await SaaSLLMClient.forTests(ScriptedTransport([flat])).completeJob("j")
    #expect(completion.jobID == "j9")
    #expect(completion.creditsRemaining == 41)
    #expect(completion.totalCalls == 2)
    #expect(completion.costs == nil)
    let chat = ScriptedTransport.Step.json(
      #"""
      {"id":"c1","object":"chat.completion","created":1764000000,"model":"gpt-4-0613",
       "choices":[{"index":0,"message":{"role":"assistant","content":"hi"},"finish_reason":"stop"}],
       "usage":{"prompt_tokens":3,"completion_tokens":1,"total_tokens":4}}
      """#)
    let response = try await SaaSLLMClient.forTests(ScriptedTransport([chat]))
      .chat(job: "j", messages: [])
    #expect(response.id == "c1")
    #expect(response.object == "chat.completion")
    #expect(response.created == 1_764_000_000)
    #expect(response.model == "gpt-4-0613")
    #expect(response.usage == Usage(promptTokens: 3, completionTokens: 1, totalTokens: 4))
    #expect(response.raw?["id"] == "c1")
  }

  @Test func jobsWithoutAnIdAreNone() async throws {
    for body in ["{}", #"{"job_id":null}"#, #"{"job_id":5}"#, "[]", "5"] {
      let error = await #expect(throws: ClientError.self) {
        try await SaaSLLMClient.forTests(ScriptedTransport([.json(body)])).createJob(type: "t")
      }
      #expect(error?.code == .undecodableReply)
      #expect(error?.context.bodyExcerpt == body)
    }
  }

  // MARK: Learning

  /// Calls that were made before the first had learnt the older form are asked again as well.
  @Test func olderGatewaysAreLearntByManyAtOnce() async throws {
    let server = OlderGateway()
    let client = SaaSLLMClient(
      baseURL: "http://gateway.test", teamID: "team", virtualKey: "sk-own-virtual-key",
      transport: server, retry: .never)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<20 {
        group.addTask { _ = try await client.chat(job: "j", messages: []) }
      }
      try await group.waitForAll()
    }
    #expect(server.refusals == 20)
    _ = try await client.chat(job: "j", messages: [])
    #expect(server.refusals == 20)
  }

  /// Refuses the newer form, once all the calls are there.
  private final class OlderGateway: HTTPTransport {
    private let state = Mutex((waiting: [CheckedContinuation<Void, Never>](), refusals: 0))

    var refusals: Int { state.withLock { $0.refusals } }

    func send(_ request: TransportRequest) async throws -> TransportResponse {
      let body = try JSONValue(parsing: request.body)
      guard body["model_group"] == nil else {
        return answer(200, #"{"choices":[{"message":{"content":"hi"}}]}"#)
      }
      await withCheckedContinuation { continuation in
        let ready = state.withLock { state in
          state.refusals += 1
          state.waiting.append(continuation)
          return state.refusals == 20 ? state.waiting : []
        }
        // One after the other, so that the first may have learnt before the last is refused.
        for waiter in ready { waiter.resume() }
      }
      return answer(
        422,
        #"{"detail":[{"type":"missing","loc":["body","model_group"],"msg":"Field required"}]}"#)
    }

    private func answer(_ status: Int, _ text: String) -> TransportResponse {
      TransportResponse(
        status: .init(code: status), headers: [.contentType: "application/json"],
        body: ResponseBody([BodyChunk(bytes: Array(text.utf8), elapsed: nil)]))
    }
  }

  // MARK: LiteLLM's headers

  @Test func costs() async throws {
    let response = try await OpenAICompatibleClient(
      baseURL: "http://proxy.test", apiKey: "sk-own-virtual-key",
      transport: ScriptedTransport(try .named("M12_litellm_fake_ok"))
    ).chat(messages: [.user("hi")])
    #expect(response.cost?.total == 5.4e-06)
    #expect(response.requestID != nil)
    let without = ScriptedTransport.Step.json(#"{"choices":[]}"#)
    let plain = try await OpenAICompatibleClient(
      baseURL: "http://proxy.test", apiKey: nil, transport: ScriptedTransport([without])
    ).chat(messages: [.user("hi")])
    #expect(plain.cost == nil)
    #expect(plain.text == nil)
    #expect(plain.usage == nil)
  }
}
