import HTTPTransport
import JSONModel
import TestSupport
import Testing

@testable import SaaSLiteLLM

/// Typed replies, and the many ways in which they are none.
struct StructuredOutputTests {
  struct Person: Decodable, Sendable, Equatable {
    var name: String
    var age: Int
    var email: String?
  }

  /// Every property may be missing, so any object would do: what is taken must be the right one.
  struct Loose: Decodable, Sendable, Equatable {
    var name: String?
    var address: Address?
    struct Address: Decodable, Sendable, Equatable { var city: String? }
  }

  private static func reply(
    _ content: String?, finish: String = "stop", refusal: String? = nil
  ) -> ScriptedTransport.Step {
    var message: JSONObject = ["role": "assistant"]
    message["content"] = content.map(JSONValue.string) ?? .null
    message["refusal"] = refusal.map(JSONValue.string)
    let choice: JSONValue = ["message": .object(message), "finish_reason": .string(finish)]
    return .json(JSONValue.object(["choices": [choice]]).text())
  }

  private static let sarah = Person(name: "Sarah", age: 28, email: nil)
  private static let json = #"{"name":"Sarah","age":28}"#

  @Test func sendsTheSchemaOfTheType() async throws {
    let transport = ScriptedTransport([Self.reply(Self.json)])
    let person = try await SaaSLLMClient.forTests(transport).structuredOutput(
      Person.self, job: "j", messages: [.user("Extract")])
    #expect(person == Self.sarah)
    let body = try JSONValue(parsing: transport.requests[0].body)
    let format = body["response_format"]
    #expect(format?["type"] == "json_schema")
    #expect(format?["json_schema"]?["name"] == "Person")
    let schema = try #require(format?["json_schema"]?["schema"])
    #expect(schema["properties"]?["age"]?["type"] == "integer")
    #expect(schema["required"] == ["name", "age"])
    let compiled = try JSONSchema(compiling: schema)
    #expect(try compiled.isValid(JSONValue(parsing: Self.json)))
  }

  @Test(arguments: [
    (json, StructuredWrapping.none), (" \n" + json + "\n", .none),
    ("```json\n" + json + "\n```", .codeFence), ("```\n" + json + "\n```\nDone.", .codeFence),
    ("~~~\n" + json + "\n~~~", .codeFence), ("Here:\n\n```json\n" + json, .codeFence),
    ("Sure! " + json + " Anything else?", .prose), ("[note] see {x}: " + json, .prose),
    ("Use { to open. " + json, .prose), ("{\"other\": true} and " + json, .prose),
    ("<think>maybe {\"name\":\"Tom\",\"age\":1}?</think>\n" + json, .prose),
    ("```\nnot it\n```\n" + json, .prose),
  ])
  func wrappings(_ text: String, _ wrapping: StructuredWrapping) async throws {
    let response = try await SaaSLLMClient.forTests(ScriptedTransport([Self.reply(text)]))
      .structuredResponse(Person.self, job: "j", ChatRequest(messages: []))
    #expect(response.value == Self.sarah)
    #expect(response.wrapping == wrapping)
    #expect(response.asks == 1)
  }

  struct Fault: Sendable, CustomStringConvertible {
    var name: String
    var content: String?
    var finish = "stop"
    var refusal: String?
    var code: ClientError.Code
    var path: [String] = []
    var expected: String?
    var found: String?

    var description: String { name }
  }

  @Test(arguments: [
    Fault(name: "refusal", content: nil, refusal: "I cannot help.", code: .refused),
    Fault(name: "filtered", content: "", finish: "content_filter", code: .refused),
    Fault(name: "filtered in the middle", content: "{\"na", finish: "SAFETY", code: .refused),
    Fault(name: "cut off", content: #"{"name":"Sar"#, finish: "length", code: .cutOff),
    Fault(name: "cut off at Anthropic", content: "{", finish: "max_tokens", code: .cutOff),
    Fault(name: "cut off before anything", content: nil, finish: "length", code: .cutOff),
    Fault(
      name: "cut off around a whole part", content: #"[{"name":"A","age":1},{"name":"B""#,
      finish: "length", code: .cutOff),
    Fault(name: "nothing", content: nil, code: .emptyContent),
    Fault(name: "white space", content: " \n ", code: .emptyContent),
    Fault(name: "tools", content: nil, finish: "tool_calls", code: .emptyContent),
    Fault(name: "prose", content: "I do not know.", code: .notJSON, found: "I do not know."),
    Fault(name: "broken", content: #"{"name":"Sarah","age":28"#, code: .notJSON),
    Fault(
      name: "broken around a whole part",
      content: #"{"person": {"name":"Sarah","age":28},}"#, code: .notJSON),
    Fault(
      name: "a wrong type", content: #"{"name":"Sarah","age":"28"}"#, code: .schemaMismatch,
      path: ["age"], expected: "an integer", found: "\"28\""),
    Fault(
      name: "a missing member", content: #"{"name":"Sarah"}"#, code: .schemaMismatch,
      path: ["age"], expected: "a value", found: "no such member"),
    Fault(
      name: "another kind", content: "[1]", code: .schemaMismatch, path: [], found: "[1]"),
    Fault(
      name: "a null", content: #"{"name":null,"age":28}"#, code: .schemaMismatch, path: ["name"],
      found: "null"),
  ])
  func faults(_ fault: Fault) async throws {
    let transport = ScriptedTransport([
      Self.reply(fault.content, finish: fault.finish, refusal: fault.refusal)
    ])
    let error = await #expect(throws: ClientError.self) {
      try await SaaSLLMClient.forTests(transport).structuredOutput(
        Person.self, job: "j", messages: [])
    }
    #expect(error?.code == fault.code)
    let told = try #require(error?.context.structured)
    #expect(told.rawText == fault.refusal ?? fault.content ?? "")
    #expect(told.codingPath == fault.path)
    if let expected = fault.expected { #expect(told.expected == expected) }
    #expect(!told.expected.isEmpty)
    if let found = fault.found { #expect(told.found == found) }
    #expect(!told.found.isEmpty)
    #expect(error?.context.partialResponse != nil)
    #expect(error?.isRetryable == false)
  }

  @Test func aReplyThatIsNoJSONIsQuoted() async throws {
    let text =
      "I think that she is 28 years old. " + String(repeating: "But I am not sure. ", count: 9)
    let error = await #expect(throws: ClientError.self) {
      try await SaaSLLMClient.forTests(ScriptedTransport([Self.reply(text)]))
        .structuredOutput(Person.self, job: "j", messages: [])
    }
    #expect(
      error?.message.hasSuffix(
        #"expected a value, found 'I', in "I think that she is 28 years old. "#
          + #"But I am not sure. But I am not sure. But I am…""#) == true,
      "\(error?.message ?? "")")
  }

  /// A key that a model repeats must not be shown in part where its words are cut.
  @Test(arguments: 40..<100)
  func keysAtTheCutOfAQuotation(_ length: Int) async throws {
    let padding = String(repeating: "x ", count: length / 2) + (length % 2 == 0 ? "" : " ")
    for text in [
      padding + "sk-own-virtual-key and more",
      #"{"name":"A","age":"\#(padding)sk-own-virtual-key and more"}"#,
    ] {
      let client = SaaSLLMClient(
        baseURL: "http://gateway.test", teamID: "team", virtualKey: "sk-own-virtual-key",
        transport: ScriptedTransport([Self.reply(text)]), retry: .never)
      let error = await #expect(throws: ClientError.self) {
        try await client.structuredOutput(Person.self, job: "j", messages: [])
      }
      let found = error?.context.structured?.found ?? ""
      let shown = [error?.message ?? "", found].joined(separator: " ")
      #expect(shown.contains("x x") && !shown.contains("sk-own"), "\(shown)")
    }
  }

  /// An inner object of a broken reply is never taken for the reply.
  @Test(arguments: [
    #"{"name":"A","address":{"city":"x"},}"#, #"{"name":"A","address":{"city":"x"}"#,
    "```json\n{\"name\":\"A\",\"address\":{\"city\":\"x\"},}\n```",
    #"Here: {"name": 'A', "address": {"city": "x"}}"#,
  ])
  func partsAreNotTheWhole(_ text: String) async throws {
    let error = await #expect(throws: ClientError.self) {
      try await SaaSLLMClient.forTests(ScriptedTransport([Self.reply(text)]))
        .structuredOutput(Loose.self, job: "j", messages: [])
    }
    #expect(error?.code == .notJSON)
  }

  @Test func pathsLeadIntoArrays() async throws {
    struct People: Decodable, Sendable { var people: [Person] }
    let text = #"{"people":[{"name":"A","age":1},{"name":"B","age":1.5}]}"#
    let error = await #expect(throws: ClientError.self) {
      try await SaaSLLMClient.forTests(ScriptedTransport([Self.reply(text)]))
        .structuredOutput(People.self, job: "j", messages: [])
    }
    #expect(error?.context.structured?.codingPath == ["people", "1", "age"])
    #expect(error?.message.contains("at /people/1/age") == true)
  }

  // MARK: Asking again

  @Test func asksAgainWithWhatIsWrong() async throws {
    let transport = ScriptedTransport([
      Self.reply(#"{"name":"Sarah","age":"28"}"#), Self.reply("Sorry!"), Self.reply(Self.json),
    ])
    let response = try await SaaSLLMClient.forTests(transport).structuredResponse(
      Person.self, job: "j", ChatRequest(messages: [.user("Extract")]),
      options: StructuredOptions(maximumAsks: 3))
    #expect(response.value == Self.sarah)
    #expect(response.asks == 3)
    let last = try JSONValue(parsing: transport.requests[2].body)
    let messages = try #require(last["messages"]?.arrayValue)
    #expect(
      messages.map { $0["role"]?.stringValue } == [
        "user", "assistant", "user", "assistant", "user",
      ])
    #expect(messages[2]["content"]?.stringValue?.contains("/age") == true)
    #expect(messages[2]["content"]?.stringValue?.contains("\"28\"") == true)
    #expect(messages[4]["content"]?.stringValue?.contains("not valid JSON") == true)
  }

  @Test(arguments: [-1, 0, 1, 2])
  func neverAsksMoreThanAllowed(_ maximum: Int) async throws {
    let bad = Self.reply("no")
    let transport = ScriptedTransport([bad, bad, bad, bad])
    let error = await #expect(throws: ClientError.self) {
      try await SaaSLLMClient.forTests(transport).structuredOutput(
        Person.self, job: "j", messages: [], options: StructuredOptions(maximumAsks: maximum))
    }
    #expect(error?.code == .notJSON)
    #expect(error?.context.structured?.asks == max(maximum, 1))
    #expect(transport.requests.count == max(maximum, 1))
  }

  @Test func refusalsAndCutsAreNotAskedAgain() async throws {
    for reply in [
      Self.reply(nil, refusal: "no"), Self.reply("{", finish: "length"), Self.reply(nil),
    ] {
      let transport = ScriptedTransport([reply, Self.reply(Self.json)])
      await #expect(throws: ClientError.self) {
        try await SaaSLLMClient.forTests(transport).structuredOutput(
          Person.self, job: "j", messages: [], options: StructuredOptions(maximumAsks: 3))
      }
      #expect(transport.requests.count == 1)
    }
  }

  // MARK: Options

  @Test func aSchemaByHandAndNoSchema() async throws {
    let transport = ScriptedTransport([Self.reply(Self.json), Self.reply(Self.json)])
    let client = SaaSLLMClient.forTests(transport)
    let schema: JSONValue = ["type": "object"]
    _ = try await client.structuredOutput(
      Person.self, job: "j", messages: [],
      options: StructuredOptions(name: "someone", schema: schema, strict: true))
    _ = try await client.structuredOutput(
      Person.self, job: "j", messages: [], options: StructuredOptions(sendsSchema: false))
    let bodies = try transport.requests.map { try JSONValue(parsing: $0.body) }
    #expect(
      bodies[0]["response_format"]?["json_schema"] == [
        "name": "someone", "schema": schema, "strict": true,
      ])
    #expect(bodies[1]["response_format"] == nil)
  }

  @Test func typesThatCannotBeProbedSayWhatToDo() async throws {
    struct Stubborn: Decodable, Sendable {
      init(from decoder: any Decoder) throws {
        throw DecodingError.dataCorrupted(.init(codingPath: [], debugDescription: "never"))
      }
    }
    let transport = ScriptedTransport([])
    let error = await #expect(throws: ClientError.self) {
      try await SaaSLLMClient.forTests(transport).structuredOutput(
        Stubborn.self, job: "j", messages: [])
    }
    #expect(error?.code == .invalidRequest)
    #expect(error?.message.contains("JSONSchemaConvertible") == true)
    #expect(error?.context.mayHaveTakenEffect == false)
  }

  @Test func namesAreWhatProvidersTake() {
    struct Wrapped<T: Decodable>: Decodable { var value: T }
    #expect(StructuredSchema.name(of: Person.self) == "Person")
    let name = StructuredSchema.name(of: Wrapped<[String: Person]>.self)
    #expect(name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") })
    #expect(name.count <= 64)
  }

  @Test func otherServersToo() async throws {
    let transport = ScriptedTransport([Self.reply(Self.json)])
    let client = OpenAICompatibleClient(
      baseURL: "http://proxy.test", apiKey: nil, transport: transport)
    let person: Person = try await client.structuredOutput(messages: [.user("Extract")])
    #expect(person == Self.sarah)
  }
}
