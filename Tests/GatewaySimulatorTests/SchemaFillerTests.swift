import Foundation
import JSONModel
import Testing

@testable import GatewaySimulator

@Suite struct SchemaFillerTests {
  /// Schemas, each with what must hold of its instances.
  static let schemas: [(schema: String, holds: @Sendable (JSONValue) -> Bool)] = [
    (#"{"type": "string"}"#, { $0.stringValue?.isEmpty == false }),
    (#"{"const": {"a": 1}}"#, { $0 == ["a": 1] }),
    (#"{"enum": ["x", null, "y"]}"#, { ["x", "y"].contains($0.stringValue ?? "") }),
    (#"{"type": ["null", "integer"]}"#, { $0.intValue != nil }),
    (
      #"{"type": "integer", "minimum": 200, "maximum": 201}"#,
      { (200...201).contains($0.intValue ?? 0) }
    ),
    (#"{"type": "integer", "exclusiveMinimum": 5, "exclusiveMaximum": 7}"#, { $0 == 6 }),
    (
      #"{"type": "integer", "multipleOf": 7, "minimum": 8}"#,
      { ($0.intValue ?? 1) % 7 == 0 && ($0.intValue ?? 0) >= 8 }
    ),
    (#"{"type": "integer", "maximum": -3}"#, { ($0.intValue ?? 0) <= -3 }),
    (
      #"{"type": "number", "minimum": 0, "maximum": 1}"#, { (0...1).contains($0.doubleValue ?? -1) }
    ),
    (
      #"{"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 0.1}"#,
      { ($0.doubleValue ?? 0) > 0 && ($0.doubleValue ?? 1) < 0.1 }
    ),
    (#"{"type": "number", "multipleOf": 0.1, "maximum": 3}"#, { ($0.doubleValue ?? 9) <= 3 }),
    (
      #"{"type": "string", "minLength": 40, "maxLength": 41}"#,
      { (40...41).contains($0.stringValue?.count ?? 0) }
    ),
    (#"{"type": "string", "maxLength": 2}"#, { ($0.stringValue?.count ?? 9) <= 2 }),
    (
      #"{"type": "string", "pattern": "^[A-Z]{3}-\\d{4}$"}"#,
      { $0.stringValue?.wholeMatch(of: #/[A-Z]{3}-\d{4}/#) != nil }
    ),
    (
      #"{"type": "string", "pattern": "^(red|green)(-dark)?$"}"#,
      { $0.stringValue?.wholeMatch(of: #/(red|green)(-dark)?/#) != nil }
    ),
    (
      #"{"type": "string", "pattern": "^\\w+@\\w+\\.com$", "minLength": 20}"#,
      {
        $0.stringValue?.wholeMatch(of: #/\w+@\w+\.com/#) != nil
          && ($0.stringValue?.count ?? 0) >= 20
      }
    ),
    (#"{"type": "string", "pattern": "[^a-z]"}"#, { $0.stringValue?.contains(#/[^a-z]/#) == true }),
    (
      #"{"type": "string", "format": "date-time"}"#,
      { (try? Date($0.stringValue ?? "", strategy: .iso8601)) != nil }
    ),
    (#"{"type": "string", "format": "uuid"}"#, { UUID(uuidString: $0.stringValue ?? "") != nil }),
    (#"{"type": "string", "format": "email"}"#, { $0.stringValue?.contains("@") == true }),
    (
      #"{"type": "string", "format": "uri"}"#,
      { URL(string: $0.stringValue ?? "")?.scheme == "https" }
    ),
    (
      #"{"type": "array", "items": {"type": "integer"}, "minItems": 3, "maxItems": 4}"#,
      {
        (3...4).contains($0.arrayValue?.count ?? 0)
          && $0.arrayValue?.allSatisfy { $0.intValue != nil } == true
      }
    ),
    (
      #"{"type": "array", "items": {"enum": [1, 2, 3]}, "minItems": 3, "uniqueItems": true}"#,
      { Set($0.arrayValue ?? []).count == 3 }
    ),
    (
      #"{"type": "array", "prefixItems": [{"const": 1}, {"const": 2}], "items": false}"#,
      { $0 == [1, 2] }
    ),
    (
      #"{"type": "array", "items": {"type": "integer"}, "contains": {"const": 4}}"#,
      { $0.arrayValue?.contains(4) == true }
    ),
    (#"{"type": "array", "maxItems": 0}"#, { $0 == [] }),
    (
      #"{"type": "object", "required": ["a"], "additionalProperties": {"type": "integer"}, "minProperties": 2}"#,
      { $0["a"]?.intValue != nil && ($0.objectValue?.count ?? 0) >= 2 }
    ),
    (
      #"{"properties": {"a": {"type": "boolean"}, "b": {"type": "null"}}}"#,
      { $0["a"]?.boolValue != nil && $0["b"]?.isNull == true }
    ),
    (#"{"properties": {"a": false, "b": true}}"#, { $0["a"] == nil && $0["b"] != nil }),
    (
      ##"{"$ref": "#/$defs/P", "$defs": {"P": {"type": "object", "properties": {"n": {"$ref": "#/$defs/N"}}}, "N": {"const": 9}}}"##,
      { $0 == ["n": 9] }
    ),
    (##"{"$ref": "#node", "definitions": {"x": {"$anchor": "node", "const": 3}}}"##, { $0 == 3 }),
    (
      ##"{"type": "object", "properties": {"child": {"anyOf": [{"$ref": "#"}, {"type": "null"}]}}, "required": ["child"]}"##,
      { $0.text().utf8.count < 1_000 }
    ),
    (
      ##"{"type": "object", "properties": {"child": {"$ref": "#"}}, "required": ["child"]}"##,
      { $0.text().utf8.count < 5_000 }
    ),
    (##"{"$ref": "#"}"##, { _ in true }),
    (
      #"{"anyOf": [{"type": "null"}, {"type": "integer", "minimum": 500}]}"#,
      { ($0.intValue ?? 0) >= 500 }
    ),
    (#"{"type": "string", "oneOf": [{"const": "a"}, {"const": "b"}]}"#, { $0 == "a" }),
    (
      #"{"allOf": [{"type": "object", "properties": {"a": {"const": 1}}, "required": ["a"]}, {"properties": {"b": {"const": 2}}}]}"#,
      { $0 == ["a": 1, "b": 2] }
    ),
    (
      #"{"allOf": [{"type": "integer", "minimum": 1}, {"minimum": 40}, {"maximum": 42}, {"maximum": 99}]}"#,
      { (40...42).contains($0.intValue ?? 0) }
    ),
    ("true", { !$0.isNull }),
  ]

  /// Schemas without any finite instance: what comes out must only come to an end.
  static let unsatisfiable: Set<String> = [
    ##"{"type": "object", "properties": {"child": {"$ref": "#"}}, "required": ["child"]}"##,
    ##"{"$ref": "#"}"##,
  ]

  @Test(arguments: schemas.indices)
  func instanceIsValid(index: Int) throws {
    let (text, holds) = Self.schemas[index]
    let schema = try JSONDocument(parsing: text).value
    let validator = try JSONSchema(compiling: schema)
    for seed in 0..<20 as Range<UInt64> {
      let instance = SchemaFiller.instance(of: schema, seed: seed)
      #expect(holds(instance), "\(text): \(instance)")
      if !Self.unsatisfiable.contains(text) {
        #expect(try validator.validate(instance).failures == [], "\(text): \(instance)")
      }
      #expect(instance == SchemaFiller.instance(of: schema, seed: seed))
    }
  }

  @Test func valuesGoTogether() throws {
    let schema: JSONValue = [
      "type": "object",
      "properties": [
        "name": ["type": "string"], "email": ["type": "string"], "age": ["type": "integer"],
      ],
    ]
    let person = SchemaFiller.instance(of: schema, seed: 1)
    let given = person["name"]?.stringValue?.split(separator: " ").first?.lowercased() ?? "?"
    #expect(person["email"]?.stringValue?.hasPrefix(given) == true)
    #expect((18...90).contains(person["age"]?.intValue ?? 0))
  }

  @Test(arguments: [
    #"(?<=a)b"#, #"(a)\1"#, #"[[:alpha:]"#, #"a{2"#, #"\p{Greek}"#,
  ])
  func impossiblePatternsAreGivenUp(pattern: String) {
    var generator = SeededGenerator(seed: 1)
    let text = PatternFiller.text(matching: pattern, length: 0...100, &generator)
    // Never a wrong text: none, or one that matches.
    if let text {
      let expression = try? NSRegularExpression(pattern: pattern)
      let range = NSRange(text.startIndex..., in: text)
      #expect(expression?.firstMatch(in: text, range: range) != nil)
    }
  }
}
