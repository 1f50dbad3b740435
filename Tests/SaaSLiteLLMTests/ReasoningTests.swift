import HTTPTransport
import HTTPTypes
import TestSupport
import Testing

@testable import SaaSLiteLLM

/// Thoughts beside the answer: LiteLLM, DeepSeek and llama.cpp send `reasoning_content`, newer
/// vLLM, Ollama and OpenRouter `reasoning`.
struct ReasoningTests {
  @Test(arguments: [
    (#"{"role":"assistant","content":"4","reasoning_content":"2+2"}"#, "2+2"),
    (#"{"role":"assistant","content":"4","reasoning":"2+2"}"#, "2+2"),
    (#"{"content":"4","reasoning_content":"2+2","reasoning":"other"}"#, "2+2"),
    (#"{"content":"4","reasoning_content":null,"reasoning":"2+2"}"#, "2+2"),
    (#"{"content":"4","reasoning":null,"reasoning_content":null}"#, nil),
    (#"{"content":"4"}"#, nil),
    // Under names that are nobody's standard anything may come.
    (#"{"content":"4","reasoning":{"effort":"high"}}"#, nil),
    (#"{"content":[{"type":"text","text":"4"}],"reasoning":{"effort":"high"}}"#, nil),
    (#"{"content":[{"type":"text","text":"4"}],"reasoning":"2+2"}"#, "2+2"),
    (
      #"{"content":"4","reasoning_content":"2+2","#
        + #""tool_calls":[{"id":"a","function":{"name":"f","arguments":"{}"}}]}"#, "2+2"
    ),
  ])
  func inMessages(_ message: String, _ reasoning: String?) async throws {
    let forms = [
      #"{"choices":[{"index":0,"message":\#(message),"finish_reason":"stop"}]}"#,
      #"{"call_id":"c","response":\#(message),"metadata":{}}"#,
    ]
    for form in forms {
      let response = try await SaaSLLMClient.forTests(ScriptedTransport([.json(form)]))
        .chat(job: "j", messages: [.user("2+2?")])
      #expect(response.choices.first?.message.reasoning == reasoning, "\(form)")
      #expect(response.text == "4", "\(form)")
    }
  }

  @Test(arguments: ["reasoning_content", "reasoning"])
  func inStreams(_ name: String) async throws {
    let deltas = [
      #"{"role":"assistant","content":"","\#(name)":""}"#, #"{"\#(name)":"2 plus "}"#,
      #"{"\#(name)":"2","content":null}"#, #"{"content":"4"}"#, #"{"content":"!","\#(name)":null}"#,
    ]
    let events =
      deltas.map { #"data: {"choices":[{"index":0,"delta":\#($0)}]}"# + "\n\n" }.joined()
      + #"data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#
      + "\n\ndata: [DONE]\n\n"
    let step = ScriptedTransport.Step.answer(
      status: 200, headers: [.contentType: "text/event-stream"],
      chunks: [BodyChunk(bytes: Array(events.utf8), elapsed: .zero)])
    let client = SaaSLLMClient.forTests(ScriptedTransport([step, step]))
    let response = try await client.chatStream(job: "j", messages: []).accumulated()
    #expect(response.choices.first?.message.reasoning == "2 plus 2")
    #expect(response.text == "4!")
    var texts = ""
    for try await text in client.chatStream(job: "j", messages: []).text { texts += text }
    #expect(texts == "4!", "thoughts are no part of the text")
  }

  @Test func isNotSentBack() async throws {
    let transport = ScriptedTransport([.json(#"{"choices":[]}"#)])
    let answer = Message(role: .assistant, content: "4", reasoning: "2+2")
    _ = try await SaaSLLMClient.forTests(transport)
      .chat(job: "j", messages: [.user("2+2?"), answer, .user("and 3+3?")])
    let body = String(decoding: transport.requests[0].body, as: UTF8.self)
    #expect(body.contains(#"{"role":"assistant","content":"4"}"#), "\(body)")
    #expect(!body.contains("2+2\""), "\(body)")
  }
}
