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
      "expected 36, but 2 values are there in"),
    AssertionCase(
      #"{"type":"jsonpath","path":"$.x","equals":36}"#, people, .failed,
      "expected 36, but nothing is there in"),
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
    AssertionCase(#"{"type":"jsonpath","path":"$.a"}"#, "no", .failed, "the reply is not JSON"),
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
    AssertionCase(#"{"type":"json-equals","value":1}"#, "one", .failed, "not JSON"),
  ])
  func jsonEquals(_ row: AssertionCase) async throws { try await row.check() }

  private static let bomb = """
    <!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><x y="&b;">&b;</x>
    """
  private static let external = """
    <!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>
    """
  private static let order = """
    <order n="7"><item price="2.5">tea</item><item price="3">milk</item></order>
    """

  @Test(arguments: [
    AssertionCase(#"{"type":"is-xml"}"#, " <a><b/></a>\n", .passed),
    AssertionCase(#"{"type":"is-xml"}"#, "<a><b></a>", .failed, "not XML: line 1"),
    AssertionCase(#"{"type":"is-xml"}"#, "<a/><b/>", .failed, "not XML"),
    AssertionCase(#"{"type":"is-xml"}"#, "text", .failed, "not XML"),
    AssertionCase(#"{"type":"is-xml"}"#, bomb, .failed, "which is refused"),
    AssertionCase(#"{"type":"is-xml"}"#, external, .failed, "which is refused"),
    AssertionCase(#"{"type":"is-xml","root":"order"}"#, order, .passed),
    AssertionCase(#"{"type":"is-xml","root":"x"}"#, order, .failed, "<order>, not <x>"),
    AssertionCase(#"{"type":"contains-xml"}"#, "1 < 2: <a>x</a>, done", .passed),
    AssertionCase(#"{"type":"contains-xml","root":"b"}"#, "<a><b>x</b></a>", .passed),
    AssertionCase(
      #"{"type":"contains-xml"}"#, "1 < 2 and <broken>", .failed, "no well-formed XML element"),
    AssertionCase(#"{"type":"contains-xml"}"#, "<a><a>x</a></a>", .passed),
    AssertionCase(#"{"type":"xpath","path":"//item"}"#, order, .passed),
    AssertionCase(#"{"type":"xpath","path":"//nothing"}"#, order, .failed, "selects nothing"),
    AssertionCase(#"{"type":"xpath","path":"//item","count":2}"#, order, .passed),
    AssertionCase(#"{"type":"xpath","path":"/order/item[1]","equals":"tea"}"#, order, .passed),
    AssertionCase(#"{"type":"xpath","path":"/order/@n","equals":7}"#, order, .passed),
    AssertionCase(
      #"{"type":"xpath","path":"/order/@n","lessThan":7}"#, order, .failed, "less than 7"),
    AssertionCase(#"{"type":"xpath","path":"sum(//@price)","equals":5.5}"#, order, .passed),
    AssertionCase(#"{"type":"xpath","path":"count(//item) = 2"}"#, order, .passed),
    AssertionCase(#"{"type":"xpath","path":"count(//item) = 3"}"#, order, .failed, "is false"),
    AssertionCase(#"{"type":"xpath","path":"string(//item[2])","matches":"^m"}"#, order, .passed),
    AssertionCase(#"{"type":"xpath","path":"//item"}"#, "text", .failed, "the reply is not xml"),
    AssertionCase(#"{"type":"xpath","path":"//x"}"#, external, .failed, "which is refused"),
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
  ])
  func mistakesAreFoundBeforeThereIsAReply(text: String, message: String) throws {
    let (_, diagnostics) = try AssertionText.diagnose(text)
    #expect(diagnostics.map(\.description).joined().contains(message), "\(diagnostics)")
  }
}
