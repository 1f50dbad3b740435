import AssayInput
import JSONModel
import Testing

@testable import AssaySuites

/// What suites get wrong, and what they are told: each mistake once, at its place.
@Suite struct SuiteMistakeTests {
  private static let asserts: JSONValue = [["type": "contains", "value": "x"]]

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
    (
      ["parameters": ["top_p": 7]],
      "warning: /parameters/top_p: \"top_p\" must be a number from 0 to 1, not 7"
    ),
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

  /// A metric counts wherever its assertion stands, and nothing else that is called so.
  @Test func aGateKnowsTheMetricsOfSetsTurnsAndRows() throws {
    let set: JSONValue = ["type": "all", "assert": [["type": "is-json", "metric": "inner"]]]
    let problems = try SuiteFolder([
      "rows.jsonl": #"{"vars": {"word": 1}, "assert": [{"type": "is-json", "metric": "row"}]}"#
        + "\n"
    ]).problems([
      "gates": ["metrics": ["inner": 0.5, "turn": 0.5, "row": 0.5, "said": 0.5]],
      "cases": [
        ["id": "a", "vars": ["word": ["metric": "said"]], "assert": [set]],
        [
          "id": "b", "vars": ["word": 1],
          "turns": [["user": "x", "assert": [["type": "is-json", "metric": "turn"]]]],
        ],
        ["from": "rows.jsonl"],
      ],
    ])
    #expect(problems.count == 1, "\(problems)")
    #expect(problems.first?.contains("no assertion has the metric \"said\"") == true)
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
