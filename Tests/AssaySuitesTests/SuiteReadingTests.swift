import AssayAssertions
import AssayInput
import Foundation
import JSONModel
import TestSupport
import Testing

@testable import AssaySuites

/// What a suite says of models, requests, prompts and cases.
@Suite struct SuiteReadingTests {
  private static let asserts: JSONValue = [["type": "contains", "value": "x"]]

  @Test func parametersAreMergedFromTheGeneralToTheParticular() throws {
    let suite = try SuiteFolder().suite([
      "parameters": ["a": 1, "b": 1, "c": 1, "d": 1],
      "prompts": [
        "p": [
          "messages": [["role": "user", "content": "x"]], "parameters": ["b": 2, "c": 2, "d": 2],
        ]
      ],
      "models": [["model": "m", "parameters": ["c": 3, "d": 3, "temperature": nil]]],
      "defaults": ["parameters": ["d": 4, "e": 4]],
      "cases": [["id": "x", "parameters": ["e": 5], "assert": Self.asserts]],
    ])
    let request = try #require(suite.plannedRequests().first)
    #expect(
      request.parameters == ["a": 1, "b": 2, "c": 3, "d": 4, "e": 5, "temperature": nil])
  }

  @Test func theTemperatureIsAlwaysSaid() throws {
    let suite = try SuiteFolder().suite([:])
    #expect(try suite.plannedRequests()[0].parameters == ["temperature": 0.7])
  }

  @Test func toolsAndResponsesAreSaidWithEveryRequest() throws {
    let tool: JSONValue = ["name": "look_up", "parameters": ["city": "string"]]
    let wire: JSONValue = [
      "type": "function",
      "function": [
        "name": "look_up",
        "parameters": [
          "type": "object", "properties": ["city": ["type": "string"]], "required": ["city"],
          "additionalProperties": false,
        ],
      ],
    ]
    let suite = try SuiteFolder().suite([
      "parameters": ["temperature": 0], "shapes": ["S": ["a": "string"]],
      "tools": [tool], "response": ["shape": "S"],
      "prompts": [
        "asks": "x",
        "json": [
          "messages": [["role": "user", "content": "x"]], "response": ["format": "json"],
          "tools": [wire, ["name": "other"]],
        ],
      ],
      "cases": [
        ["id": "plain"], ["id": "must", "toolChoice": "look_up"],
        [
          "id": "free", "response": ["format": "none"], "toolChoice": "none",
          "assert": Self.asserts,
        ],
        ["id": "own", "response": ["shape": "S", "format": "json"]],
      ],
    ])
    func parameters(_ caseID: String, _ prompt: String) throws -> JSONObject {
      try #require(
        suite.plannedRequests().first { $0.caseID == caseID && $0.promptID == prompt }
      ).parameters
    }
    let plain = try parameters("plain", "asks")
    #expect(plain["tools"] == [wire])
    #expect(plain["response_format"]?["json_schema"]?["name"] == "S")
    #expect(try parameters("plain", "json")["response_format"] == ["type": "json_object"])
    #expect(try parameters("plain", "json")["tools"]?.arrayValue?.count == 2)
    #expect(
      try parameters("must", "asks")["tool_choice"]
        == ["type": "function", "function": ["name": "look_up"]])
    #expect(try parameters("free", "asks")["response_format"] == .null)
    #expect(try parameters("free", "asks")["tool_choice"] == "none")
    let types = suite.cases.map { testCase in
      suite.prompts.map { testCase.assertions(with: $0).assertions.map(\.type) }
    }
    #expect(
      types == [
        [["shape"], []], [["shape"], []], [["contains"], ["contains"]], [["shape"], ["shape"]],
      ])
  }

  @Test func modelsHaveLabelsTagsAndEndpoints() throws {
    let folder = try SuiteFolder()
    let suite = try folder.load(
      [
        "endpoints": ["local": ["baseURL": "http://localhost:11434/v1"]],
        "models": [
          "a", ["model": "a", "label": "a-local", "endpoint": "local", "tags": ["small"]],
          ["model": "b", "endpoint": "proxy"], ["model": "c", "endpoint": "gateway"],
        ],
        "judge": ["model": "big", "endpoint": "proxy", "parameters": ["temperature": 0]],
      ],
      endpoints: [
        "proxy": Endpoint(
          name: "proxy", kind: .openAICompatible(baseURL: "https://x.test", keyVariable: "KEY"))
      ]
    ).suites[0]
    #expect(suite.models.map(\.label) == ["a", "a-local", "b", "c"])
    #expect(suite.models.map(\.endpoint.name) == ["gateway", "local", "proxy", "gateway"])
    #expect(
      suite.models[1].endpoint.kind
        == .openAICompatible(baseURL: "http://localhost:11434/v1", keyVariable: nil))
    #expect(suite.judges.map(\.label) == ["big"])
    #expect(suite.judges[0].endpoint.name == "proxy")
  }

  @Test(arguments: [
    ("\"opus\"", ["opus"]), ("[\"tag:small\"]", ["tiny", "mini"]),
    ("[\"!opus\"]", ["tiny", "mini"]),
    ("[\"tag:small\", \"!mini\"]", ["tiny"]), ("[\"!tag:small\"]", ["opus"]),
    ("[\"opus\", \"tiny\"]", ["tiny", "opus"]),
  ])
  func casesAreNarrowedByNameAndTag(choice: String, expected: [String]) throws {
    let models: JSONValue = [
      ["model": "tiny", "tags": ["small"]], ["model": "mini", "tags": "small"],
      ["model": "claude", "label": "opus"],
    ]
    let suite = try SuiteFolder().suite([
      "models": models,
      "defaults": ["models": try JSONValue(parsing: choice)],
    ])
    #expect(try suite.plannedRequests().map(\.model.label) == expected)
    let prompts = try SuiteFolder().suite([
      "prompts": [
        "tiny": ["messages": [["role": "user", "content": "{{word}}"]], "tags": ["small"]],
        "mini": ["messages": [["role": "user", "content": "{{word}}"]], "tags": "small"],
        "opus": "{{word}}",
      ],
      "defaults": ["prompts": try JSONValue(parsing: choice)],
    ])
    #expect(try prompts.plannedRequests().map(\.promptID) == expected)
  }

  @Test func promptsAndTextsComeFromFiles() throws {
    let folder = try SuiteFolder([
      "prompts/one.txt": "\u{FEFF}Say {{word}}.\r\n",
      "prompts/chat.json":
        "[{\"role\": \"system\", \"content\": {\"file\": \"texts/system.md\"}}, {\"role\": \"user\", \"content\": \"{{word}} {{> sign}}\"}]",
      "prompts/export.json":
        "{\"messages\": [{\"role\": \"user\", \"content\": \"exported {{word}}\"}]}",
      "texts/system.md": "Be {{word}}\n\n", "texts/long.txt": "a long\ntext\n",
      "texts/data.json": "{\"a\": [1]}",
      "partials/sign.txt": "yours, {{word}}\n",
    ])
    let suite = try folder.suite([
      "partials": ["sign": ["file": "partials/sign.txt"]],
      "prompts": [
        "one": ["file": "prompts/one.txt"], "chat": ["file": "prompts/chat.json"],
        "export": ["messages": ["file": "prompts/export.json"]],
        "parts": [
          "messages": [
            [
              "role": "user",
              "content": [
                ["type": "text", "text": "See {{word}}"],
                ["type": "image_url", "image_url": ["url": "data:image/png;base64,{{data.a}}"]],
              ],
            ],
            [
              "role": "assistant",
              "tool_calls": [
                [
                  "id": "c1", "type": "function",
                  "function": ["name": "f", "arguments": "{\"w\": \"{{word}}\"}"],
                ]
              ],
            ],
            ["role": "tool", "tool_call_id": "c1", "content": "done"],
          ]
        ],
      ],
      "defaults": ["vars": ["data": ["file": "texts/data.json"]]],
      "cases": [["id": "a", "vars": ["word": ["file": "texts/long.txt"]], "assert": Self.asserts]],
    ])
    #expect(try suite.texts("a", prompt: "one") == ["user: Say a long\ntext."])
    #expect(
      try suite.texts("a", prompt: "chat") == [
        "system: Be a long\ntext\n", "user: a long\ntext yours, a long\ntext",
      ])
    #expect(try suite.texts("a", prompt: "export") == ["user: exported a long\ntext"])
    let parts = try #require(suite.plannedRequests().first { $0.promptID == "parts" })
    let json = parts.turns[0].map { message -> JSONValue in
      if case .sent(let message) = message { message.json } else { .null }
    }
    #expect(json[0]["content"]?[1]?["image_url"]?["url"] == "data:image/png;base64,[1]")
    #expect(json[1]["tool_calls"]?[0]?["function"]?["arguments"] == "{\"w\": \"a long\ntext\"}")
    #expect(json[2]["tool_call_id"] == "c1")
    #expect(suite.prompts[0].messages[0].file.hasSuffix("prompts/one.txt"))
  }

  @Test func theDigestIsThatOfAllFiles() throws {
    let folder = try SuiteFolder(["p.txt": "Say {{word}}", "d.csv": "id,word\n1,a\n"])
    let members: JSONObject = [
      "prompts": ["p": ["file": "p.txt"]], "cases": [["from": "d.csv", "assert": Self.asserts]],
    ]
    let first = try folder.suite(members).digest
    #expect(try folder.suite(members).digest == first)
    try folder.folder.write("id,word\n1,b\n", to: "d.csv")
    let second = try folder.suite(members).digest
    try folder.folder.write("Say  {{word}}", to: "p.txt")
    #expect(Set([first, second, try folder.suite(members).digest]).count == 3)
  }

  @Test func casesCanDoWithoutDefaults() throws {
    let suite = try SuiteFolder().suite([
      "defaults": ["vars": ["word": "d"], "assert": Self.asserts, "tags": "t", "repeat": 3],
      "cases": [
        ["id": "with"],
        [
          "id": "without", "defaults": false, "vars": ["word": "w"],
          "assert": [["type": "is-json"]],
        ],
      ],
    ])
    #expect(suite.cases.map(\.repetition.attempts) == [3, 1])
    #expect(
      suite.cases.map { $0.assertions.assertions.map(\.type) } == [["contains"], ["is-json"]])
    #expect(suite.cases.map(\.tags) == [["t"], []])
  }

  @Test func turnsAreSaidOneAfterTheOther() throws {
    let suite = try SuiteFolder().suite([
      "prompts": ["p": ["messages": [["role": "system", "content": "Be brief."]]]],
      "cases": [
        [
          "id": "talk", "vars": ["city": "Paris"],
          "turns": [
            [
              "user": "Tell me of {{city}}", "assert": Self.asserts,
              "capture": [
                "river": ["regex": "river (\\w+)"], "all": "text", "n": ["jsonpath": "$.n"],
              ],
            ],
            ["user": "Where does the {{river}} end?", "assert": Self.asserts],
            ["messages": [["role": "user", "content": "Back to {{city}}"]]],
          ],
          "assert": Self.asserts,
        ]
      ],
    ])
    #expect(
      try suite.texts("talk") == [
        "system: Be brief.", "user: Tell me of Paris", "user? Where does the {{river}} end?",
        "user: Back to Paris",
      ])
    #expect(suite.cases[0].turns[0].captures.map(\.variable) == ["river", "all", "n"])
    #expect(suite.cases[0].turns.map { $0.assertions.assertions.count } == [1, 1, 0])
  }

  // MARK: Confinement

  @Test(arguments: [
    ("../out.txt", "leads out of the suite's folder"), ("sub/../../out.txt", "leads out"),
    ("/etc/hostname", "is no path within the suite's folder"), ("~/x.txt", "is no path within"),
    ("file://in.txt", "is a URL, not a path (leave out \"file://\""),
    ("https://x.test/y", "is a URL"),
    ("link-out.txt", "leads out of the suite's folder"), ("link-dir/x.txt", "leads out"),
    ("sub", "this is a folder"), ("pipe", "this is no regular file"),
    ("nothere.txt", "there is no file"),
    ("in.text", "did you mean \"in.txt\"?"), ("sub\\in.txt", "folders are divided by /"),
    ("", "this is no path"),
    ("bad.txt", "the byte 0xFF is not UTF-8"), ("nul\u{0}.txt", "this is no path"),
  ])
  func readsStayWithinTheSuitesFolder(path: String, problem: String) throws {
    let outside = try TemporaryFolder()
    try outside.write("secret", to: "x.txt")
    let folder = try SuiteFolder(["in.txt": "ok {{word}}", "sub/in.txt": "ok"])
    let root = folder.folder.url
    try folder.write(Array("a\né ".utf8) + [0xFF], to: "bad.txt")
    try FileManager.default.createSymbolicLink(
      at: root.appending(path: "link-out.txt"),
      withDestinationURL: outside.url.appending(path: "x.txt"))
    try FileManager.default.createSymbolicLink(
      at: root.appending(path: "link-dir"), withDestinationURL: outside.url)
    mkfifo(root.appending(path: "pipe").path, 0o600)
    for members: JSONObject in [
      ["prompts": ["p": ["file": .string(path)]]],
      ["defaults": ["vars": ["word": ["file": .string(path)]]]],
      ["partials": ["x": ["file": .string(path)]]],
    ] {
      let problems = try folder.problems(members)
      #expect(problems.contains { $0.contains(problem) }, "\(problems)")
      #expect(!problems.contains { $0.contains("secret") })
    }
  }

  @Test func linksWithinTheFolderAreFollowed() throws {
    let folder = try SuiteFolder(["sub/in.txt": "Say {{word}}"])
    try FileManager.default.createSymbolicLink(
      atPath: folder.folder.url.appending(path: "link.txt").path, withDestinationPath: "sub/in.txt")
    let suite = try folder.suite(["prompts": ["p": ["file": "link.txt"]]])
    #expect(try suite.texts("a") == ["user: Say hi"])
  }

  @Test func whatIsNotUTF8InAFileHasItsPlace() throws {
    let folder = try SuiteFolder()
    try folder.write(Array("a\né ".utf8) + [0xFF], to: "bad.txt")
    #expect(
      try folder.problems(["prompts": ["p": ["file": "bad.txt"]]]).contains(
        "bad.txt:2:3: error: the byte 0xFF is not UTF-8 (save the file in the encoding UTF-8)"))
  }

  @Test func aMessageThatOnlyCallsToolsMayHaveNullForContent() throws {
    let call: JSONValue = [
      "id": "1", "type": "function", "function": ["name": "f", "arguments": "{}"],
    ]
    let suite = try SuiteFolder().suite([
      "prompts": [
        "p": [
          "messages": [
            ["role": "user", "content": "{{word}}"],
            ["role": "assistant", "content": nil, "tool_calls": [call]],
            ["role": "tool", "content": "1", "tool_call_id": "1"],
          ]
        ]
      ]
    ])
    #expect(suite.prompts[0].messages.count == 3)
    #expect(suite.prompts[0].messages[1].content == nil)
  }
}
