import Foundation
import JSONModel
import Testing

@Suite struct TypeSchemaTests {
  /// A case of the table: a type and its schema as text.
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let schema: @Sendable () throws -> JSONValue
    let expected: String

    init<T: Decodable & SendableMetatype>(_ type: T.Type, _ expected: String) {
      name = "\(type)"
      schema = { try JSONSchemaOfType.schema(of: T.self) }
      self.expected = expected
    }

    var testDescription: String { name }
  }

  static let treeItems = ##"{"type":"array","items":{"$ref":"#"}}"##

  static let cases: [Case] = [
    Case(
      Person.self,
      #"{"type":"object","properties":{"name":{"type":"string"},"age":{"type":"integer"},"email":{"type":"string"}},"required":["name","age","email"],"additionalProperties":false}"#
    ),
    Case(Int.self, #"{"type":"integer"}"#),
    Case(UInt16.self, #"{"type":"integer","minimum":0,"maximum":65535}"#),
    Case(UInt64.self, #"{"type":"integer","minimum":0}"#),
    Case([String?].self, #"{"type":"array","items":{"type":["string","null"]}}"#),
    Case(Mood.self, #"{"type":"string","enum":["happy","sad"]}"#),
    Case(Size.self, #"{"type":"string","enum":["small","medium","L"]}"#),
    Case(Size?.self, #"{"type":["string","null"],"enum":["small","medium","L",null]}"#),
    Case(Level.self, #"{"type":"integer","enum":[1,10]}"#),
    Case(OnlyCase.self, #"{"type":"string","enum":["one"]}"#),
    Case(Tolerant.self, #"{"type":"string"}"#),
    Case(Age.self, #"{"type":"integer"}"#),
    Case(
      Applicant.self,
      #"{"type":"object","properties":{"name":{"type":"string"},"age":{"type":"integer"},"email":{"type":"string"}},"required":["name","age","email"],"additionalProperties":false}"#
    ),
    Case(
      StringOrNumber.self,
      #"{"anyOf":[{"type":"string"},{"type":"integer"},{"type":"array","items":{"type":"number"}}]}"#
    ),
    Case(
      ByHand.self,
      #"{"type":"object","properties":{"always":{"type":"string"},"sometimes":{"type":"integer"},"nullable":{"type":["boolean","null"]},"with_default":{"type":"integer"}},"required":["always","nullable"],"additionalProperties":false}"#
    ),
    Case(
      Flattened.self,
      #"{"type":"object","properties":{"id":{"type":"integer"},"extra":{"type":["string","null"]},"nested":{"type":"object","properties":{"deep":{"type":"boolean"}},"required":["deep"],"additionalProperties":false},"pair":{"type":"array","prefixItems":[{"type":"string"},{"type":"integer"}],"minItems":2}},"required":["id","nested","pair"],"additionalProperties":false}"#
    ),
    Case(
      Tree.self,
      #"{"type":"object","properties":{"label":{"type":"string"},"children":\#(treeItems)},"required":["label","children"],"additionalProperties":false}"#
    ),
    Case(
      ListNode.self,
      ##"{"type":"object","properties":{"value":{"type":"integer"},"next":{"anyOf":[{"$ref":"#"},{"type":"null"}]}},"required":["value"],"additionalProperties":false}"##
    ),
    Case(
      Forest.self,
      ##"{"type":"object","properties":{"main":{"$ref":"#/$defs/Tree"},"spare":{"anyOf":[{"$ref":"#/$defs/Tree"},{"type":"null"}]}},"required":["main"],"additionalProperties":false,"$defs":{"Tree":{"type":"object","properties":{"label":{"type":"string"},"children":{"type":"array","items":{"$ref":"#/$defs/Tree"}}},"required":["label","children"],"additionalProperties":false}}}"##
    ),
    Case(
      Owner.self,
      ##"{"type":"object","properties":{"items":{"type":"array","items":{"$ref":"#/$defs/Owned"}}},"required":["items"],"additionalProperties":false,"$defs":{"Owned":{"type":"object","properties":{"owner":{"$ref":"#"},"size":{"type":"integer"}},"required":["owner","size"],"additionalProperties":false}}}"##
    ),
    Case(
      Expression.self,
      ##"{"anyOf":[{"type":"object","properties":{"add":{"type":"object","properties":{"_0":{"$ref":"#"},"_1":{"$ref":"#"}},"required":["_0","_1"],"additionalProperties":false}},"required":["add"],"additionalProperties":false},{"type":"object","properties":{"number":{"type":"object","properties":{"_0":{"type":"integer"}},"required":["_0"],"additionalProperties":false}},"required":["number"],"additionalProperties":false},{"type":"object","properties":{"named":{"type":"object","properties":{"label":{"type":"string"},"note":{"type":["string","null"]}},"required":["label"],"additionalProperties":false}},"required":["named"],"additionalProperties":false},{"type":"object","properties":{"nothing":{"type":"object","properties":{},"required":[],"additionalProperties":false}},"required":["nothing"],"additionalProperties":false}]}"##
    ),
    Case(
      Shape.self,
      #"{"anyOf":[{"type":"object","properties":{"kind":{"type":"string","enum":["circle"]},"radius":{"type":"number"}},"required":["kind","radius"],"additionalProperties":false},{"type":"object","properties":{"kind":{"type":"string","enum":["square"]},"side":{"type":"integer"}},"required":["kind","side"],"additionalProperties":false}]}"#
    ),
    Case(Percent.self, #"{"type":"number","minimum":0,"examples":[50]}"#),
    Case(
      Report.self,
      #"{"type":"object","properties":{"done":{"type":"number","minimum":0,"examples":[50]},"best":{"type":["number","null"],"minimum":0,"examples":[50]}},"required":["done"],"additionalProperties":false}"#
    ),
    Case(
      Described.self,
      #"{"type":"object","properties":{"name":{"type":"string"},"age":{"type":["integer","null"],"description":"in full years","minimum":0,"maximum":150}},"required":["name"],"additionalProperties":false,"description":"somebody"}"#
    ),
    Case(
      [Mood: Int].self,
      #"{"type":"array","items":{"anyOf":[{"type":"string","enum":["happy","sad"]},{"type":"integer"}]}}"#
    ),
    Case(
      Range<Int>.self,
      #"{"type":"array","prefixItems":[{"type":"integer"},{"type":"integer"}],"minItems":2}"#),
    Case(
      Everything.self,
      #"{"type":"object","properties":{"flag":{"type":"boolean"},"ratio":{"type":"number"},"small":{"type":"integer","minimum":-128,"maximum":127},"positive":{"type":"integer","minimum":0},"moods":{"type":"array","items":{"type":"string","enum":["happy","sad"]}},"address":{"type":"object","properties":{"street":{"type":"string"},"zip":{"type":["string","null"]}},"required":["street"],"additionalProperties":false},"others":{"type":["array","null"],"items":{"type":"object","properties":{"street":{"type":"string"},"zip":{"type":["string","null"]}},"required":["street"],"additionalProperties":false}},"scores":{"type":"object","additionalProperties":{"type":"number"}},"byNumber":{"type":"object","propertyNames":{"pattern":"^[+-]?[0-9]+$"},"additionalProperties":{"type":"string"}},"when":{"type":"string","format":"date-time"},"link":{"type":"string","format":"uri"},"id":{"type":"string","format":"uuid"},"blob":{"type":"string","contentEncoding":"base64"},"price":{"type":"number"},"anything":{},"size":{"type":["string","null"],"enum":["small","medium","L",null]},"level":{"type":"integer","enum":[1,10]},"tags":{"type":"array","items":{"type":"string"}}},"required":["flag","ratio","small","positive","moods","address","scores","byNumber","when","link","id","blob","price","anything","level","tags"],"additionalProperties":false}"#
    ),
  ]

  @Test(arguments: cases) func schemaOfType(_ one: Case) throws {
    #expect(try one.schema().text() == one.expected)
  }

  @Test func strictMakesOptionalsRequiredAndNullable() throws {
    let schema = try JSONSchemaOfType.schema(of: Everything.Address.self, options: .strict)
    #expect(schema["required"] == ["street", "zip"])
    #expect(schema["properties"]?["zip"] == ["type": ["string", "null"]])
  }

  @Test func optionsAnnotatePropertiesWithin() throws {
    let options = JSONSchemaOfType.Options(
      additionalProperties: true, dates: .secondsSince1970,
      annotations: [JSONPointer(tokens: ["others", "*", "zip"]): .init(pattern: "^[0-9]+$")])
    let schema = try JSONSchemaOfType.schema(of: Everything.self, options: options)
    let items = schema["properties"]?["others"]?["items"]
    #expect(items?["properties"]?["zip"]?["pattern"] == "^[0-9]+$")
    #expect(schema["properties"]?["when"] == ["type": "number"])
    #expect(schema["additionalProperties"] == nil)
  }

  @Test func aRejectingTypeIsNamedWithItsPath() throws {
    let error = try #require(throws: JSONSchemaOfTypeError.self) {
      try JSONSchemaOfType.schema(of: Secretive.self)
    }
    #expect(error.code == .rejectsProbes)
    #expect(error.codingPath == ["code"])
    #expect(error.description.hasPrefix("Secretive.code: "), "\(error)")
    #expect(error.message.contains("a bad code"), "\(error)")
    #expect(error.message.contains("JSONSchemaConvertible"), "\(error)")
  }

  @Test func aTypeThatHoldsItselfIsNamed() throws {
    let error = try #require(throws: JSONSchemaOfTypeError.self) {
      try JSONSchemaOfType.schema(of: Endless.self)
    }
    #expect(error.code == .endless)
  }

  @Test func annotationsOfUnknownPropertiesAreErrors() throws {
    let byType = try #require(throws: JSONSchemaOfTypeError.self) {
      try JSONSchemaOfType.schema(of: Misdescribed.self)
    }
    #expect(byType.code == .unknownProperty)
    #expect(byType.codingPath == ["agee"])
    let byOptions = try #require(throws: JSONSchemaOfTypeError.self) {
      try JSONSchemaOfType.schema(
        of: Person.self, options: .init(annotations: [JSONPointer(tokens: ["x"]): .init()]))
    }
    #expect(byOptions.codingPath == ["x"])
  }
}
