import GatewaySimulator
import HTTPTypes
import JSONModel
import Testing

@Suite struct RoundTripTests {
  @Test func jobIsMadeAskedStreamedAndCompleted() async throws {
    try await SimulatorClient.run { client, simulator in
      let job = try await client.job()
      let call = try await client.call(job)
      #expect(call.json["response"]?["content"] == "Say hello.")
      #expect(call.json["response"]?["finish_reason"] == "stop")

      let stream = try await client.call(job, path: "llm-call-stream")
      #expect(stream.headers[.contentType] == "text/event-stream; charset=utf-8")
      #expect(stream.text.hasSuffix("data: [DONE]\n\n"))

      let end = try await client.send(
        .post, "/api/jobs/\(job)/complete", ["status": "completed", "metadata": [:]])
      #expect(end.json["status"] == "COMPLETED")
      #expect(end.json["costs"]?["total_calls"] == 2)
      #expect(end.json["costs"]?["credit_applied"] == true)
      #expect(simulator.counts.requests == 4)
      #expect(
        simulator.environment == [
          "SAAS_LITELLM_API_URL": "http://127.0.0.1:\(simulator.port)",
          "SAAS_LITELLM_TEAM_ID": "team-demo",
          "SAAS_LITELLM_VIRTUAL_KEY": "sk-simulated-team-demo",
        ])
      #expect(simulator.counts.statuses == [200: 4])
    }
  }
}
