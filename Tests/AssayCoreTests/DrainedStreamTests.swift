import Foundation
import HTTPFixtures
import HTTPTransport
import HTTPTypes
import SaaSLiteLLM
import TestSupport
import Testing

/// Streams whose server says that it is done and leaves the connection open.
@Suite struct DrainedStreamTests {
  private struct OpenEnd: HTTPTransport {
    func send(_ request: TransportRequest) async throws -> TransportResponse {
      let text = """
        data: {"choices":[{"index":0,"delta":{"content":"hi"},"finish_reason":"stop"}]}

        data: [DONE]


        """
      return TransportResponse(
        status: .ok, headers: [.contentType: "text/event-stream"],
        body: ResponseBody {
          var remaining = [BodyChunk(bytes: Array(text.utf8), elapsed: .zero)]
          return {
            if let chunk = remaining.popLast() { return chunk }
            try await Task.sleep(for: .seconds(600))
            return nil
          }
        })
    }
  }

  @Test func areRecorded() async throws {
    let folder = try TemporaryFolder()
    func text(_ mode: FixtureMode) async throws -> (String?, FixtureRecorder.Summary?) {
      let session = try FixtureSession(
        .init(mode: mode, folder: folder.url.appending(path: "f").path), upstream: { OpenEnd() })
      let client = OpenAICompatibleClient(
        baseURL: "http://h.test", apiKey: nil, transport: session.transport())
      let reply = try await client.chatStream(ChatRequest(messages: [.user("hi")])).accumulated()
      return (reply.text, try session.finish())
    }
    let (live, summary) = try await text(.record)
    #expect(live == "hi")
    #expect(summary?.recorded == 1)
    #expect(summary?.unfinished == 0)
    #expect(try await text(.replay).0 == "hi")
  }
}
