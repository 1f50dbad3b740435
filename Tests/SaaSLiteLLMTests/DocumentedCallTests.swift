import HTTPTransport
import HTTPTypes
import JSONModel
import SaaSLiteLLM
import TestSupport
import Testing

/// The calls of the documented client, against what real servers got and answered.
struct DocumentedCallTests {
  private func client(_ transport: ScriptedTransport) -> SaaSLLMClient {
    SaaSLLMClient(
      baseURL: "http://127.0.0.1:8003/", teamID: "team-wire", virtualKey: "sk-test-team-wire",
      transport: transport)
  }

  private func expectSameRequest(
    _ transport: ScriptedTransport, _ transcript: WireTranscript,
    sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) throws {
    let sent = try #require(transport.requests.last, sourceLocation: sourceLocation)
    let recorded = transcript.request
    #expect(sent.method.rawValue == recorded.method, sourceLocation: sourceLocation)
    #expect(sent.url == "http://127.0.0.1:8003" + recorded.path, sourceLocation: sourceLocation)
    #expect(
      sent.headers[.authorization] == recorded.headers[.authorization],
      sourceLocation: sourceLocation)
    let (sentBody, recordedBody) = (
      try JSONValue(parsing: sent.body), try JSONValue(parsing: recorded.body)
    )
    #expect(sentBody == recordedBody, sourceLocation: sourceLocation)
    #expect(
      sentBody.objectValue?.keys == recordedBody.objectValue?.keys, sourceLocation: sourceLocation)
  }

  @Test func createsAJob() async throws {
    let transcript = try WireTranscript.named("A01_create_ok")
    let transport = ScriptedTransport(transcript)
    let job = try await client(transport).createJob(type: "chat")
    #expect(job == "04102bd5-946c-405c-abb5-2d75e1cbbd7c")
    try expectSameRequest(transport, transcript)
  }

  @Test func calls() async throws {
    let transcript = try WireTranscript.named("B01_call_ok")
    let transport = ScriptedTransport(transcript)
    let response = try await client(transport).chat(
      job: "3b1ca879-283c-4231-bb26-5d34ccc4f951", messages: [.user("Say hello.")])
    #expect(response.text == "Hello from the fake provider.")
    #expect(response.id == "bf34721d-b937-4510-92ef-55157fc9ed05")
    #expect(response.finishReason == .stop)
    #expect(response.model == "gpt-4")
    #expect(response.usage == Usage(totalTokens: 18))
    #expect(response.created == nil)
    #expect(response.serverLatency == .milliseconds(27))
    try expectSameRequest(transport, transcript)
  }

  @Test func completesAJob() async throws {
    let transcript = try WireTranscript.named("F01_complete_ok")
    let transport = ScriptedTransport(transcript)
    let completion = try await client(transport).completeJob(
      "6e8533cf-5c91-4c05-8442-32c87cf975b2", metadata: ["result": "ok"])
    #expect(completion.status == "completed")
    #expect(completion.creditsRemaining == 972)
    #expect(completion.totalCalls == 2)
    #expect(completion.costs?.totalCostUSD == 1.1e-05)
    #expect(completion.costs?.creditApplied == true)
    #expect(completion.calls?.map(\.tokens) == [18, 18])
    try expectSameRequest(transport, transcript)
  }

  @Test func streams() async throws {
    let transcript = try WireTranscript.named("R2_stream_ok")
    let transport = ScriptedTransport(transcript)
    let client = SaaSLLMClient(
      baseURL: "http://127.0.0.1:8003", teamID: "team-wire", virtualKey: "sk-test-team-wire",
      transport: transport)
    let response = try await client.chatStream(
      job: "67fd0d75-94a2-4c97-9de9-f27cfc5dc31a", messages: [.user("Say hello.")]
    ).accumulated()
    #expect(response.text == "Hello from the fake provider.")
    #expect(response.usage?.promptTokens == 12)
    #expect(response.finishReason == .stop)
    #expect(response.timings.timeToFirstToken == .milliseconds(186))
    #expect(response.timings.latency == .milliseconds(940))
    try expectSameRequest(transport, transcript)
  }
}
