import HTTPTransport
import HTTPTypes
import TestSupport
import Testing

@testable import SaaSLiteLLM

/// How streams begin, break and end.
struct ChatStreamTests {
  private func step(_ pieces: String..., cut: Bool = false) -> ScriptedTransport.Step {
    let chunks = pieces.enumerated().map {
      BodyChunk(bytes: Array($1.utf8), elapsed: .milliseconds(10 * ($0 + 1)))
    }
    let headers: HTTPFields = [.contentType: "text/event-stream"]
    return cut
      ? .broken(
        status: 200, headers: headers, chunks: chunks,
        TransportError(code: .connectionLost, message: "cut", responseStarted: true))
      : .answer(status: 200, headers: headers, chunks: chunks)
  }

  private static func text(_ text: String) -> String {
    #"data: {"id":"1","choices":[{"index":0,"delta":{"content":"\#(text)"}}]}"# + "\n\n"
  }
  private static let finish =
    #"data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"# + "\n\n"
  private static let done = "data: [DONE]\n\n"

  @Test func givesChunksAsTheyCome() async throws {
    let transport = ScriptedTransport([
      step(Self.text("a") + Self.text("b"), Self.text("c"), Self.finish + Self.done)
    ])
    let stream = SaaSLLMClient.forTests(transport).chatStream(job: "j", messages: [.user("x")])
    #expect(transport.requests.isEmpty)
    var texts: [String] = []
    var times: [Duration?] = []
    for try await chunk in stream {
      texts.append(chunk.text ?? "-")
      times.append(chunk.elapsed)
    }
    #expect(texts == ["a", "b", "c", "-"])
    #expect(times == [10, 10, 20, 30].map { .milliseconds($0) })
    #expect(transport.requests.count == 1)
    #expect(transport.requests[0].headers[.accept] == "text/event-stream")
  }

  @Test func textAlone() async throws {
    let transport = ScriptedTransport([
      step(Self.text("") + Self.text("a"), Self.text("b") + Self.finish)
    ])
    let client = SaaSLLMClient.forTests(transport)
    var texts: [String] = []
    for try await text in client.chatStream(job: "j", messages: []).text { texts.append(text) }
    #expect(texts == ["a", "b"])
  }

  @Test func timeToFirstTokenIsThatOfContent() async throws {
    let role = #"data: {"choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}"#
    let transport = ScriptedTransport([
      step(": keepalive\n\n", role + "\n\n", Self.text("a"), Self.finish, Self.done)
    ])
    let response = try await SaaSLLMClient.forTests(transport)
      .chatStream(job: "j", messages: []).accumulated()
    #expect(response.timings.timeToFirstToken == .milliseconds(30))
    #expect(response.timings.latency == .milliseconds(50))
    #expect(response.timings.attempts == 1)
  }

  struct End: Sendable, CustomStringConvertible {
    var name: String
    var pieces: [String]
    var cut = false
    /// Nil: it is complete.
    var code: ClientError.Code?
    var text: String?

    var description: String { name }
  }

  static let ends: [End] = [
    End(name: "1: [DONE]", pieces: [text("a"), finish, done], text: "a"),
    End(name: "[DONE] without a reason", pieces: [text("a"), done], text: "a"),
    End(
      name: "2: an error as text", pieces: ["data: {\"error\": \"boom\"}\n\n"],
      code: .streamError, text: nil),
    End(
      name: "3: an error as an object",
      pieces: [text("a"), "data: {\"error\": {\"message\": \"boom\", \"code\": null}}\n\n"],
      code: .streamError, text: "a"),
    End(name: "4: truncated", pieces: [text("a"), text("b")], code: .truncatedStream, text: "ab"),
    End(
      name: "4: truncated within an event", pieces: [text("a"), "data: {\"choi"],
      code: .truncatedStream, text: "a"),
    End(name: "4: nothing at all", pieces: [], code: .truncatedStream, text: nil),
    End(name: "5: a reason and no [DONE]", pieces: [text("a"), finish], text: "a"),
    End(name: "6: cut", pieces: [text("a")], cut: true, code: .connectionLost, text: "a"),
    End(
      name: "6: cut after the reason", pieces: [text("a"), finish], cut: true,
      code: .connectionLost, text: "a"),
    End(
      name: "an error in the piece of the last text",
      pieces: [text("a") + "data: {\"error\": \"boom\"}\n\n"], code: .streamError, text: "a"),
    End(name: "not JSON", pieces: [text("a"), "data: {\n\n"], code: .undecodableReply, text: "a"),
    End(
      name: "an unknown form", pieces: ["data: {\"foo\": 1}\n\n"], code: .foreignStream, text: nil),
    End(
      name: "content of a wrong type",
      pieces: ["data: {\"choices\":[{\"delta\":{\"content\":5}}]}\n\n"], code: .undecodableReply,
      text: nil),
    End(
      name: "broken streaming",
      pieces: ["data: {\"error\": \"x asynchronous context manager protocol\"}\n\n"],
      code: .streamingBroken, text: nil),
    End(
      name: "no credits",
      pieces: ["data: {\"error\": {\"message\": \"m\", \"type\": \"insufficient_quota\"}}\n\n"],
      code: .outOfCredits, text: nil),
    End(
      name: "after [DONE] nothing counts", pieces: [text("a"), finish + done + text("b")],
      text: "a"),
    End(
      name: "a stream without [DONE] that has an empty last chunk",
      pieces: [text("a"), finish, "data: {\"choices\":[],\"usage\":{\"total_tokens\":3}}\n\n"],
      text: "a"),
  ]

  @Test(arguments: ends)
  func endState(_ end: End) async throws {
    let chunks = end.pieces.map { BodyChunk(bytes: Array($0.utf8), elapsed: nil) }
    let transport = ScriptedTransport([
      end.cut
        ? .broken(
          status: 200, headers: [:], chunks: chunks,
          TransportError(code: .connectionLost, message: "cut", responseStarted: true))
        : .answer(status: 200, headers: [:], chunks: chunks)
    ])
    let stream = SaaSLLMClient.forTests(transport, retry: .never)
      .chatStream(job: "j", messages: [])
    do {
      let response = try await stream.accumulated()
      #expect(end.code == nil)
      #expect(response.text == end.text)
      #expect(response.timings.latency == nil)
    } catch let error as ClientError {
      #expect(error.code == end.code)
      #expect(error.context.partialResponse?.text == end.text)
      #expect(error.context.status == 200)
      #expect(error.context.attempt == 1)
    }
  }

  @Test func retriesBeforeTheFirstChunkOnly() async throws {
    let overloaded = "data: {\"error\": {\"message\": \"m\", \"code\": \"503\"}}\n\n"
    let whole = step(Self.text("a"), Self.finish + Self.done)
    let time = ManualTime()
    let early = ScriptedTransport([step(": keepalive\n\n", overloaded), whole])
    let response = try await SaaSLLMClient.forTests(early, time: time)
      .chatStream(job: "j", messages: []).accumulated()
    #expect(response.text == "a")
    #expect(response.timings.attempts == 2)
    #expect(response.timings.waiting == .milliseconds(500))

    let late = ScriptedTransport([step(Self.text("a"), overloaded), whole])
    let error = await #expect(throws: ClientError.self) {
      try await SaaSLLMClient.forTests(late).chatStream(job: "j", messages: []).accumulated()
    }
    #expect(error?.context.partialResponse?.text == "a")
    #expect(late.requests.count == 1)
  }

  @Test func refusalsAreOrdinaryErrors() async throws {
    let refusal = try WireTranscript.named("C03_stream_unknown_model_403")
    let error = await #expect(throws: ClientError.self) {
      try await SaaSLLMClient.forTests(ScriptedTransport(refusal))
        .chatStream(job: "j", messages: []).accumulated()
    }
    #expect(error?.code == .forbidden)
    #expect(error?.context.forbiddenReason == .model)
    #expect(error?.context.status == 403)
  }

  @Test func severalChoicesAndToolCallsAreKeptApart() async throws {
    let events = [
      #"{"choices":[{"index":1,"delta":{"content":"B"}},{"index":0,"delta":{"content":"A"}}]}"#,
      #"{"choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"id":"t1","function":{"name":"g","arguments":""}}]}}]}"#,
      #"{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"t0","function":{"name":"f","arguments":"{"}},{"index":1,"function":{"arguments":"[]"}}]}}]}"#,
      #"{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"}"}}]},"finish_reason":"tool_calls"},{"index":1,"delta":{"content":"b"},"finish_reason":"stop"}]}"#,
    ].map { "data: \($0)\n\n" }.joined()
    let response = try await SaaSLLMClient.forTests(ScriptedTransport([step(events, Self.done)]))
      .chatStream(job: "j", messages: []).accumulated()
    #expect(response.choices.map(\.message.text) == ["A", "Bb"])
    #expect(response.choices.map(\.finishReason) == [.toolCalls, .stop])
    #expect(
      response.choices[0].message.toolCalls == [
        ToolCall(id: "t0", name: "f", arguments: "{}"),
        ToolCall(id: "t1", name: "g", arguments: "[]"),
      ])
  }

  /// Some servers number every call 0, and Gemini gives whole calls without a number.
  @Test(arguments: [
    [
      #"{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{\"x\":"}}]}}]}"#,
      #"{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"a","function":{"arguments":"1}"}}]}}]}"#,
      #"{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"b","function":{"name":"g","arguments":"{\"y\":"}}]}}]}"#,
      #"{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"2}"}}]},"finish_reason":"tool_calls"}]}"#,
    ],
    [
      #"{"candidates":[{"content":{"parts":[{"functionCall":{"id":"a","name":"f","args":{"x":1}}}]}}]}"#,
      #"{"candidates":[{"content":{"parts":[{"functionCall":{"id":"b","name":"g","args":{"y":2}}}]},"finishReason":"STOP"}]}"#,
    ],
    [
      #"{"candidates":[{"content":{"parts":[{"functionCall":{"name":"f","args":{"x":1}}}]}}]}"#,
      #"{"candidates":[{"content":{"parts":[{"functionCall":{"name":"g","args":{"y":2}}}]},"finishReason":"STOP"}]}"#,
    ],
  ])
  func callsOfOneNumberAreKeptApart(events: [String]) async throws {
    let text = events.map { "data: \($0)\n\n" }.joined()
    let response = try await SaaSLLMClient.forTests(ScriptedTransport([step(text, Self.done)]))
      .chatStream(job: "j", messages: []).accumulated()
    let calls = response.choices.first?.message.toolCalls ?? []
    #expect(calls.map(\.name) == ["f", "g"])
    #expect(calls.map(\.arguments) == [#"{"x":1}"#, #"{"y":2}"#])
  }

  @Test func anyRecordedStreamSplitAnywhereGivesTheSameReply() async throws {
    var random = SplitMix64(seed: 5)
    for transcript in try WireTranscript.all() where transcript.name.hasPrefix("R2_stream_") {
      let whole = try await TranscriptCall(transcript: transcript).outcome()
      var split = transcript
      let bytes = transcript.response.body
      let cuts = (0..<40).map { _ in Int.random(in: 0...bytes.count, using: &random) }.sorted()
      split.response.chunks = zip([0] + cuts, cuts + [bytes.count]).map { Array(bytes[$0..<$1]) }
      split.response.arrivals = []
      #expect(try await TranscriptCall(transcript: split).outcome() == whole, "\(transcript)")
    }
  }
}
