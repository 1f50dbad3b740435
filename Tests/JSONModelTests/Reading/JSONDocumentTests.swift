import JSONModel
import Testing

@Suite struct JSONDocumentTests {
  @Test(arguments: [
    ("{", 1, 2), ("[1,]", 1, 4), ("{\"a\":1,}", 1, 8), ("[1 2]", 1, 4), ("\"a\nb\"", 1, 3),
    ("[\n  nul\n]", 2, 3), ("01", 1, 1), ("1.", 1, 3), ("\"\\x\"", 1, 2), ("", 1, 1),
    ("true false", 1, 6), ("{\"é\": 'x'}", 1, 7), ("[\r\n\r\n!]", 3, 1), ("nan", 1, 1),
  ])
  func syntaxErrorsHaveAPlace(text: String, line: Int, column: Int) {
    let error = #expect(throws: JSONSyntaxError.self) { try JSONDocument(parsing: text) }
    #expect(error?.location.line == line, "\(String(describing: error))")
    #expect(error?.location.column == column, "\(String(describing: error))")
  }

  @Test func depthIsLimitedWithoutACrash() {
    let text = String(repeating: "[", count: 1_000_000)
    let error = #expect(throws: JSONSyntaxError.self) { try JSONDocument(parsing: text) }
    #expect(error?.code == .tooDeep)
    #expect(error?.location.column == 513)
  }

  @Test func everyValueKnowsItsPlace() throws {
    let document = try JSONDocument(parsing: "{\n  \"a\": [1, {\"b\": null}]\n}")
    let node = try #require(document.root["a"]?[1]?["b"])
    #expect(node.location.line == 2)
    #expect(node.location.column == 18)
    #expect(node.pointer.description == "/a/1/b")
    #expect(document.root[node.pointer]?.isNull == true)
  }

  @Test func duplicateKeysAreReportedAndTheLastWins() throws {
    let document = try JSONDocument(parsing: "{\"a\": 1, \"b\": {\"c\": 1, \"c\": 2}, \"a\": 3}")
    #expect(document.duplicateKeys().map(\.key) == ["a", "c"])
    #expect(document.root["a"]?.intValue == 3)
    #expect(document.value == ["a": 3, "b": ["c": 2]])
  }

  @Test func textKeepsOrderAndSpelling() throws {
    let text =
      "{\"z\":1.0,\"a\":[1e2,-0,12345678901234567890123],\"\\u00e9\":\"\\ud83d\\ude00\\n\"}"
    #expect(
      try JSONValue(parsing: text).text()
        == "{\"z\":1.0,\"a\":[1e2,-0,12345678901234567890123],\"é\":\"😀\\n\"}")
  }
}
