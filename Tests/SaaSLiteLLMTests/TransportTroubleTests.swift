import HTTPTransport
import Testing

@testable import SaaSLiteLLM

/// Trouble on the wire, in the client's words.
struct TransportTroubleTests {
  @Test(
    arguments: [
      (TransportError.Code.invalidURL, ClientError.Code.invalidConfiguration, nil, false),
      (.shutDown, .invalidConfiguration, nil, false), (.connect, .connectionFailed, nil, false),
      (.tls, .secureConnectionFailed, nil, false), (.connectTimeout, .timeout, .connect, false),
      (.firstByteTimeout, .timeout, .firstByte, true), (.idleTimeout, .timeout, .idle, true),
      (.totalTimeout, .timeout, .total, true), (.connectionLost, .connectionLost, nil, true),
      (.malformedResponse, .undecodableReply, nil, true), (.other, .connectionLost, nil, true),
    ] as [(TransportError.Code, ClientError.Code, ClientError.TimeoutPhase?, Bool)])
  func codes(
    _ code: TransportError.Code, _ expected: ClientError.Code,
    _ phase: ClientError.TimeoutPhase?, _ mayHaveTakenEffect: Bool
  ) async throws {
    let trouble = TransportError(code: code, message: "at sk-own-virtual-key")
    let error = await #expect(throws: ClientError.self) {
      try await SaaSLLMClient.forTests(ScriptedTransport([.failure(trouble)]), retry: .never)
        .completeJob("j")
    }
    #expect(error?.code == expected)
    #expect(error?.context.timeoutPhase == phase)
    #expect(error?.context.mayHaveTakenEffect == mayHaveTakenEffect)
    #expect(error?.context.status == nil)
    #expect(error?.description.contains("sk-own-virtual-key") == false)
    #expect(error?.description.contains("POST http://gateway.test/api/jobs/j/complete") == true)
  }
}
