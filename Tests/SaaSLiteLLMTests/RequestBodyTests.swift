import JSONModel
import Testing

@testable import SaaSLiteLLM

/// What is sent, member for member.
struct RequestBodyTests {
  private func body(
    _ request: ChatRequest, _ dialect: ChatDialect = ChatDialect()
  ) throws -> JSONValue {
    .object(try request.body(dialect))
  }

  @Test func defaultsAreThoseOfTheDocumentedClient() throws {
    #expect(
      try body(ChatRequest(messages: [.user("hi")])) == [
        "model": "gpt-4", "messages": [["role": "user", "content": "hi"]], "temperature": 0.7,
      ])
  }

  @Test func everyParameter() throws {
    let request = ChatRequest(
      messages: [], model: "m", temperature: 0, maxTokens: 5, topP: 0.5, frequencyPenalty: -1,
      presencePenalty: 1.5, stop: ["a", "b"], responseFormat: .jsonObject,
      tools: [Tool(name: "f", description: "d", parameters: ["type": "object"], strict: true)],
      toolChoice: .function("f"), purpose: "p", callMetadata: ["k": 1])
    let expected: JSONValue = [
      "model": "m", "messages": [], "temperature": 0, "max_tokens": 5, "top_p": 0.5,
      "frequency_penalty": -1, "presence_penalty": 1.5, "stop": ["a", "b"],
      "response_format": ["type": "json_object"],
      "tools": [
        [
          "type": "function",
          "function": [
            "name": "f", "description": "d", "parameters": ["type": "object"], "strict": true,
          ],
        ]
      ],
      "tool_choice": ["type": "function", "function": ["name": "f"]], "purpose": "p",
      "call_metadata": ["k": 1],
    ]
    #expect(try body(request) == expected)
    // What only the gateway knows stays with it.
    let elsewhere = try body(request, ChatDialect(isGateway: false, streams: true))
    #expect(elsewhere["purpose"] == nil)
    #expect(elsewhere["call_metadata"] == nil)
    #expect(elsewhere["stream"] == true)
    #expect(elsewhere["stream_options"] == ["include_usage": true])
  }

  @Test func noTemperatureSendsNone() throws {
    #expect(try body(ChatRequest(messages: [], temperature: nil))["temperature"] == nil)
  }

  @Test func oneStopIsAList() throws {
    #expect(try body(ChatRequest(messages: [], stop: "\n"))["stop"] == ["\n"])
    let texts = ["a"]
    #expect(try body(ChatRequest(messages: [], stop: StopSequences(texts)))["stop"] == ["a"])
  }

  @Test func parametersTakeTheirPlace() throws {
    let request = ChatRequest(
      messages: [], stop: "x",
      parameters: [
        "temperature": 0.1, "stop": "END", "seed": 7, "max_tokens": .null, "stream": true,
        "model": "other",
      ])
    let plain = try body(request)
    #expect(plain["temperature"] == 0.1)
    #expect(plain["stop"] == ["END"])
    #expect(plain["seed"] == 7)
    #expect(plain["max_tokens"] == nil)
    #expect(plain["stream"] == nil)
    let older = try body(request, ChatDialect(namesModelGroup: true))
    #expect(older["model"] == "other")
    #expect(older["model_group"] == "other")
    // A server that refuses the option can be spared it.
    let streamed = try body(
      ChatRequest(messages: [], parameters: ["stream": false, "stream_options": .null]),
      ChatDialect(isGateway: false, streams: true))
    #expect(streamed["stream"] == true)
    #expect(streamed["stream_options"] == nil)
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func numbersThatJSONCannotSay(_ number: Double) {
    let error = #expect(throws: ClientError.self) {
      try body(ChatRequest(messages: [], topP: number))
    }
    #expect(error?.code == .invalidRequest)
    #expect(error?.message.contains("top_p") == true)
    #expect(error?.context.mayHaveTakenEffect == false)
  }

  // MARK: Messages

  static let messages: [(Message, JSONValue)] = [
    (.system("be brief"), ["role": "system", "content": "be brief"]),
    (.user("hi", name: "ann"), ["role": "user", "content": "hi", "name": "ann"]),
    (.assistant("yes"), ["role": "assistant", "content": "yes"]),
    (
      .user([.text("look"), .image(url: "https://x.test/a.png", detail: "low")]),
      [
        "role": "user",
        "content": [
          ["type": "text", "text": "look"],
          ["type": "image_url", "image_url": ["url": "https://x.test/a.png", "detail": "low"]],
        ],
      ]
    ),
    (
      .user([.image(data: [0xFF, 0xD8, 0xFF], mediaType: "image/jpeg")]),
      [
        "role": "user",
        "content": [["type": "image_url", "image_url": ["url": "data:image/jpeg;base64,/9j/"]]],
      ]
    ),
    (
      .user([.other(["type": "input_audio", "input_audio": ["data": "AA", "format": "wav"]])]),
      [
        "role": "user",
        "content": [["type": "input_audio", "input_audio": ["data": "AA", "format": "wav"]]],
      ]
    ),
    (
      Message(
        role: .assistant, content: nil,
        toolCalls: [ToolCall(id: "c1", name: "f", arguments: #"{"a":1}"#)]),
      [
        "role": "assistant",
        "tool_calls": [
          [
            "id": "c1", "type": "function",
            "function": ["name": "f", "arguments": #"{"a":1}"#],
          ]
        ],
      ]
    ),
    (
      .toolResult("sunny", for: "c1"), ["role": "tool", "content": "sunny", "tool_call_id": "c1"]
    ),
    (Message(role: "critic", content: "no"), ["role": "critic", "content": "no"]),
  ]

  /// Sent as expected, and read back as what was sent.
  @Test(arguments: messages.indices)
  func message(_ index: Int) throws {
    let (message, json) = Self.messages[index]
    #expect(message.json == json)
    #expect(try JSONDocument(parsing: json.text()).decode(Message.self) == message)
  }

  @Test func toolArgumentsDecode() throws {
    struct City: Decodable, Equatable { var city: String }
    let call = ToolCall(id: "c", name: "f", arguments: #"{"city":"Lisbon"}"#)
    #expect(try call.decodeArguments() == City(city: "Lisbon"))
    #expect(throws: DecodingError.self) { try call.decodeArguments(Int.self) }
    let broken = ToolCall(id: "c", name: "f", arguments: "{")
    #expect(throws: JSONSyntaxError.self) { try broken.decodeArguments(City.self) }
  }
}
