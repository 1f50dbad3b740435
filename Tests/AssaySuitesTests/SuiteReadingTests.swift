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

  // MARK: Mistakes

  static let mistakes: [(members: JSONObject, problem: String)] = [
    (
      ["endpoints": ["x": ["baseURL": "http://u:p@h/"]]],
      "/endpoints/x/baseURL: \"baseURL\" must not hold a user or a password"
    ),
    (
      ["endpoints": ["x": ["baseURL": "ftp://h"]]],
      "must be a URL that starts with http:// or https://"
    ),
    (
      ["endpoints": ["x": ["baseURL": "http://h", "apiKey": "sk-1234567890"]]],
      "/endpoints/x/apiKey: a key must not stand in a file"
    ),
    (
      ["endpoints": ["x": ["baseURL": "http://h", "keyVariable": "sk-1234567890"]]],
      "\"keyVariable\" must be the name of an environment variable"
    ),
    (["endpoints": ["gateway": ["baseURL": "http://h"]]], "\"gateway\" cannot be the name"),
    (
      [
        "endpoints": ["local": ["baseURL": "http://h"]],
        "models": [["model": "m", "endpoint": "locl"]],
      ],
      "/models/0/endpoint: there is no endpoint \"locl\" (did you mean \"local\"?)"
    ),
    (
      ["parameters": ["model": "x"]],
      "/parameters/model: \"model\" is no parameter here (say it with \"models\")"
    ),
    (
      ["parameters": ["tools": []], "tools": []], "/tools: \"tools\" also stands in \"parameters\""
    ),
    (["tools": [["name": "a b"]]], "\"a b\" cannot be the name of a tool"),
    (
      [
        "tools": [["name": "search"]],
        "cases": [
          [
            "id": "a", "vars": ["word": "x"],
            "assert": [["type": "tool-called", "value": "serch"]],
          ]
        ],
      ],
      "warning: /cases/0/assert/0/value: no request of the suite offers a tool \"serch\" (did you mean \"search\"?)"
    ),
    (
      [
        "judge": "gpt-4",
        "cases": [
          [
            "id": "a", "vars": ["word": "x"],
            "assert": [["type": "closed-qa", "value": "x", "judges": ["gpt-5"]]],
          ]
        ],
      ],
      "warning: /cases/0/assert/0/judges: neither a judge nor a model of the suite is called \"gpt-5\""
    ),
    // Half a schema, as everywhere.
    (
      ["shapes": ["O": ["items": ["a": "string"], "n": "number"]]], "half the short form, by \"n\""
    ),
    (["tools": [["name": "a"], ["name": "a"]]], "/tools/1: the tool \"a\" stands twice"),
    (
      ["tools": [["name": "abc"]], "toolChoice": "abd"],
      "there is no tool \"abd\" (did you mean \"abc\"?)"
    ),
    (["response": [:]], "/response: \"response\" must have \"shape\" or \"format\""),
    (["response": ["format": "jsno"]], "did you mean \"json\"?"),
    (["response": ["format": "schema"]], "the format \"schema\" needs a \"shape\""),
    (["prompts": ["p": ["messages": []]]], "/prompts/p/messages: \"messages\" must be a list"),
    (["prompts": ["p": "{{word}} {{#x}}"]], "/prompts/p: the section {{#x}} never ends"),
    (["prompts": ["p": "{{word}} {{> nope}}"]], "/prompts/p: there is no partial \"nope\""),
    (
      ["prompts": ["p": "{{> a}}"], "partials": ["a": "{{> b}}", "b": "{{> a}}"]],
      "/partials/b: the partial \"a\" inserts itself: a → b → a"
    ),
    (
      ["prompts": ["p": "prompts/x.txt"]],
      "warning: /prompts/p: this text is sent as it stands, though it looks like a path"
    ),
    (
      ["prompts": ["p": ["messages": [["role": "usr", "content": "x"]]]]],
      "\"usr\" is no role (did you mean \"user\"?)"
    ),
    (
      ["prompts": ["p": "{{wrod}}"]],
      "needs the variable \"wrod\", which the case \"a\" does not have (did you mean \"word\"?)"
    ),
    (
      ["prompts": ["p": "{{word}}{{#hint}}x{{/hint}}"]],
      "the section {{#hint}} is never shown: no case has the variable \"hint\""
    ),
    (
      ["prompts": ["p": "no variables"]],
      "warning: /cases/0/vars/word: no prompt and no assertion uses the variable \"word\""
    ),
    (["cases": [["id": "a", "vars": ["a.b": 1]]]], "\"a.b\" cannot be the name of a variable"),
    (
      ["cases": [["id": "a", "models": "n"]]],
      "\"n\" is not among the suite's models (did you mean \"m\"?)"
    ),
    (
      ["cases": [["id": "a", "models": "tag:x"]]],
      "none of the suite's models has the tag \"x\" (none has \"tags\")"
    ),
    (["cases": [["id": "a", "models": []]]], "\"models\" names nothing"),
    (["cases": [["id": "a", "models": "!m", "vars": ["word": 1]]]], "\"models\" leaves nothing"),
    (["cases": [["id": "a", "skip": ""]]], "\"skip\" must say why"),
    (
      ["cases": [["id": "a", "repeat": ["n": 2, "require": 3]]]],
      "\"require\" is 3, but there are only 2 attempts"
    ),
    (["cases": [["id": "a", "repeat": 0]]], "\"repeat\" must be from 1 to 10000, not 0"),
    (
      ["cases": [["id": "a", "expand": "wrd", "vars": ["word": [1]]]]],
      "\"expand\" names the variable \"wrd\""
    ),
    (["cases": [["id": "a", "turns": []]]], "\"turns\" must be a list of at least one turn"),
    (
      ["cases": [["id": "a", "turns": [["user": "x"], [:]]]]],
      "a turn after the first must say something"
    ),
    (
      [
        "cases": [
          ["id": "a", "vars": ["word": 1], "turns": [["user": "{{x}}", "capture": ["x": "text"]]]]
        ]
      ],
      "the turn 1 (line"
    ),
    (
      ["cases": [["id": "a", "turns": [["user": "x", "capture": ["v": ["jsonpath": "$["]]]]]]],
      "/cases/0/turns/0/capture/v/jsonpath"
    ),
    (
      [
        "cases": [
          ["id": "a", "turns": [["user": "x", "capture": ["v": ["regex": "(a", "group": 1]]]]]
        ]
      ],
      "the ( is not closed at character 1 of /(a/"
    ),
    (
      [
        "cases": [
          ["id": "a", "turns": [["user": "x", "capture": ["v": ["regex": "(a)", "group": 2]]]]]
        ]
      ],
      "/(a)/ has 1 groups, not 2"
    ),
    (
      [
        "cases": [
          [
            "id": "a",
            "turns": [["user": "x", "capture": ["v": ["regex": "a", "jsonpath": "$"]]]],
          ]
        ]
      ],
      "a capture must have either \"jsonpath\" or \"regex\""
    ),
    (
      ["parameters": ["tools": [], "n": 3]],
      "/parameters/tools: \"tools\" is no parameter here (say it with \"tools\")"
    ),
    (["parameters": ["n": 3]], "\"n\" is no parameter here (say it with \"repeat\""),
    (
      ["parameters": ["response_format": [:]], "response": ["format": "json"]],
      "/response: \"response_format\" also stands in \"parameters\""
    ),
    (
      ["parameters": ["temprature": 1]],
      "warning: /parameters/temprature: no server is known to have a parameter \"temprature\" (did "
        + "you mean \"temperature\"?)"
    ),
    (
      ["parameters": ["temperature": "hot"]],
      "\"temperature\" must be a number from 0 to 2, not \"hot\""
    ),
    (["parameters": ["top_p": 7]], "\"top_p\" must be a number from 0 to 1, not 7"),
    (["models": [["model": "m", "parameters": ["max_tokens": -5]]]], "an integer of at least 1"),
    (["models": ["a-b", "A-B"]], "the labels \"a-b\" and \"A-B\" are one name"),
    (["name": ".hidden"], "use letters, digits, '-', '_' and '.', which cannot come first"),
    (["tools": [["type": "function"]]], "/tools/0: the key \"function\" is missing"),
    (
      [
        "gates": ["metrics": ["tnoe": 0.5]],
        "assertions": ["n": ["type": "is-json", "metric": "tone"]],
      ],
      "/gates/metrics/tnoe: no assertion has the metric \"tnoe\" (did you mean \"tone\"?)"
    ),
    (
      [
        "cases": [
          ["id": "a", "vars": ["word": 1], "assert": [["type": "is-json", "weight": 0]]]
        ]
      ],
      "warning: /cases/0: the assertions of the case \"a\" all have weight 0"
    ),
    (
      [
        "cases": [
          ["id": "a", "vars": ["word": 1], "assert": [["type": "tool-called", "value": "f"]]]
        ]
      ],
      "warning: /cases/0: the gateway tells of tool calls only in streams"
    ),
    (
      ["prompts": ["p": ["messages": [["role": "usr", "content": "{{word"]]]]],
      "the tag that starts with {{ never ends"
    ),
    (
      ["cases": [["id": "a", "vars": ["word": []], "expand": "word"]]],
      "a list of at least one value, not an empty one"
    ),
    (["judge": []], "/judge: \"judge\" must name at least one model"),
  ]

  /// One mistake is told once, and none is made of it.
  @Test(
    arguments: [
      [
        "cases": [
          ["id": "a", "vars": ["word": 1], "assert": [["type": "contians", "value": "x"]]]
        ]
      ],
      [
        "cases": [
          [
            "id": "a", "vars": ["word": 1],
            "turns": [["user": "x", "assert": [["type": "contians", "value": "x"]]]],
          ]
        ]
      ],
      ["shapes": ["S": ["a": "strng"]], "response": ["shape": "S"]],
      [
        "shapes": ["S": ["a": "strng"]],
        "cases": [["id": "a", "vars": ["word": 1], "assert": [["type": "shape", "value": "S"]]]],
      ],
    ] as [JSONObject])
  func aMistakeIsToldOnce(members: JSONObject) throws {
    let problems = try SuiteFolder().problems(members)
    #expect(problems.count == 1, "\(problems)")
  }

  /// A named assertion and one of the defaults are read before the case that offers their tool.
  @Test func aToolThatOnlyOneCaseOffersIsKnownEverywhere() throws {
    let problems = try SuiteFolder().problems([
      "assertions": ["searches": ["type": "tool-called", "value": "search"]],
      "defaults": ["stream": true, "assert": [["type": "not-tool-called", "value": "search"]]],
      "prompts": [
        "p": ["messages": [["role": "user", "content": "{{word}}"]], "tools": [["name": "buy"]]]
      ],
      "cases": [
        [
          "id": "a", "vars": ["word": 1], "tools": [["name": "search"]],
          "assert": [["use": "searches"]],
        ]
      ],
    ])
    #expect(problems == [])
  }

  @Test func problemsStandInTheOrderOfTheFile() throws {
    let problems = try SuiteFolder().problems([
      "prompts": ["p": "{{a}}{{b"], "models": [1], "cases": [["id": ""], ["id": "x", "skp": 1]],
    ])
    let lines = problems.compactMap {
      $0.firstMatch(of: #/suite\.json:(\d+)/#).flatMap { Int($0.1) }
    }
    #expect(lines.count > 3 && lines == lines.sorted(), "\(problems)")
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

  @Test(arguments: mistakes)
  func mistakesAreTold(members: JSONObject, problem: String) throws {
    let problems = try SuiteFolder().problems(members)
    #expect(problems.contains { $0.contains(problem) }, "\(problems)")
    #expect(!problems.contains { $0.contains("sk-1234567890") })
    // Every mistake has its place.
    #expect(
      problems.allSatisfy { $0.prefixMatch(of: #/suite\.json:\d+:\d+: /#) != nil }, "\(problems)")
  }
}
