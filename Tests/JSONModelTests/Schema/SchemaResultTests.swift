import JSONModel
import Testing

/// What a check tells: failures, annotations and the output formats of the specification.
@Suite struct SchemaResultTests {
  /// The example of draft 2020-12, section 12.4.2 to 12.4.3.
  static let polygon: JSONValue = [
    "$id": "https://example.com/polygon",
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$defs": [
      "point": [
        "type": "object", "properties": ["x": ["type": "number"], "y": ["type": "number"]],
        "additionalProperties": false, "required": ["x", "y"],
      ]
    ],
    "type": "array", "items": ["$ref": "#/$defs/point"], "minItems": 3,
  ]
  static let instance: JSONValue = [["x": 2.5, "y": 1.3], ["x": 1, "z": 6.7]]

  @Test func failuresNameThePlaceInBoth() throws {
    let result = try JSONSchema(compiling: Self.polygon).validate(Self.instance)
    #expect(
      result.failures.map(\.description) == [
        "expected at least 3 items, found 2",
        #"/1: the required property "y" is missing"#,
        #"/1/z: the property "z" is not allowed"#,
      ])
    let last = try #require(result.failures.last)
    #expect(last.keyword == "additionalProperties")
    #expect(last.schemaPointer.description == "/items/$ref/additionalProperties")
    #expect(
      last.absoluteSchemaLocation
        == "https://example.com/polygon#/$defs/point/additionalProperties")
  }

  @Test func flagOutput() throws {
    let schema = try JSONSchema(compiling: Self.polygon)
    #expect(try schema.validate(Self.instance).output(.flag) == ["valid": false])
    #expect(try schema.validate("no array").output(.flag) == ["valid": false])
    #expect(
      try schema.validate([["x": 1, "y": 2], ["x": 1, "y": 2], ["x": 1, "y": 2]])
        .output(.flag) == ["valid": true])
  }

  @Test func basicOutputListsEveryFailedKeyword() throws {
    let output = try JSONSchema(compiling: Self.polygon).validate(Self.instance).output(.basic)
    #expect(output["valid"] == false)
    let errors = output["errors"]?.arrayValue ?? []
    #expect(
      errors.map { $0["keywordLocation"]?.stringValue ?? "" } == [
        "/minItems", "/items", "/items/$ref", "/items/$ref/required",
        // The keyword and the schema `false` under it.
        "/items/$ref/additionalProperties", "/items/$ref/additionalProperties",
      ])
    #expect(
      errors.map { $0["instanceLocation"]?.stringValue ?? "" } == [
        "", "", "/1", "/1", "/1", "/1/z",
      ])
    #expect(
      errors[3]["absoluteKeywordLocation"] == "https://example.com/polygon#/$defs/point/required")
    #expect(errors.allSatisfy { $0["error"]?.stringValue?.isEmpty == false })
  }

  @Test func detailedOutputIsACondensedTree() throws {
    let output = try JSONSchema(compiling: Self.polygon).validate(Self.instance).output(.detailed)
    #expect(output["keywordLocation"] == "")
    #expect(output["instanceLocation"] == "")
    let errors = output["errors"]?.arrayValue ?? []
    #expect(errors.map { $0["keywordLocation"] ?? nil } == ["/minItems", "/items/$ref"])
    #expect(errors[1]["errors"]?.arrayValue?.count == 2)
    #expect(errors[1]["error"] == nil)
  }

  @Test func alternativesTellWhyEachFailed() throws {
    let schema = try JSONSchema(
      compiling: [
        "anyOf": [["type": "string"], ["properties": ["a": ["maximum": 1]], "required": ["b"]]]
      ])
    let failure = try #require(try schema.validate(["a": 2]).failures.first)
    #expect(failure.keyword == "anyOf")
    #expect(failure.message == #"none of the 2 allowed schemas matches {"a": 2}"#)
    #expect(
      failure.causes.map(\.description) == [
        #"expected a string, found {"a": 2}"#, #"the required property "b" is missing"#,
        "/a: expected at most 1, found 2",
      ] || failure.causes.count == 3)
    let several = try JSONSchema(compiling: [
      "oneOf": [["minimum": 1], ["minimum": 2], ["minimum": 9]]
    ])
    #expect(
      try several.validate(3).failures.map(\.message)
        == ["exactly one schema may match, but 2 do: numbers 0, 1"])
  }

  @Test func annotationsComeWithTheirPlaces() throws {
    let schema = try JSONSchema(
      compiling: [
        "title": "T", "properties": ["a": ["default": 1, "x-unit": "s"]],
        "anyOf": [["title": "no", "required": ["z"]], ["description": "yes"]],
      ])
    let value: JSONValue = ["a": 5]
    #expect(try schema.validate(value).annotations.isEmpty)
    let annotations = try schema.validate(value, collectingAnnotations: true).annotations
    let found = annotations.map { "\($0.instancePointer) \($0.keyword) \($0.value)" }
    #expect(
      Set(found) == [
        "/a default 1", #"/a x-unit "s""#, #" properties ["a"]"#, #" title "T""#,
        #" description "yes""#,
      ])
    let output = try schema.validate(value, collectingAnnotations: true).output(.basic)
    #expect(output["annotations"]?.arrayValue?.count == 5)
  }

  /// A keyword of every kind, with the sentence that people read.
  @Test(arguments: [
    (#"{"type":["string","null"]}"#, "1", "expected null or a string, found 1"),
    (#"{"const":{"a":1}}"#, "[]", #"expected {"a": 1}, found []"#),
    (#"{"enum":["a","b"]}"#, #""c""#, #"expected one of "a", "b", found "c""#),
    (#"{"multipleOf":0.1}"#, "0.25", "expected a multiple of 0.1, found 0.25"),
    (#"{"minimum":1}"#, "0", "expected at least 1, found 0"),
    (#"{"exclusiveMaximum":1}"#, "1", "expected less than 1, found 1"),
    (#"{"minLength":2}"#, #""é""#, #"expected at least 2 characters, found "é" with 1"#),
    (#"{"maxLength":1}"#, #""ab""#, #"expected at most 1 character, found "ab" with 2"#),
    (#"{"pattern":"^a"}"#, #""b""#, #"expected text that matches "^a", found "b""#),
    (#"{"maxItems":0}"#, "[1]", "expected at most 0 items, found 1"),
    (#"{"uniqueItems":true}"#, "[1,2,1.0]", "items must differ, but items 0 and 2 are both 1.0"),
    (#"{"contains":{"type":"null"}}"#, "[1]", "no item matches the schema"),
    (#"{"contains":true,"maxContains":1}"#, "[1,2]", "expected at most 1 matching item, found 2"),
    (#"{"minProperties":1}"#, "{}", "expected at least 1 property, found 0"),
    (
      #"{"propertyNames":{"maxLength":1}}"#, #"{"ab":1}"#, #"the property name "ab" is not allowed"#
    ),
    (
      #"{"dependentRequired":{"a":["b"]}}"#, #"{"a":1}"#,
      #"the required property "b" is missing; "a" requires it"#
    ),
    (
      #"{"not":{"type":"null"}}"#, "null",
      #"the value must not match the schema under "not", found null"#
    ),
    (#"{"properties":{"a":false}}"#, #"{"a":1}"#, "/a: no value is allowed here, found 1"),
    (#"{"unevaluatedProperties":false}"#, #"{"a":1}"#, #"/a: the property "a" is not allowed"#),
    (#"{"prefixItems":[true],"items":false}"#, "[1,2]", "/1: no further item is allowed, found 2"),
  ])
  func messages(schema: String, instance: String, expected: String) throws {
    let result = try JSONSchema(compiling: JSONValue(parsing: schema))
      .validate(JSONValue(parsing: instance))
    #expect(result.failures.map(\.description) == [expected])
  }

  @Test func longValuesAreCutInMessages() throws {
    let schema = try JSONSchema(compiling: ["type": "null"])
    let text = String(repeating: "x", count: 100_000)
    for value: JSONValue in [
      .string(text), .array(Array(repeating: .string(text), count: 3)), .object([text: 1]),
    ] {
      let message = try #require(try schema.validate(value).failures.first).message
      #expect(message.utf8.count < 400, "\(message.utf8.count)")
    }
  }
}
