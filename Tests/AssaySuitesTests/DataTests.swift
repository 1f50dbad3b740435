import AssayAssertions
import AssayInput
import JSONModel
import TestSupport
import Testing

@testable import AssaySuites

/// Cases made of rows of data.
@Suite struct DataTests {
  private static let asserts: JSONValue = [["type": "contains", "value": "x"]]

  private static func block(_ members: JSONObject, _ more: JSONObject = [:]) -> JSONObject {
    let base: JSONObject = ["assert": asserts]
    return ["cases": [.object(base.merging(members).merging(more))]]
  }

  @Test(arguments: [
    ("d.csv", "id,word\r\none,\"Hi, \"\"you\"\"\"\r\ntwo,\"a\nb\"\r\n"),
    ("d.tsv", "id\tword\none\t\"Hi, \"\"you\"\"\"\ntwo\t\"a\nb\"\n"),
    (
      "d.jsonl",
      "{\"id\": \"one\", \"word\": \"Hi, \\\"you\\\"\"}\n\n{\"id\": \"two\", \"word\": \"a\\nb\"}"
    ),
    (
      "d.json",
      "[{\"id\": \"one\", \"word\": \"Hi, \\\"you\\\"\"}, {\"id\": \"two\", \"word\": \"a\\nb\"}]"
    ),
    ("d.csv", "\u{FEFF}id,word\none,\"Hi, \"\"you\"\"\"\n\ntwo,\"a\nb\""),
  ])
  func formatsSayTheSame(file: String, text: String) throws {
    let folder = try SuiteFolder([file: text])
    let suite = try folder.suite(Self.block(["from": .string(file)]))
    #expect(suite.cases.map(\.id) == ["one", "two"])
    #expect(suite.cases.map { $0.variables["word"] } == ["Hi, \"you\"", "a\nb"])
    #expect(suite.cases[0].file.hasSuffix("/\(file)"))
    #expect(suite.cases[0].assertions.assertions.count == 1)
    #expect(try suite.texts("one") == ["user: Say Hi, \"you\""])
  }

  @Test func rowsCanStandInTheSuiteAndBesideCases() throws {
    let suite = try SuiteFolder().suite([
      "cases": [
        ["id": "first", "vars": ["word": "a"], "assert": Self.asserts],
        ["from": [["id": 7, "word": "b"], ["word": ["c", 1]]], "assert": Self.asserts],
      ]
    ])
    #expect(suite.cases.map(\.id).prefix(2) == ["first", "7"])
    #expect(try suite.texts(suite.cases[2].id) == ["user: Say [\"c\",1]"])
    #expect(try #require(suite.cases.last).id.wholeMatch(of: /[0-9a-f]{12}/) != nil)
  }

  @Test func idsAreMadeOfContentOrByTemplate() throws {
    let folder = try SuiteFolder([
      "d.csv": "word,n\na,1\nb,2\n", "e.csv": "word,n\nx,0\na,1\nb,2\n",
    ])
    let first = try folder.suite(Self.block(["from": "d.csv"])).cases.map(\.id)
    let second = try folder.suite(Self.block(["from": "e.csv", "tags": "t"])).cases.map(\.id)
    #expect(Set(first).isSubset(of: second))
    let named = try folder.suite(Self.block(["from": "d.csv", "id": "{{word}}-{{n}}"]))
    #expect(named.cases.map(\.id) == ["a-1", "b-2"])
  }

  @Test func columnsBecomeVariablesOfTheirTypes() throws {
    let folder = try SuiteFolder(["d.csv": "The Word,n,ok,list,none\nhi,1.50,TRUE,\"[1,2]\",\n"])
    let suite = try folder.suite(
      Self.block([
        "from": "d.csv", "columns": ["word": "The Word"],
        "types": ["n": "number", "ok": "boolean", "list": "json", "none": "number"],
      ]))
    #expect(
      suite.cases[0].variables == [
        "word": "hi", "n": 1.5, "ok": true, "list": [1, 2], "none": nil,
      ])
  }

  @Test(
    arguments: [
      (["lang": "en"], ["1", "3"]), (["lang": ["en", "fr"]], ["1", "3"]),
      (["lang": ["not": "en"]], ["2", "4"]), (["n": 2], ["2"]),
      (["n": ["min": 2, "max": 3]], ["2", "3"]),
      (["lang": ["exists": false]], ["4"]), (["word": ["matches": "^[ac]$"]], ["1", "3"]),
      (["lang": "en", "n": ["min": 2]], ["3"]), (["n": ["not": [1, 2.0]]], ["3", "4"]),
    ] as [(JSONObject, [String])])
  func rowsAreChosenByColumns(filter: JSONObject, expected: [String]) throws {
    let folder = try SuiteFolder(["d.csv": "id,lang,n,word\n1,en,1,a\n2,de,2,b\n3,en,3,c\n4,,4,d\n"]
    )
    let suite = try folder.suite(Self.block(["from": "d.csv", "where": .object(filter)]))
    #expect(suite.cases.map(\.id) == expected)
    let limited = try folder.suite(
      Self.block(["from": "d.csv", "where": .object(filter), "limit": 1]))
    #expect(limited.cases.map(\.id) == Array(expected.prefix(1)))
  }

  @Test func rowsCanSaySomethingOfTheirCase() throws {
    let folder = try SuiteFolder([
      "d.csv": """
      id,word,case.tags,case.skip,case.repeat,case.stream,case.assert,case.title
      1,a,"x, y",,3,true,"[{""type"": ""is-json""}]",The {{word}}
      2,b,,known failure,,,,

      """,
      "d.jsonl": """
      { "id": "3", "vars": { "word": "c" }, "tags": ["z"], "assert": [{ "type": "is-json" }], "title": "row {{word}}" }
      """,
    ])
    let suite = try folder.suite([
      "defaults": ["tags": ["all"], "vars": ["other": 1]],
      "prompts": ["p": "Say {{word}} {{other}}"],
      "cases": [
        ["from": "d.csv", "assert": Self.asserts, "tags": "table"],
        ["from": "d.jsonl", "assert": Self.asserts],
      ],
    ])
    let (first, second, third) = (suite.cases[0], suite.cases[1], suite.cases[2])
    #expect(first.tags == ["all", "table", "x", "y"])
    #expect(first.repetition == Suite.Repetition(attempts: 3, required: 3))
    #expect(first.streams)
    #expect(first.assertions.assertions.map(\.type) == ["contains", "is-json"])
    #expect(first.title == "The a")
    #expect(first.variables.keys == ["other", "id", "word"])
    #expect(second.skipReason == "known failure")
    #expect(second.tags == ["all", "table"])
    #expect(third.tags == ["all", "z"])
    #expect(third.title == "row c")
    #expect(third.assertions.assertions.map(\.type) == ["contains", "is-json"])
    #expect(try suite.texts("3") == ["user: Say c 1"])
  }

  @Test func listsExpandToAProductWhenAsked() throws {
    let suite = try SuiteFolder().suite([
      "prompts": ["p": "{{word}} {{lang}} {{list}}"],
      "defaults": ["vars": ["list": [1, 2]], "assert": Self.asserts],
      "cases": [
        [
          "id": "a", "vars": ["word": ["x", ["y": 1]], "lang": ["en", "de"]],
          "expand": ["word", "lang"],
        ],
        ["id": "b", "vars": ["word": "w", "lang": "en"]],
      ],
    ])
    #expect(
      suite.cases.map(\.id) == [
        "a[word=x,lang=en]", "a[word=x,lang=de]", "a[word=\(ContentID.of(["y": 1])),lang=en]",
        "a[word=\(ContentID.of(["y": 1])),lang=de]", "b",
      ])
    #expect(try suite.texts("a[word=x,lang=de]") == ["user: x de [1,2]"])
  }

  // MARK: What is wrong with data

  static let mistakes: [(file: String, text: String, block: JSONObject, problem: String)] = [
    (
      "d.csv", "id,word\n1,a\n2\n", [:],
      "d.csv:3:1: error: the row has 1 field, but there are 2 columns (empty fields must be there, too)"
    ),
    (
      "d.csv", "id,word\n1,a,b\n", [:],
      "d.csv:2:1: error: the row has 3 fields, but there are 2 columns (a field with the separator or a line break in it must stand in quotes)"
    ),
    (
      "d.csv", "id,word\n1,\"a\nb\n", [:],
      "d.csv:2:3: error: the quoted field that starts here never ends (a quote within quotes is written twice: \"\")"
    ),
    (
      "d.csv", "id,word\n1,é\"b\n", [:],
      "d.csv:2:4: error: a quote stands within a field that does not start with one (put the whole field in quotes, and write the quote twice)"
    ),
    (
      "d.csv", "id,word\n1,\"a\"b\n", [:],
      "d.csv:2:6: error: text follows the closing quote of a field (a quote within quotes is written twice: \"\")"
    ),
    (
      "d.csv", "id,id\n", [:],
      "d.csv:1:1: error: the column \"id\" stands twice (give one of them another name)"
    ),
    (
      "d.csv", "id;word\n1;a\n", [:],
      "d.csv:1:1: error: there is a single column, \"id;word\" (say \"separator\": \";\")"
    ),
    ("d.csv", "", [:], "d.csv: error: the file is empty (its first line names the columns)"),
    (
      "d.csv", "id,word\n1,a\n1,b\n", [:],
      "d.csv:3:1: error: the case id \"1\" stands twice, first in line 2 (results and recordings go by the id: give each case its own)"
    ),
    (
      "d.jsonl", "{\"word\": 1}\n\n{\"word\": 1.0}\n", [:],
      "stands twice, first in line 1 (the rows are the same: remove one, or add a column \"id\")"
    ),
    (
      "d.csv", "id,wrod\n1,a\n", [:],
      "d.csv:2:1: error: the prompt \"p\" (suite.json:8) needs the variable \"word\", which the case \"1\" does not have (did you mean \"wrod\"?)"
    ),
    (
      "d.csv", "id,word,n\n1,a,x\n", ["types": ["n": "number"]],
      "d.csv:2:1: error: \"n\" must be of the type number, not \"x\""
    ),
    (
      "d.csv", "id,word,case.tgas\n1,a,x\n", [:],
      "d.csv:2:1: error: the column \"case.tgas\" says nothing of a case (did you mean \"case.tags\"?)"
    ),
    (
      "d.csv", "id,word,case.models\n1,a,mm\n", [:],
      "d.csv:2:1: error: case.models: \"mm\" is not among the suite's models (did you mean \"m\"?)"
    ),
    (
      "d.jsonl", "{\"word\": \"a\"}\n{\"word\": }\n", [:],
      "d.jsonl:2:10: error: expected a value, found '}' (a .jsonl file has one JSON object a line)"
    ),
    ("d.jsonl", "[1]\n", [:], "d.jsonl:1:1: error: a row must be an object, not an array"),
    (
      "d.jsonl", "{\"word\": \"a\", \"word\": \"b\"}\n", [:],
      "d.jsonl:1:15: error: /word: the key \"word\" stands twice in this row (remove one of them)"
    ),
    (
      "d.jsonl", "{\"id\": [], \"word\": \"a\"}\n", [:],
      "d.jsonl:1:1: error: \"id\" must be a string or a number, not an array"
    ),
    (
      "d.jsonl", "{\"id\": 1, \"vars\": {\"word\": \"a\"}, \"asert\": []}\n", [:],
      "d.jsonl:1:34: error: /asert: unknown key \"asert\" (did you mean \"assert\"?)"
    ),
  ]

  @Test(arguments: mistakes)
  func mistakesHaveTheirPlace(
    file: String, text: String, block: JSONObject, problem: String
  ) throws {
    let folder = try SuiteFolder([file: text])
    let problems = try folder.problems(
      Self.block(["from": .string(file)], block))
    #expect(problems.contains { $0.contains(problem) }, "\(problems)")
  }

  static let blockMistakes: [(block: JSONObject, problem: String)] = [
    (["from": "x.csv"], "there is no file \"x.csv\" (did you mean \"d.csv\"?)"),
    (["from": "d.cvs"], "it cannot be told from \"d.cvs\" how the data is written"),
    (["from": 1], "\"from\" must be the path of a file or a list of rows, not a number"),
    (
      ["from": "d.csv", "where": ["lnag": "en"]],
      "no row has the column \"lnag\" (did you mean \"lang\"?)"
    ),
    (["from": "d.csv", "columns": ["x": "nope"]], "no row has the column \"nope\""),
    (
      ["from": "d.csv", "where": ["lang": "xx"]],
      "warning: /cases/0/from: none of the 2 rows is selected"
    ),
    (["from": "d.csv", "limit": 0], "\"limit\" must be an integer of at least 1, not 0"),
    (["from": "d.csv", "separator": ";;"], "\"separator\" must be one ASCII character"),
    (["from": "d.csv", "id": "{{nmae}}"], "\"id\" needs the column \"nmae\""),
    (["from": "d.csv", "expand": "word"], "must be a list of at least one value, not a string"),
    (["from": "d.csv", "whree": [:]], "unknown key \"whree\" (did you mean \"where\"?)"),
    (["from": "d.csv", "format": "cvs"], "did you mean \"csv\"?"),
  ]

  @Test(arguments: blockMistakes)
  func mistakesOfBlocksAreTold(block: JSONObject, problem: String) throws {
    let folder = try SuiteFolder(["d.csv": "word,lang\na,en\nb,de\n", "d.cvs": ""])
    let problems = try folder.problems(Self.block(block))
    #expect(problems.contains { $0.contains(problem) }, "\(problems)")
  }

  @Test func bytesThatAreNotUTF8HaveTheirPlace() throws {
    let folder = try SuiteFolder()
    try folder.write(Array("id,word\n1,\u{e9}".utf8) + [0xFF, 0x0A], to: "d.csv")
    #expect(
      try folder.problems(Self.block(["from": "d.csv"])).contains(
        "d.csv:2:4: error: the field has bytes that are not UTF-8 (save the file in the encoding UTF-8)"
      ))
  }

  @Test func aProductWithoutEndIsRefused() throws {
    let list = JSONValue.array((0..<150).map { .number(JSONNumber($0)) })
    let problems = try SuiteFolder().problems([
      "prompts": ["p": "{{a}}{{b}}"],
      "cases": [
        ["id": "x", "vars": ["a": list, "b": list], "expand": ["a", "b"], "assert": Self.asserts]
      ],
    ])
    #expect(problems.contains { $0.contains("expands to more than 10000 cases") })
  }

  @Test func recordsDoNotDependOnWhereTheBytesAreCut() throws {
    let text = Array("\u{FEFF}a,b\r\n\"x\r\ny\",é\r\"\"\"\",\n\nlast,\"\"".utf8)
    let expected = [["a", "b"], ["x\r\ny", "é"], ["\"", ""], ["last", ""]]
    for size in 1...text.count {
      var parser = CSVParser()
      var records: [CSVParser.Record] = []
      var rest = text[...]
      while !rest.isEmpty {
        try parser.parse(Array(rest.prefix(size))) { records.append($0) }
        rest = rest.dropFirst(size)
      }
      try parser.finish { records.append($0) }
      #expect(records.map(\.fields) == expected)
      #expect(records.map(\.location.line) == [1, 2, 4, 6])
    }
  }

  /// A condition must not take for ever, and what it cannot decide is neither yes nor no.
  @Test func aPatternThatBacktracksWithoutEndIsToldAtItsPlace() throws {
    let text = String(repeating: "x", count: 60)
    let problems = try SuiteFolder(["rows.csv": "word\n\(text)\n\(text)\n"]).problems([
      "cases": [
        [
          "from": "rows.csv", "where": ["word": ["matches": "(x+x+)+(?<!z)y"]],
          "assert": [["type": "contains", "value": "x"]],
        ]
      ]
    ])
    #expect(problems.count == 1, "\(problems)")
    #expect(
      problems[0].contains("/cases/0/where/word: nobody can say whether the row in rows.csv:2"))
    #expect(problems[0].contains("was given up"))
  }
}
