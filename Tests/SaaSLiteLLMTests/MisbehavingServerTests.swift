import HTTPTransport
import TestSupport
import Testing

@testable import SaaSLiteLLM

/// The client on the real transport, against servers that misbehave.
struct MisbehavingServerTests {
  typealias Step = LoopbackServer.Step

  struct Row: Sendable, CustomStringConvertible {
    var name: String
    var steps: [Step]
    var timeout = Duration.seconds(60)
    var code: ClientError.Code
    var phase: ClientError.TimeoutPhase?
    var retryAfter: Duration?
    /// What the description must say.
    var says = ""

    var description: String { name }
    /// Whether it is about a deadline that passes after the request has been sent.
    var isTimed: Bool { code == .timeout && phase != .connect }
  }

  private static let short = Duration.milliseconds(150)
  private static let half: Step = .send(
    "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{\"half\":")
  private static let html =
    "<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"
  private static let event =
    #"data: {"choices":[{"index":0,"delta":{"content":"a"}}]}"# + "\n\n"

  static let calls: [Row] = [
    Row(name: "dropped before the headers", steps: [.close], code: .connectionLost),
    Row(name: "reset before the headers", steps: [.reset], code: .connectionLost),
    Row(name: "dropped in the body", steps: [half, .close], code: .connectionLost),
    Row(
      name: "dropped in a chunk", steps: .streamHead + [.send("10\r\nhalf"), .close],
      code: .connectionLost),
    Row(name: "never answers", steps: [], timeout: short, code: .timeout, phase: .total),
    Row(
      name: "drips beyond the timeout",
      steps: [half]
        + Array(repeating: [.pause(.milliseconds(50)), .send(" ")], count: 80).flatMap { $0 },
      timeout: .milliseconds(500), code: .timeout, phase: .total),
    Row(
      name: "429 with seconds",
      steps: .answer(
        #"{"error":{"message":"slow down"}}"#, status: "429 Too Many Requests",
        headers: "retry-after: 7\r\n"),
      code: .rateLimited, retryAfter: .seconds(7), says: "slow down"),
    Row(
      name: "429 without",
      steps: .answer(#"{"detail":"slow down"}"#, status: "429 Too Many Requests"),
      code: .rateLimited, says: "HTTP 429"),
    Row(
      name: "a page of HTML with an error",
      steps: .answer(html, status: "502 Bad Gateway", type: "text/html"), code: .server,
      says: "502 Bad Gateway"),
    Row(
      name: "a page of HTML as success", steps: .answer(html, type: "text/html"),
      code: .undecodableReply, says: "not JSON"),
    Row(name: "an empty success", steps: .answer(""), code: .undecodableReply),
    Row(name: "JSON cut short", steps: .answer(#"{"choices":[{"#), code: .undecodableReply),
    Row(
      name: "no content", steps: [.send("HTTP/1.1 204 No Content\r\n\r\n")],
      code: .undecodableReply),
    Row(name: "no HTTP", steps: [.send("SSH-2.0-OpenSSH_9.6\r\n\r\n")], code: .undecodableReply),
    Row(
      name: "a redirect to another host",
      steps: .answer(
        "", status: "307 Temporary Redirect",
        headers: "location: http://evil.test/?key=AbCd1234\r\n"),
      code: .redirected, says: "http://evil.test/"),
    Row(
      name: "an error without end",
      steps: [
        .send("HTTP/1.1 500 Internal Server Error\r\ncontent-length: 99999999999\r\n\r\n"),
        .flood(Array(repeating: UInt8(ascii: "x"), count: 1 << 16)),
      ], code: .server),
  ]

  static let streams: [Row] = [
    Row(name: "dropped before the headers", steps: [.close], code: .connectionLost),
    Row(
      name: "dropped between chunks", steps: .streamHead + .chunk(event) + [.close],
      code: .connectionLost),
    Row(
      name: "dropped in a chunk",
      steps: .streamHead + .chunk(event) + [.send("40\r\ndata: {"), .close],
      code: .connectionLost),
    Row(
      name: "ends without a reason", steps: .streamHead + .chunk(event) + .lastChunk,
      code: .truncatedStream),
    Row(name: "never answers", steps: [], timeout: short, code: .timeout, phase: .firstByte),
    Row(
      name: "falls silent", steps: .streamHead + .chunk(event), timeout: .seconds(3),
      code: .timeout,
      phase: .idle),
    Row(
      name: "an endless line",
      steps: [
        .send("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\ndata: "),
        .flood(Array(repeating: UInt8(ascii: "x"), count: 1 << 16)),
      ], code: .undecodableReply, says: "a line of more than"),
    Row(
      name: "an endless event",
      steps: [
        .send("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n"),
        .flood(Array(("data: " + String(repeating: "x", count: 1 << 16) + "\n").utf8)),
      ], code: .undecodableReply, says: "an event of more than"),
    Row(
      name: "JSON instead of a stream", steps: .answer(#"{"id":"x","choices":[]}"#),
      code: .undecodableReply, says: "application/json and no event stream"),
    Row(
      name: "an error as JSON instead of a stream",
      steps: .answer(#"{"error":{"message":"model is loading","code":503}}"#), code: .streamError,
      says: "model is loading"),
    Row(
      name: "a page of HTML instead of a stream",
      steps: .answer(html, type: "text/html; charset=utf-8"), code: .undecodableReply,
      says: "text/html"),
    Row(
      name: "an error event in words",
      steps: .streamHead + .chunk("event: error\ndata: out of memory\n\n") + .lastChunk,
      code: .streamError, says: "out of memory"),
    Row(
      name: "429", steps: .answer(#"{"detail":"x"}"#, status: "429 Too Many Requests"),
      code: .rateLimited),
  ]

  @Test(arguments: calls)
  func call(_ row: Row) async throws {
    try await expect(row) { _ = try await $0.chat(job: "j", messages: [.user("hi")]) }
  }

  @Test(arguments: streams)
  func stream(_ row: Row) async throws {
    try await expect(row) { client in
      for try await _ in client.chatStream(job: "j", messages: [.user("hi")]) {}
    }
  }

  private func expect(_ row: Row, _ body: (SaaSLLMClient) async throws -> Void) async throws {
    var timeout = row.timeout
    while try await !expect(row, within: timeout, body) { timeout *= 2 }
  }

  /// False, and nothing expected, where a busy machine let a short time pass before it came to what
  /// the row is about.
  private func expect(
    _ row: Row, within timeout: Duration, _ body: (SaaSLLMClient) async throws -> Void
  ) async throws -> Bool {
    try await LoopbackServer.withServer(always: row.steps) { server in
      try await SaaSLLMClient.withClient(
        baseURL: server.baseURL, teamID: "team", virtualKey: "sk-own-virtual-key",
        timeout: timeout, retry: .never
      ) { client in
        let error = await #expect(throws: ClientError.self) { try await body(client) }
        if row.isTimed, timeout < .seconds(30), error?.code == .timeout,
          error?.context.timeoutPhase != row.phase || server.requests.isEmpty
        {
          return false
        }
        #expect(error?.code == row.code, "\(error.map { "\($0)" } ?? "")")
        #expect(error?.context.timeoutPhase == row.phase)
        #expect(error?.context.retryAfter == row.retryAfter)
        let text = error?.description ?? ""
        #expect(row.says.isEmpty || text.contains(row.says), "\(text)")
        #expect(!text.contains("sk-own-virtual-key") && !text.contains("AbCd1234"))
        #expect(text.contains("/api/jobs/j/llm-call"))
        #expect(server.requests.count == 1)
        return true
      }
    }
  }

  /// The caps are lowered here; the cap on errors is the row above.
  @Test func repliesHaveACap() async throws {
    let steps: [Step] = [
      .send("HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n"),
      .flood(Array(repeating: UInt8(ascii: " "), count: 1 << 16)),
    ]
    try await LoopbackServer.withServer(always: steps) { server in
      try await AsyncHTTPClientTransport.withTransport { transport in
        var client = SaaSLLMClient(
          baseURL: server.baseURL, teamID: "team", virtualKey: "sk-own-virtual-key",
          transport: transport)
        client.exchanger.maximumReplyBytes = 1 << 20
        let capped = client
        let error = await #expect(throws: ClientError.self) {
          try await capped.chat(job: "j", messages: [])
        }
        #expect(error?.code == .undecodableReply)
        #expect(error?.message.contains("more than 1048576 bytes") == true)
        #expect(error?.isRetryable == false)
        let closed = try await server.hasClosedConnections(1)
        #expect(closed)
      }
    }
  }

  @Test func nobodyThere() async throws {
    try await DeafPort.with { port in
      try await SaaSLLMClient.withClient(
        baseURL: "http://127.0.0.1:\(port)", teamID: "team", virtualKey: "sk-own-virtual-key",
        retry: .never
      ) { client in
        let error = await #expect(throws: ClientError.self) {
          try await client.createJob(type: "t")
        }
        #expect(error?.code == .connectionFailed)
        #expect(error?.context.mayHaveTakenEffect == false)
      }
    }
  }

  @Test func theKeyDoesNotFollowARedirect() async throws {
    try await LoopbackServer.withServer(always: .answer("{}")) { other in
      let steps: [Step] = .answer(
        "", status: "308 Permanent Redirect", headers: "location: \(other.baseURL)/\r\n")
      try await LoopbackServer.withServer(always: steps) { server in
        try await SaaSLLMClient.withClient(
          baseURL: server.baseURL, teamID: "team", virtualKey: "sk-own-virtual-key"
        ) { client in
          for isStream in [false, true] {
            let error = await #expect(throws: ClientError.self) {
              if isStream {
                for try await _ in client.chatStream(job: "j", messages: []) {}
              } else {
                _ = try await client.chat(job: "j", messages: [])
              }
            }
            #expect(error?.code == .redirected)
          }
        }
      }
      #expect(other.requests.isEmpty)
    }
  }

  // MARK: Connections

  private static let wholeStream: [Step] =
    .streamHead + .chunk(event) + .chunk(event)
    + .chunk(#"data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"# + "\n\n")
    + .chunk("data: [DONE]\n\n") + .lastChunk

  @Test(arguments: ["chunks", "text", "iterator"])
  func leavingEarlyClosesTheConnection(_ way: String) async throws {
    // The server has more to say and waits for ever.
    let steps: [Step] = .streamHead + .chunk(Self.event) + .chunk(Self.event)
    try await LoopbackServer.withServer(always: steps) { server in
      try await SaaSLLMClient.withClient(
        baseURL: server.baseURL, teamID: "team", virtualKey: "sk-own-virtual-key"
      ) { client in
        let stream = client.chatStream(job: "j", messages: [])
        switch way {
        case "chunks": for try await _ in stream { break }
        case "text": for try await _ in stream.text { break }
        default:
          var iterator = stream.makeAsyncIterator()
          let chunk = try await iterator.next()
          #expect(chunk != nil)
        }
        let closed = try await server.hasClosedConnections(1)
        #expect(closed)
      }
    }
  }

  @Test func streamsReadToTheirEndGiveTheirConnectionBack() async throws {
    try await LoopbackServer.withServer(always: Self.wholeStream) { server in
      try await SaaSLLMClient.withClient(
        baseURL: server.baseURL, teamID: "team", virtualKey: "sk-own-virtual-key"
      ) { client in
        for _ in 0..<10 {
          let response = try await client.chatStream(job: "j", messages: []).accumulated()
          #expect(response.text == "aa")
        }
      }
      #expect(server.requests.count == 10)
      #expect(server.openedConnections < 5)
    }
  }

  @Test func cancellationClosesTheConnection() async throws {
    try await LoopbackServer.withServer(always: []) { server in
      try await SaaSLLMClient.withClient(
        baseURL: server.baseURL, teamID: "team", virtualKey: "sk-own-virtual-key"
      ) { client in
        let call = Task { try await client.chat(job: "j", messages: []) }
        while server.requests.isEmpty { try await Task.sleep(for: .milliseconds(2)) }
        call.cancel()
        let error = await #expect(throws: ClientError.self) { try await call.value }
        #expect(error?.code == .cancelled)
        let closed = try await server.hasClosedConnections(1)
        #expect(closed)
      }
    }
  }

  @Test func scopesShutDown() async throws {
    struct Mine: Error {}
    try await LoopbackServer.withServer(always: .answer(#"{"status":"healthy"}"#)) { server in
      var kept: SaaSLLMClient?
      await #expect(throws: Mine.self) {
        try await SaaSLLMClient.withClient(
          baseURL: server.baseURL, teamID: "team", virtualKey: "sk-own-virtual-key"
        ) { client in
          _ = try await client.health()
          kept = client
          throw Mine()
        }
      }
      let closed = try await server.hasClosedConnections(1)
      #expect(closed)
      let error = await #expect(throws: ClientError.self) { try await kept?.health() }
      #expect(error?.code == .invalidConfiguration)
    }
  }
}
