import JSONModel
import Testing

@testable import AssayAssertions

/// What is sent as strict must be what strict mode takes; else the server refuses the request.
@Suite struct StrictSchemaTests {
  private static func object(_ properties: JSONValue, _ required: JSONValue) -> JSONValue {
    [
      "type": "object", "properties": properties, "required": required,
      "additionalProperties": false,
    ]
  }

  @Test(
    arguments: [
      (object(["a": ["type": "string"]], ["a"]), true),
      (object(["a": ["enum": ["x", "y"]]], ["a"]), true),
      (object(["a": ["type": ["string", "null"]]], ["a"]), true),
      (object(["a": ["type": "array", "items": object([:], [])]], ["a"]), true),
      (object(["a": ["$ref": "#/$defs/n"]], ["a"]), true),
      // A member that may be left out.
      (object(["a": ["type": "string"], "b": ["type": "string"]], ["a"]), false),
      (["type": "object", "properties": ["a": [:]], "required": ["a"]], false),
      (object(["a": ["type": "object", "properties": [:]]], ["a"]), false),
      (object(["a": ["allOf": [["type": "string"]]]], ["a"]), false),
      (object(["a": ["type": "string", "minLength": 1]], ["a"]), false),
      (["type": "array", "items": ["type": "string"]], false),
      (["anyOf": [object([:], []), object([:], [])]], false), (true, false),
    ] as [(JSONValue, Bool)])
  func isAllowed(schema: JSONValue, isStrict: Bool) {
    #expect(StrictSchema.allows(schema) == isStrict)
  }
}
