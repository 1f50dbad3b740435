import JSONModel
import Testing

@testable import AssaySuites

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
    ("{{> x}}", 0),
    ("{{{name}}", 0),
  ])
  func refusesWithAPlace(text: String, offset: Int) {
    let error = #expect(throws: Template.SyntaxError.self) { try Template(text) }
    #expect(error?.offset == offset)
  }

  @Test func anUndefinedVariableIsNeverEmpty() throws {
    let template = try Template("Hi {{nmae}}")
    let error = #expect(throws: Template.UndefinedVariable.self) {
      try template.render(Self.variables)
    }
    #expect(error?.variable.name == "nmae")
  }
}
