import JSONModel
import Testing

@testable import AssayInput

@Suite struct TemplateTests {
  static let variables: JSONObject = [
    "name": "Ada", "age": 36, "tags": ["a", 1.50], "person": ["email": "a@b", "none": nil],
    "html": "<b>&\"</b>", "é": "accent",
  ]

  @Test(arguments: [
    ("plain", "plain"), ("{{name}}", "Ada"), ("{{ name }}!", "Ada!"), ("{{{name}}}", "Ada"),
    ("{{&name}}", "Ada"), ("{{html}}", "<b>&\"</b>"), ("{{age}} {{tags}}", "36 [\"a\",1.5]"),
    ("{{person.email}}", "a@b"), ("{{person}}", "{\"email\":\"a@b\",\"none\":null}"),
    ("{{person.none}}", "null"), ("a{{! a comment }}b", "ab"), ("{ {name} }", "{ {name} }"),
    ("{{é}}", "accent"), ("", ""), ("}}", "}}"),
    ("{\"a\": {\"b\": {{age}}}}", "{\"a\": {\"b\": 36}}"),
  ])
  func renders(text: String, expected: String) throws {
    #expect(try Template(text).render(Self.variables) == expected)
  }

  @Test(arguments: [
    ("{{name", 0), ("ab{{}}", 2), ("{{a b}}", 0), ("{{a..b}}", 0), ("é{{#list}}", 2),
    ("{{> x}}", 0), ("{{{name}}", 0), ("{{#a}}{{/b}}", 6), ("{{/a}}", 0), ("x{{.}}", 1),
    ("{{#a}}{{#b}}{{/a}}{{/b}}", 12), ("{{=x=}}", 0), ("{{<parent}}", 0), ("{{$block}}", 0),
    ("{{= | =}}", 0), ("{{#a}}", 0), ("{{^a}}", 0),
  ])
  func refusesWithAPlace(text: String, offset: Int) {
    let error = #expect(throws: Template.SyntaxError.self) { try Template(text) }
    #expect(error?.offset == offset)
  }

  @Test func anUndefinedVariableIsNeverEmpty() throws {
    let template = try Template("Hi {{nmae}}")
    let error = #expect(throws: Template.RenderingError.self) {
      try template.render(Self.variables)
    }
    #expect(error?.description == "the variable \"nmae\" has no value")
  }

  private static func names(_ problems: [Template.RenderingError]) -> [String] {
    problems.map { if case .undefined(let variable) = $0 { variable.name } else { "endless" } }
  }

  /// Five lists of 200 in one another would be 320 billion repetitions.
  @Test func sectionsThatRepeatWithoutEndAreGivenUp() throws {
    let text = String(repeating: "{{#l}}", count: 5) + "x" + String(repeating: "{{/l}}", count: 5)
    let template = try Template(text)
    let variables: JSONObject = ["l": .array(Array(repeating: 1, count: 200))]
    #expect(template.problems(with: variables) == [.endless])
    #expect(throws: Template.RenderingError.endless) { try template.render(variables) }
    // Two of them are none too many.
    let two = try Template("{{#l}}{{#l}}x{{/l}}{{/l}}")
    #expect(try two.render(variables).count == 40_000)
  }

  /// Ten partials, each of which inserts the next ten times.
  @Test func partialsThatInsertWithoutEndAreRefused() {
    let partials = Dictionary(
      uniqueKeysWithValues: (0..<12).map { number in
        ("p\(number)", String(repeating: "{{> p\(number + 1)}}", count: number < 11 ? 10 : 0))
      })
    let error = #expect(throws: Template.SyntaxError.self) {
      try Template("{{> p0}}", partials: partials)
    }
    #expect(error?.message == "more than 10000 partials are inserted into one template")
  }

  @Test func undefinedVariablesAreFoundEachOnceAlsoInSections() throws {
    let template = try Template("{{a}}{{#list}}{{x}}{{y}}{{a}}{{/list}}{{#none}}{{z}}{{/none}}")
    let variables: JSONObject = ["list": [["x": 1], ["x": 2, "y": 3]]]
    #expect(Self.names(template.problems(with: variables)) == ["a", "y"])
    #expect(Self.names(template.problems(with: variables, later: ["a", "none"])) == ["y"])
  }

  @Test func namesAreToldWithTheirPlaces() throws {
    let template = try Template("{{a}} {{#b.c}}{{.}}{{d}}{{/b.c}}{{^e}}{{f}}{{/e}}")
    #expect(
      template.references.map { "\($0.variable.name) \($0.isSection) \($0.isInSection)" } == [
        "a false false", "b.c true false", "d false true", "e true false", "f false false",
      ])
    #expect(template.references.map(\.variable.offset) == [0, 6, 19, 32, 38])
  }

  @Test func whatIsEmptyIsNotShown() throws {
    let template = try Template("{{#x}}yes{{/x}}{{^x}}no{{/x}}")
    let table: [(JSONValue, String)] = [
      (nil, "no"), (false, "no"), (true, "yes"), ("", "no"), ("a", "yes"), ([], "no"), ([0], "yes"),
      (0, "yes"), ([:], "yes"), ([false, nil], "yesyes"),
    ]
    for (value, expected) in table { #expect(try template.render(["x": value]) == expected) }
    #expect(try template.render([:]) == "no")
  }

  // MARK: Partials

  @Test func partialsThatInsertThemselvesAreFoundOnReading() {
    let partials = ["a": "x{{> b}}", "b": "{{#c}}{{> a}}{{/c}}"]
    let error = #expect(throws: Template.SyntaxError.self) {
      try Template("{{> a}}", partials: partials)
    }
    #expect(error?.message == "the partial \"a\" inserts itself: a → b → a")
    #expect(error?.partial == "b")
    #expect(error?.offset == 6)
  }

  @Test func partialsCannotGrowWithoutEnd() {
    var partials = ["p0": String(repeating: "x", count: 1_000_000)]
    for level in 1...40 { partials["p\(level)"] = "{{> p\(level - 1)}}{{> p\(level - 1)}}" }
    let error = #expect(throws: Template.SyntaxError.self) {
      try Template("{{> p40}}", partials: partials)
    }
    #expect(error?.message.contains("16 MiB") == true)
  }

  @Test func sectionsCannotNestWithoutEnd() {
    let text = String(repeating: "{{#a}}", count: 100_000)
    #expect(throws: Template.SyntaxError.self) { try Template(text) }
    var partials = ["p0": "x"]
    for level in 1...100 { partials["p\(level)"] = "{{#a}}{{> p\(level - 1)}}{{/a}}" }
    #expect(throws: Template.SyntaxError.self) { try Template("{{> p100}}", partials: partials) }
  }

  @Test func anUnknownPartialHasANeighbour() {
    let error = #expect(throws: Template.SyntaxError.self) {
      try Template("{{> ruels}}", partials: ["rules": ""])
    }
    #expect(error?.hint == "did you mean \"rules\"?")
  }

  @Test func jsonIsRenderedInItsTexts() throws {
    let node = try JSONDocument(
      parsing: "[{\"a\": \"x{{name}}\", \"{{k}}\": [1, \"plain\"]}, null]"
    ).root
    let collector = DiagnosticCollector(file: "f")
    let template = try #require(TemplateReader(collector: collector).json(node))
    #expect(try template.render(Self.variables) == [["a": "xAda", "{{k}}": [1, "plain"]], nil])
    #expect(template.templates.map(\.text) == ["x{{name}}"])
  }

  @Test func faultsStandAtTheirTags() throws {
    let node = try JSONDocument(parsing: "{\n \"a\": \"\\u00e9\\n\\ud83d\\ude00 {{a b}}\"}").root
    let collector = DiagnosticCollector(file: "f")
    #expect(TemplateReader(collector: collector).template(try #require(node["a"])) == nil)
    #expect(collector.diagnostics.first?.location?.line == 2)
    // After the indentation, the key and what the escapes spell.
    #expect(collector.diagnostics.first?.location?.column == 29)
  }
}
