import AssayInput
import JSONModel
import Testing

@testable import AssayAssertions

@Suite struct StructureAssertionTests {
  @Test(arguments: [
    AssertionCase(#"{"type":"is-json"}"#, "{\"a\":1}", .passed),
    AssertionCase(#"{"type":"is-json"}"#, "{\"a\":1", .failed, "not JSON"),
    AssertionCase(#"{"type":"is-json"}"#, "```json\n1\n```", .failed, "not JSON"),
    AssertionCase(
      #"{"type":"is-json","transform":"strip-code-fence"}"#, "```json\n1\n```", .passed),
    AssertionCase(
      #"{"type":"is-json","schema":{"type":"object"}}"#, "[]", .failed, "not of the schema"),
    AssertionCase(#"{"type":"is-json","schema":true}"#, "[]", .passed),
    AssertionCase(#"{"type":"json-schema","schema":{"required":["a"]}}"#, "{\"a\":1}", .passed),
    AssertionCase(
      #"{"type":"json-schema","schema":{"required":["a","b"]}}"#, "{}", .failed,
      "\"a\", \"b\" are missing"),
    AssertionCase(
      #"{"type":"json-schema","schema":{"required":["a"]}}"#, "hello", .failed,
      "nothing to look at: the reply is not JSON", negated: .failed),
    // Whether it is JSON is the question.
    AssertionCase(#"{"type":"is-json","schema":{"required":["a"]}}"#, "hello", .failed, "not JSON"),
    AssertionCase(#"{"type":"is-json"}"#, deep, .errored, "refused"),
    AssertionCase(#"{"type":"jsonpath","path":"$"}"#, deep, .errored, "refused"),
    AssertionCase(
      #"{"type":"equals","value":"x","transform":{"jsonpath":"$[0]"}}"#, deep, .errored, "refused"),
    AssertionCase(#"{"type":"contains-json"}"#, "Sure: {\"a\": [1]} Bye", .passed),
    AssertionCase(#"{"type":"contains-json"}"#, "x [ { \" ] [2]", .passed),
    AssertionCase(#"{"type":"contains-json"}"#, "no } JSON {", .failed, "no JSON object"),
    AssertionCase(#"{"type":"contains-json"}"#, "only 7", .failed, "no JSON object"),
    AssertionCase(
      #"{"type":"contains-json","schema":{"required":["b"]}}"#, "{\"a\":1} {\"b\":1}", .passed),
    AssertionCase(
      #"{"type":"contains-json","schema":{"required":["c"]}}"#, "{\"a\":1} {\"b\":1}", .failed,
      "but not of the schema"),
    AssertionCase(
      #"{"type":"contains-json"}"#, String(repeating: "[", count: 50_000), .errored,
      "too many brackets"),
  ])
  func json(_ row: AssertionCase) async throws { try await row.check() }

  private static let deep =
    String(repeating: "[", count: 600) + String(repeating: "]", count: 600)

  private static let people =
    #"{"people":[{"name":"Ada","age":36},{"name":"Bob","age":7.5}],"n":null}"#

  @Test(arguments: [
    AssertionCase(#"{"type":"jsonpath","path":"$.people"}"#, people, .passed),
    AssertionCase(
      #"{"type":"jsonpath","path":"$.nobody"}"#, people, .failed, "$.nobody selects nothing in"),
    AssertionCase(#"{"type":"jsonpath","path":"$.n","equals":null}"#, people, .passed),
    AssertionCase(#"{"type":"jsonpath","path":"$.people[0].age","equals":36.0}"#, people, .passed),
    AssertionCase(
      #"{"type":"jsonpath","path":"$.people[0].age","equals":37}"#, people, .failed,
      "expected 37, found 36"),
    AssertionCase(
      #"{"type":"jsonpath","path":"$..age","equals":36}"#, people, .failed,
      "expected 36, but 2 values are there in", negated: .failed),
    AssertionCase(
      #"{"type":"jsonpath","path":"$.x","equals":36}"#, people, .failed,
      "expected 36, but nothing is there in", negated: .failed),
    AssertionCase(
      #"{"type":"jsonpath","path":"$.people[0].name","matches":"^A"}"#, people, .passed),
    AssertionCase(
      #"{"type":"jsonpath","path":"$.people[1].name","matches":"^A"}"#, people, .failed,
      "a match of /^A/"),
    AssertionCase(
      #"{"type":"jsonpath","path":"$.people[0].name","contains":"d"}"#, people, .passed),
    AssertionCase(#"{"type":"jsonpath","path":"$.x","exists":false}"#, people, .passed),
    AssertionCase(
      #"{"type":"jsonpath","path":"$.n","exists":false}"#, people, .failed,
      "expected nothing, found null"),
    AssertionCase(#"{"type":"jsonpath","path":"$.n","exists":true}"#, people, .passed),
    AssertionCase(#"{"type":"jsonpath","path":"$..age","count":2}"#, people, .passed),
    AssertionCase(#"{"type":"jsonpath","path":"$.x","count":0}"#, people, .passed),
    AssertionCase(
      #"{"type":"jsonpath","path":"$..age","count":{"min":3}}"#, people, .failed,
      "at least 3 values, found 2"),
    AssertionCase(
      #"{"type":"jsonpath","path":"$.people[1].age","atLeast":7.5,"lessThan":8}"#, people, .passed),
    AssertionCase(
      #"{"type":"jsonpath","path":"$.people[1].age","greaterThan":7.5}"#, people, .failed,
      "a number more than 7.5, found 7.5"),
    AssertionCase(#"{"type":"jsonpath","path":"$.people[1].age","atMost":7}"#, people, .failed),
    AssertionCase(
      #"{"type":"jsonpath","path":"$.people[0].name","lessThan":7}"#, people, .failed,
      "a number less than 7"),
    AssertionCase(
      #"{"type":"jsonpath","path":"$..age","count":1}"#, people, .failed,
      "expected 1 value, found 2"),
    AssertionCase(
      #"{"type":"jsonpath","path":"$.a"}"#, "no", .failed, "the reply is not JSON",
      negated: .failed),
  ])
  func jsonpath(_ row: AssertionCase) async throws { try await row.check() }

  @Test(arguments: [
    AssertionCase(
      #"{"type":"json-equals","value":{"a":1,"b":[1,2]}}"#, #"{"b":[1,2.0],"a":1}"#, .passed),
    AssertionCase(
      #"{"type":"json-equals","value":{"a":1,"b":2}}"#, #"{"a":3,"c":4}"#, .failed,
      "3 differences:\n~ /a: 1 → 3\n- /b: 2\n+ /c: 4"),
    AssertionCase(
      #"{"type":"json-equals","value":{"id":1,"a":[{"id":2,"x":1}]},"ignore":"$..id"}"#,
      #"{"id":9,"a":[{"id":8,"x":1}]}"#, .passed),
    AssertionCase(
      #"{"type":"json-equals","value":{"id":1,"a":1},"ignore":["/id"]}"#, #"{"id":2,"a":1}"#,
      .passed),
    AssertionCase(#"{"type":"json-equals","value":[1.0],"tolerance":0.1}"#, "[1.05]", .passed),
    AssertionCase(
      #"{"type":"json-equals","value":[1.0],"tolerance":0.01}"#, "[1.05]", .failed, "/0"),
    AssertionCase(
      #"{"type":"json-equals","value":[100],"relativeTolerance":0.1}"#, "[109]", .passed),
    AssertionCase(
      #"{"type":"json-equals","value":{"a":1},"ignoreExtra":true}"#, #"{"a":1,"b":2}"#, .passed),
    AssertionCase(
      #"{"type":"json-equals","value":[1],"ignoreExtra":true}"#, "[1,2]", .failed, "+ /1: 2"),
    AssertionCase(
      #"{"type":"json-equals","value":[{"k":1,"v":1},{"k":2,"v":2}],"matchBy":"k"}"#,
      #"[{"k":2,"v":2},{"k":1,"v":1}]"#, .passed),
    AssertionCase(
      #"{"type":"json-equals","value":1}"#, "one", .failed, "not JSON", negated: .failed),
  ])
  func jsonEquals(_ row: AssertionCase) async throws { try await row.check() }

  private static let bomb = """
    <!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><x y="&b;">&b;</x>
    """
  private static let external = """
    <!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>
    """
  /// libxml2 takes entities that are used too often for a loop.
  private static let manyEntities: String = {
    var text = "<!DOCTYPE a [<!ENTITY e0 'xxxxxxxxxx'>"
    for level in 1...20 {
      text += "<!ENTITY e\(level) '" + String(repeating: "&e\(level - 1);", count: 10) + "'>"
    }
    return text + "]><a x='&e20;'/>"
  }()
  private static let deepXML =
    String(repeating: "<a>", count: 300) + String(repeating: "</a>", count: 300)
  private static let order = """
    <order n="7"><item price="2.5">tea</item><item price="3">milk</item></order>
    """

  @Test(arguments: [
    AssertionCase(#"{"type":"is-xml"}"#, " <a><b/></a>\n", .passed),
    AssertionCase(#"{"type":"is-xml"}"#, "<a><b></a>", .failed, "not XML: line 1"),
    AssertionCase(#"{"type":"is-xml"}"#, "<a/><b/>", .failed, "not XML"),
    AssertionCase(#"{"type":"is-xml"}"#, "text", .failed, "not XML"),
    AssertionCase(
      #"{"type":"is-xml"}"#, bomb, .errored, "refused: the document type defines entities"),
    AssertionCase(
      #"{"type":"is-xml"}"#, external, .errored, "refused: the document type defines entities"),
    AssertionCase(#"{"type":"is-xml"}"#, manyEntities, .errored, "defines entities"),
    AssertionCase(
      #"{"type":"is-xml"}"#, deepXML, .errored, "refused: line 1: elements nest deeper than 256"),
    AssertionCase(
      #"{"type":"is-html"}"#, String(repeating: "<div>", count: 9_000) + "</div>", .errored,
      "elements nest deeper than"),
    AssertionCase(
      #"{"type":"contains-xml"}"#, bomb, .errored, "refused: the text defines entities"),
    AssertionCase(#"{"type":"is-xml","root":"order"}"#, order, .passed),
    AssertionCase(#"{"type":"is-xml","root":"x"}"#, order, .failed, "<order>, not <x>"),
    AssertionCase(#"{"type":"contains-xml"}"#, "1 < 2: <a>x</a>, done", .passed),
    AssertionCase(#"{"type":"contains-xml","root":"b"}"#, "<a><b>x</b></a>", .passed),
    AssertionCase(
      #"{"type":"contains-xml"}"#, "1 < 2 and <broken>", .failed, "no well-formed XML element"),
    AssertionCase(#"{"type":"contains-xml"}"#, "<a><a>x</a></a>", .passed),
    AssertionCase(#"{"type":"contains-xml","root":"a"}"#, "<b><a></b> <a x='1>2'/>", .passed),
    AssertionCase(#"{"type":"contains-xml","root":"a"}"#, "<b><a></b></a>", .failed),
    AssertionCase(#"{"type":"contains-xml","root":"a"}"#, "<a><!-- </a> --><c/></a>", .passed),
    AssertionCase(#"{"type":"contains-xml","root":"a"}"#, "<a><![CDATA[</b>]]></a>", .passed),
    AssertionCase(#"{"type":"contains-xml","root":"a"}"#, "as in <!-- <a/> -->", .passed),
    AssertionCase(#"{"type":"contains-xml","root":"a"}"#, "<a>1 < 2</a>", .failed),
    AssertionCase(#"{"type":"contains-xml","root":"a"}"#, "<a>&nbsp;</a> <a>ok</a>", .passed),
    AssertionCase(
      #"{"type":"contains-xml","root":"a"}"#, "<p:a xmlns:p='urn:x'>1</p:a>", .passed),
    AssertionCase(#"{"type":"contains-xml","root":"é"}"#, "Voilà: <é>1</é>", .passed),
    AssertionCase(
      #"{"type":"contains-xml","root":"b"}"#, String(repeating: "<a>", count: 200_000), .failed),
    AssertionCase(
      #"{"type":"contains-xml","root":"b"}"#, String(repeating: "<a ", count: 200_000), .failed),
    AssertionCase(
      #"{"type":"contains-xml","root":"b"}"#, String(repeating: "<a></a>", count: 100_000), .failed),
    AssertionCase(
      #"{"type":"contains-xml","root":"b"}"#, String(repeating: "<a><!--", count: 100_000), .failed),
    AssertionCase(#"{"type":"xpath","path":"//item"}"#, order, .passed),
    AssertionCase(#"{"type":"xpath","path":"//nothing"}"#, order, .failed, "selects nothing"),
    AssertionCase(
      #"{"type":"xpath","path":"//nothing","equals":"x"}"#, order, .failed, "nothing to look at",
      negated: .failed),
    AssertionCase(#"{"type":"xpath","path":"//item","count":2}"#, order, .passed),
    AssertionCase(#"{"type":"xpath","path":"/order/item[1]","equals":"tea"}"#, order, .passed),
    AssertionCase(#"{"type":"xpath","path":"/order/@n","equals":7}"#, order, .passed),
    AssertionCase(
      #"{"type":"xpath","path":"/order/@n","lessThan":7}"#, order, .failed, "less than 7"),
    AssertionCase(#"{"type":"xpath","path":"sum(//@price)","equals":5.5}"#, order, .passed),
    AssertionCase(#"{"type":"xpath","path":"count(//item) = 2"}"#, order, .passed),
    AssertionCase(#"{"type":"xpath","path":"count(//item) = 3"}"#, order, .failed, "is false"),
    AssertionCase(#"{"type":"xpath","path":"string(//item[2])","matches":"^m"}"#, order, .passed),
    AssertionCase(
      #"{"type":"xpath","path":"//item"}"#, "text", .failed, "the reply is not XML",
      negated: .failed),
    AssertionCase(#"{"type":"xpath","path":"//x"}"#, external, .errored, "defines entities"),
    AssertionCase(
      #"{"type":"xpath","path":"//p:a","namespaces":{"p":"urn:x"}}"#, "<a xmlns='urn:x'/>", .passed),
    AssertionCase(
      #"{"type":"xpath","path":"//li","count":2,"syntax":"html"}"#, "<ul><li>one<li>two</ul>",
      .passed),
  ])
  func xml(_ row: AssertionCase) async throws { try await row.check() }

  @Test(arguments: [
    AssertionCase(
      #"{"type":"is-html"}"#, "<!doctype html><html><body><p>Hi<br>there</body></html>", .passed),
    AssertionCase(#"{"type":"is-html"}"#, "<p>One</p>\n<p>Two</p>", .passed),
    AssertionCase(#"{"type":"is-html"}"#, "<section><main>new</main></section>", .passed),
    AssertionCase(
      #"{"type":"is-html"}"#, "Use the <b>bold</b> tag", .failed, "does not begin with markup"),
    AssertionCase(
      #"{"type":"is-html"}"#, "<b>bold</b> is a tag", .failed, "does not end with markup"),
    AssertionCase(#"{"type":"is-html"}"#, "<b>a</b> and <i>b</i>", .failed, "text outside"),
    AssertionCase(#"{"type":"is-html"}"#, "<order>1</order>", .failed, "no element of HTML"),
    AssertionCase(#"{"type":"is-html"}"#, "<p>a</b></p>", .failed, "not HTML"),
    AssertionCase(#"{"type":"is-html"}"#, "", .failed),
  ])
  func html(_ row: AssertionCase) async throws { try await row.check() }

  @Test(arguments: [
    (#"{"type":"xpath","path":"//["}"#, "no XPath"),
    (#"{"type":"xpath","path":"//p:a"}"#, "no XPath"),
    (#"{"type":"xpath","path":"document('x')"}"#, "no XPath"),
    (#"{"type":"jsonpath","path":"a"}"#, "JSONPath"),
    (#"{"type":"jsonpath","path":"$.a","exists":false,"equals":1}"#, "cannot be compared"),
    (#"{"type":"json-schema","schema":{"type":"strng"}}"#, "not a valid JSON Schema"),
    (#"{"type":"not-is-json","schema":{"type":"strng"}}"#, "not a valid JSON Schema"),
    (#"{"type":"json-equals","value":1,"ignore":"id"}"#, "no JSON Pointer and no JSONPath"),
    (#"{"type":"json-equals","value":1,"ignore":[[]]}"#, "this element is an array"),
    (#"{"type":"json-schema","schema":{"minLenght":3}}"#, "did you mean \"minLength\"?"),
    (
      #"{"type":"json-schema","schema":{"type":"object","properties":{"a":{"patern":"x"}}}}"#,
      "/schema/properties/a/patern: \"patern\" is not a keyword and has no effect; did you mean \"pattern\"?"
    ),
    (#"{"type":"json-schema","schema":{"file":"x.json"}}"#, "not read from a file"),
    (#"{"type":"json-schema","schema":{"type":"object","name":"string"}}"#, "half the short form"),
    (#"{"type":"json-schema","schema":{"items":{"name":"string"}}}"#, "says nothing"),
    (#"{"type":"json-schema","schema":{"name":"int"}}"#, "is not a keyword"),
    (
      #"{"type":"json-schema","schema":{"properties":{"a":{"type":"int"}}}}"#,
      "/schema/properties/a"
    ),
  ])
  func mistakesAreFoundBeforeThereIsAReply(text: String, message: String) throws {
    let (_, diagnostics) = try AssertionText.diagnose(text)
    #expect(diagnostics.map(\.description).joined().contains(message), "\(diagnostics)")
  }

  /// What people write who know shapes.
  @Test(arguments: [
    (#"{"name":"string"}"#, #"{"name":"Ada"}"#, true),
    (#"{"name":"string"}"#, #"{"name":7}"#, false),
    (#"{"title":"string","author":{"name":"string"}}"#, #"{"title":"a"}"#, false),
    (#"{"title":"string","description":"string?"}"#, #"{"title":"a"}"#, true),
    (#"{"title":"A title"}"#, "7", true), ("{}", "7", true), ("true", "7", true),
  ])
  func schemasMayBeInTheShortForm(schema: String, reply: String, holds: Bool) async throws {
    for type in ["json-schema", "is-json"] {
      let text = #"{"type":"\#(type)","schema":\#(schema)}"#
      #expect(try AssertionText.diagnose(text).1.isEmpty)
      let result = try await AssertionText.evaluate(
        text, EvaluationContext(reply: Reply(text: reply)))
      #expect((result.verdict.outcome == .passed) == holds, "\(result.verdict)")
    }
  }

  /// The lists of keywords here are those of JSON Schema.
  @Test func keywordsAreThoseOfJSONSchema() throws {
    let names = SchemaForm.structural.union(SchemaForm.constraining).union(SchemaForm.annotating)
    let misspelled: Set<String> = ["own", "lenght", "propertys"]
    for name in names.union(misspelled) {
      // Whatever the value should be, an unknown keyword is one.
      let value = ["true", "{}", "[]", "1", "\"a\"", "\"string\"", "[{}]", "[\"a\"]", #"{"a":[]}"#]
        .lazy
        .compactMap {
          text in
          (try? JSONValue(parsing: #"{"\#(name)":\#(text)}"#)).flatMap {
            try? JSONSchema(compiling: $0)
          }
        }.first
      // Some need a value that leads somewhere.
      guard let value else {
        #expect(["$schema", "$ref", "$dynamicRef", "$vocabulary"].contains(name), "\(name)")
        continue
      }
      let isUnknown = value.warnings.contains { $0.message.contains("not a keyword") }
      #expect(isUnknown == misspelled.contains(name), "\(name): \(value.warnings)")
    }
  }
}
