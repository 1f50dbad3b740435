import JSONModel
import Testing

@Suite struct JSONPathTests {
  @Test(arguments: basicPaths + filterPaths + functionPaths)
  func selects(_ row: PathCase) throws {
    let path = try JSONPath(row.path)
    let document = try JSONValue(parsing: row.document)
    let values = path.values(in: document)
    #expect(JSONValue.array(values).text() == row.expected)
    // Every place leads back to its value, and is itself a query for just that value.
    for (location, value) in path.nodes(in: document) {
      #expect(document[location.pointer] == value)
      let again = try JSONPath(location.description)
      #expect(again.isSingular)
      #expect(again.nodes(in: document).map(\.location) == [location])
    }
    #expect(path.nodes(in: document).map(\.value) == values)
    #expect(path.firstValue(in: document) == values.first)
  }

  @Test(arguments: invalidPaths)
  func refuses(path: String, offset: Int) {
    let error = #expect(throws: JSONPath.SyntaxError.self) { try JSONPath(path) }
    #expect(error?.offset == offset, "\(path) \(String(describing: error))")
    #expect(error?.message.isEmpty == false)
  }

  /// RFC 9535, section 2.3.5.3, table 11, on a document with one member for the filter to stand on.
  @Test(arguments: [
    ("$.absent1 == $.absent2", true), ("$.absent1 <= $.absent2", true),
    ("$.absent == 'g'", false), ("$.absent1 != $.absent2", false), ("$.absent != 'g'", true),
    ("1 <= 2", true), ("1 > 2", false), ("13 == '13'", false), ("'a' <= 'b'", true),
    ("'a' > 'b'", false), ("$.obj == $.arr", false), ("$.obj != $.arr", true),
    ("$.obj == $.obj", true), ("$.obj != $.obj", false), ("$.arr == $.arr", true),
    ("$.arr != $.arr", false), ("$.obj == 17", false), ("$.obj != 17", true),
    ("$.obj <= $.arr", false), ("$.obj < $.arr", false), ("$.obj <= $.obj", true),
    ("$.arr <= $.arr", true), ("1 <= $.arr", false), ("1 >= $.arr", false), ("1 > $.arr", false),
    ("1 < $.arr", false), ("true <= true", true), ("true > true", false),
  ])
  func comparisons(condition: String, holds: Bool) throws {
    let document = try JSONValue(parsing: comparisonExample)
    let values = try JSONPath("$[?\(condition)]").values(in: document)
    #expect(values.count == (holds ? 2 : 0))
  }

  /// RFC 9535, section 2.7, table 21, and its escapes.
  @Test(arguments: [
    ("$.a", #"{"a":1}"#, "$['a']"), ("$[1]", "[0,1]", "$[1]"), ("$[-3]", "[0,1,2]", "$[0]"),
    ("$.a.b[1:2]", #"{"a":{"b":[0,1]}}"#, "$['a']['b'][1]"),
    (#"$["\u000B"]"#, #"{"\u000b":1}"#, #"$['\u000b']"#), (#"$["\u0061"]"#, #"{"a":1}"#, "$['a']"),
    (#"$["'\\\b\f\n\r\t\"/"]"#, #"{"'\\\b\f\n\r\t\"/":1}"#, #"$['\'\\\b\f\n\r\t"/']"#),
    ("$", "1", "$"), ("$['\u{7F}é😀']", "{\"\u{7F}é😀\":1}", "$['\u{7F}é😀']"),
  ])
  func normalizedPaths(path: String, document: String, normalized: String) throws {
    let nodes = try JSONPath(path).nodes(in: JSONValue(parsing: document))
    #expect(nodes.map(\.location.description) == [normalized])
  }

  @Test func deepValuesAreSearchedWithoutRecursion() throws {
    var value: JSONValue = ["a": 1]
    for _ in 0..<3_000 { value = ["x": value] }
    #expect(try JSONPath("$..a").values(in: value) == [1])
    #expect(try JSONPath("$..a").nodes(in: value).first?.location.steps.count == 3_001)
    #expect(try JSONPath("$[?@..a]").values(in: value).count == 1)
  }

  @Test(arguments: ["(", "!(", "@[?", "$[?", "length("])
  func deepQueriesAreRefused(opening: String) throws {
    let text = "$[?" + String(repeating: opening, count: 50_000)
    let error = try #require(throws: JSONPath.SyntaxError.self) { try JSONPath(text) }
    #expect(error.code == .tooComplex)
    // Long is not deep.
    _ = try JSONPath("$" + String(repeating: ".a", count: 50_000))
    _ = try JSONPath("$[?" + String(repeating: "@.a&&", count: 5_000) + "@.a]")
  }

  @Test func aPatternThatMatchesNothingIsWarnedOf() throws {
    let path = try JSONPath(#"$[?match(@, '\\d+')]"#)
    #expect(path.warnings.map(\.offset) == [12])
    #expect(path.warnings.first?.message.contains("RFC 9485") == true)
    #expect(try JSONPath("$[?match(@, '[0-9]+')]").warnings.isEmpty)
    let large = #expect(throws: JSONPath.SyntaxError.self) {
      try JSONPath("$[?match(@, '((a{1000}){1000}){1000}')]")
    }
    #expect(large?.code == .tooComplex)
  }
}
