import AssayInput
import AssaySuites
import Foundation
import JSONModel
import TestSupport
import Testing

/// The published schema and the loader say the same of a suite.
@Suite struct SuiteSchemaTests {
  private static func schema() throws -> JSONSchema {
    let file = Repository.root.appending(path: "docs/schemas/suite.schema.json")
    return try JSONSchema(compiling: JSONValue(parsing: [UInt8](Data(contentsOf: file))))
  }

  static let files = [
    "suites/chat.json", "suites/chat-streamed.json", "suites/people.json", "suites/sentiment.json",
    "suites/sentiment-sampled.json", "suites/regressions/people-few-shot.json",
    "suites/outcomes/every-outcome.json", "docs/examples/suites/greeting.json",
  ]

  @Test(arguments: files)
  func bothAcceptTheSuites(file: String) throws {
    let url = Repository.root.appending(path: file)
    let result = try Self.schema().validate(JSONValue(parsing: [UInt8](Data(contentsOf: url))))
    #expect(result.isValid, "\(result.failures)")
    #expect(try SuiteLoader().load([url.path]).suites.count == 1)
  }

  private static let valid: JSONValue = [
    "version": 1, "name": "tiny", "models": ["m"],
    "prompts": ["p": ["messages": [["role": "user", "content": "Hi"]]]],
    "cases": [["id": "a", "assert": [["type": "contains", "value": "x"]]]],
  ]

  /// A place in the valid suite and what to put there instead.
  static let mutations: [(pointer: String, value: JSONValue)] = [
    ("/version", 2), ("/version", "1"), ("/name", ""), ("/name", "a/b"), ("/models", []),
    ("/models", [1]), ("/models", [["label": "x"]]), ("/models", [["model": "m", "lable": "x"]]),
    ("/prompts", [:]), ("/prompts/p", [:]), ("/prompts/p/messages", []),
    ("/prompts/p/messages", [["role": "usr", "content": "x"]]),
    ("/prompts/p/messages", [["role": "user"]]), ("/cases", []), ("/cases", [["assert": []]]),
    ("/cases", [["id": ""]]), ("/cases", [["id": "a", "asert": []]]),
    ("/cases", [["id": "a", "repeat": ["n": 0]]]), ("/cases", [["id": "a", "repeat": [:]]]),
    ("/cases", [["id": "a", "assert": [["type": "contians", "value": "x"]]]]),
    ("/cases", [["id": "a", "assert": [["type": "contains"]]]]),
    ("/cases", [["id": "a", "assert": [["type": "contains", "value": 1]]]]),
    ("/cases", [["id": "a", "assert": [["type": "latency", "max": 0]]]]),
    ("/cases", [["id": "a", "assert": [["type": "is-json", "value": "x"]]]]),
    ("/cases", [["id": "a", "stream": "yes"]]), ("/unknown", 1),
  ]

  /// Mistakes in the keys that are not in the tiny suite.
  static let additions: [(pointer: String, value: JSONValue)] = [
    ("/description", 1), ("/jobType", 1), ("/models", [""]),
    ("/models", [["model": "m", "tags": 1]]),
    ("/models", [["model": "m", "endpoint": 1]]), ("/models", [["model": "m", "parameters": []]]),
    ("/judge", []), ("/judge", 1), ("/judge", [["label": "x"]]),
    ("/judge", [["model": "m", "x": 1]]),
    ("/endpoints", []), ("/endpoints", ["gateway": ["baseURL": "http://h"]]),
    ("/endpoints", ["x": [:]]), ("/endpoints", ["x": ["baseURL": "h"]]),
    ("/endpoints", ["x": ["baseURL": "http://u@h"]]),
    ("/endpoints", ["x": ["baseURL": "http://h?q"]]),
    ("/endpoints", ["x": ["baseURL": "http://h", "keyVariable": "a-b"]]),
    ("/endpoints", ["x": ["baseURL": "http://h", "apiKey": "k"]]),
    ("/parameters", ["model": "x"]), ("/parameters", []), ("/tools", [:]),
    ("/tools", [["name": "a b"]]),
    ("/tools", [[:]]), ("/tools", [["type": "x", "function": ["name": "a"]]]),
    ("/tools", [["type": "function", "function": ["name": "a"], "x": 1]]),
    ("/tools", [["name": "a", "strict": 1]]), ("/toolChoice", 1), ("/response", [:]),
    ("/response", ["format": "x"]), ("/response", ["shape": 1]),
    ("/response", ["format": "json", "x": 1]),
    ("/prompts/p", 1), ("/prompts/p", ["file": 1]), ("/prompts/p", ["file": ""]),
    ("/prompts/p", ["file": "x", "messages": []]), ("/prompts", ["": "x"]),
    ("/prompts/p/messages", ["file": 1]),
    ("/prompts/p/messages", [["role": "user", "content": 1]]),
    ("/prompts/p/messages", [["role": "user", "content": []]]),
    ("/prompts/p/messages", [["role": "user", "content": [["text": "x"]]]]),
    ("/prompts/p/messages", [["role": "tool", "content": "x"]]),
    ("/prompts/p/messages", [["role": "assistant", "tool_calls": []]]),
    ("/prompts/p/messages", [["role": "assistant", "tool_calls": [["id": "x"]]]]),
    ("/partials", []), ("/partials", ["x": 1]), ("/partials", ["x": ["file": 1]]),
    ("/shapes", []), ("/defaults", []), ("/defaults", ["id": "x"]), ("/defaults", ["turns": []]),
    ("/defaults", ["vars": ["a b": 1]]), ("/defaults", ["vars": ["": 1]]),
    ("/defaults", ["tags": [1]]),
    ("/cases", 1), ("/cases", [:]), ("/cases", [["id": "a", "defaults": 1]]),
    ("/cases", [["id": "a", "threshold": 0]]), ("/assertions", []),
    ("/cases", [["id": "a", "skip": ""]]), ("/cases", [["id": "a", "models": []]]),
    ("/cases", [["id": "a", "expand": 1]]), ("/cases", [["id": "a", "title": 1]]),
    ("/cases", [["id": "a", "repeat": 0]]), ("/cases", [["id": "a", "repeat": 10_001]]),
    ("/cases", [["id": "a", "turns": []]]), ("/cases", [["id": "a", "turns": [["user": 1]]]]),
    ("/cases", [["id": "a", "turns": [["user": "a"], [:]]]]),
    ("/cases", [["id": "a", "turns": [["user": "a", "messages": []]]]]),
    ("/cases", [["id": "a", "turns": [["user": "a", "capture": ["x": 1]]]]]),
    ("/cases", [["id": "a", "turns": [["user": "a", "capture": ["x": [:]]]]]]),
    ("/cases", [["id": "a", "turns": [["user": "a", "capture": ["x y": "text"]]]]]),
    (
      "/cases",
      [["id": "a", "turns": [["user": "a", "capture": ["x": ["jsonpath": "$", "regex": "a"]]]]]]
    ),
    (
      "/cases",
      [["id": "a", "turns": [["user": "a", "capture": ["x": ["jsonpath": "$", "of": "x"]]]]]]
    ),
    (
      "/cases",
      [["id": "a", "turns": [["user": "a", "capture": ["x": ["jsonpath": "$", "group": 1]]]]]]
    ),
    ("/cases", [["from": 1]]), ("/cases", ["from": [1]]), ("/cases", ["from": [], "limit": 0]),
    ("/cases", ["from": [], "format": "xml"]), ("/cases", ["from": "d.csv", "separator": ""]),
    ("/cases", ["from": [], "where": 1]), ("/cases", ["from": [], "where": ["a": [:]]]),
    ("/cases", ["from": [], "where": ["a": ["mni": 1]]]),
    ("/cases", ["from": [], "types": ["a": "x"]]),
    ("/cases", ["from": [], "columns": ["a": 1]]), ("/cases", ["from": [], "id": 1]),
    ("/cases", ["from": [], "x": 1]),
  ]

  @Test(arguments: mutations + additions)
  func bothRefuseMistakes(pointer: String, value: JSONValue) throws {
    let tokens = try #require(JSONPointer(pointer)).tokens
    let suite = Self.replacing(Self.valid, tokens[...], value)
    #expect(try !Self.schema().isValid(suite))
    let folder = try TemporaryFolder()
    let file = try folder.write(suite.text(.pretty), to: "suite.json")
    let error = #expect(throws: InvalidInput.self) { try SuiteLoader().load([file]) }
    // Every mistake has its place.
    #expect(error?.diagnostics.allSatisfy { $0.location != nil } == true)
  }

  /// Every key, in every place that has keys.
  static let full: JSONValue = [
    "$schema": "x", "version": 1, "name": "full", "description": "d", "jobType": "j",
    "models": [
      "a",
      ["model": "b", "label": "c", "parameters": ["x": 1], "endpoint": "e", "tags": ["t"]],
    ],
    "judge": [
      "j1", ["model": "j2", "label": "j3", "parameters": [:], "endpoint": "gateway", "tags": "t"],
    ],
    "endpoints": ["e": ["baseURL": "https://h.test:1/v1", "keyVariable": "A_KEY"]],
    "parameters": ["temperature": nil],
    "tools": [
      ["name": "f", "description": "d", "parameters": ["a": "string"], "strict": true],
      ["type": "function", "function": ["name": "g", "parameters": ["type": "object"]]],
    ],
    "toolChoice": "f", "response": ["shape": "S", "format": "schema", "assert": true],
    "partials": ["x": "X {{w}}"], "assertions": ["json": ["type": "is-json"]],
    "shapes": ["S": ["a": "string"]],
    "prompts": [
      "text": "{{> x}}{{#o}}{{.}}{{/o}}",
      "list": [
        "messages": [
          ["role": "system", "content": [["type": "text", "text": "{{w}}"]], "name": "n"],
          [
            "role": "assistant",
            "tool_calls": [
              ["id": "1", "type": "function", "function": ["name": "f", "arguments": "{}"]]
            ],
          ],
          ["role": "tool", "tool_call_id": "1", "content": "x"],
        ],
        "parameters": ["y": 1], "tools": [], "toolChoice": ["type": "x"],
        "response": ["format": ["type": "x"]], "tags": "t",
      ],
    ],
    "defaults": [
      "title": "t {{w}}", "vars": ["w": 1, "o": nil], "assert": [["type": "is-json"]], "tags": "t",
      "threshold": 0.5, "repeat": 2, "stream": true, "prompts": ["!tag:t"], "models": "tag:t",
      "parameters": [:],
      "tools": [], "toolChoice": "none", "response": ["format": "none"], "expand": [],
    ],
    "cases": [
      [
        "id": "a", "title": "t", "vars": ["w": [1, 2]], "assert": [], "tags": [],
        "repeat": ["n": 3, "require": 2], "stream": false, "skip": "why", "prompts": "text",
        "models": ["a"], "parameters": [:], "tools": [], "toolChoice": "auto",
        "response": ["format": "text"], "expand": "w", "defaults": true,
        "turns": [
          ["capture": ["x": "text"]],
          [
            "user": "{{x}}", "assert": [],
            "capture": [
              "y": ["jsonpath": "$", "of": "toolCalls"],
              "z": ["regex": "(a)", "group": 1, "of": "text"],
            ],
          ],
          ["messages": [["role": "user", "content": "{{y}}{{z}}"]]],
        ],
      ],
      [
        "from": [["k": "v", "b": 2, "n": "1"]], "id": "{{k}}", "columns": ["kk": "b"],
        "types": ["n": "number"],
        "where": [
          "k": ["v", "u"], "kk": ["not": 3, "exists": true, "min": 1, "max": 3],
          "n": ["matches": "1"],
        ], "limit": 5, "vars": ["w": "x"], "defaults": true, "skip": "s",
        "turns": [["user": "x"]],
      ],
    ],
  ]

  @Test func bothAcceptEveryKey() throws {
    let result = try Self.schema().validate(Self.full)
    #expect(result.isValid, "\(result.failures)")
    let folder = try TemporaryFolder()
    let suites = try SuiteLoader().load([folder.write(Self.full.text(.pretty), to: "s.json")])
      .suites
    #expect(suites[0].cases.map(\.id) == ["a[w=1]", "a[w=2]", "v"])
  }

  /// A place in the full suite, and where the schema says which keys it has.
  static let objects: [(pointer: String, definitions: [String])] = [
    ("", [""]), ("/models/1", ["model"]), ("/judge/1", ["model"]), ("/endpoints/e", ["endpoint"]),
    ("/tools/0", ["function"]), ("/tools/1/function", ["function"]), ("/response", ["response"]),
    ("/prompts/list", ["prompt"]), ("/prompts/list/messages/0", ["message"]),
    ("/defaults", ["settings"]), ("/cases/0", ["settings", "case"]),
    ("/cases/1", ["settings", "block"]), ("/cases/0/turns/0", ["turn"]),
    ("/cases/0/turns/1/capture/y", ["capture/anyOf/1"]), ("/cases/0/repeat", ["repeat/anyOf/1"]),
    ("/cases/1/where/kk", ["condition/anyOf/1"]),
  ]

  @Test(arguments: objects)
  func bothKnowTheSameKeys(pointer: String, definitions: [String]) throws {
    let file = Repository.root.appending(path: "docs/schemas/suite.schema.json")
    let schema = try JSONDocument(parsing: [UInt8](Data(contentsOf: file))).root
    var published: Set<String> = []
    for definition in definitions {
      let place = definition.isEmpty ? "/properties" : "/$defs/\(definition)/properties"
      let pointer = try #require(JSONPointer(place))
      let node = try #require(schema[pointer])
      published.formUnion(node.members.map(\.key))
    }
    // A key that is like no other makes the loader name all that it knows.
    let tokens = try #require(JSONPointer(pointer)).tokens
    let unknown = Self.replacing(Self.full, (tokens + ["qqqqqqqqqqqqqqqqqqqq"])[...], 1)
    #expect(try !Self.schema().isValid(unknown))
    let folder = try TemporaryFolder()
    let path = try folder.write(unknown.text(.pretty), to: "s.json")
    let error = #expect(throws: InvalidInput.self) { try SuiteLoader().load([path]) }
    let hint = error?.diagnostics.first { $0.message.contains("qqqq") }?.hint ?? ""
    #expect(hint.hasPrefix("known here: "))
    #expect(Set(hint.dropFirst("known here: ".count).components(separatedBy: ", ")) == published)
  }

  private static func replacing(
    _ value: JSONValue, _ tokens: ArraySlice<String>, _ new: JSONValue
  ) -> JSONValue {
    guard let token = tokens.first else { return new }
    if var elements = value.arrayValue, let index = Int(token) {
      elements[index] = replacing(elements[index], tokens.dropFirst(), new)
      return .array(elements)
    }
    var object = value.objectValue ?? [:]
    object[token] = replacing(object[token] ?? .null, tokens.dropFirst(), new)
    return .object(object)
  }
}
