import JSONModel
import Testing

/// What is wrong with a schema is said at once, all of it, where it stands.
@Suite struct SchemaErrorTests {
  private func error(
    _ schema: JSONValue, dialect: JSONSchemaDialect = .draft202012,
    registry: JSONSchemaRegistry = .init()
  ) -> JSONSchemaError? {
    do throws(JSONSchemaError) {
      _ = try JSONSchema(compiling: schema, dialect: dialect, registry: registry)
      return nil
    } catch {
      return error
    }
  }

  @Test func allProblemsAreListed() throws {
    let found = try #require(
      error(["type": "strin", "properties": ["a": ["minimum": "1"]], "required": "a"]))
    #expect(found.problems.count == 3, "\(found)")
    #expect(Set(found.problems.map(\.code)) == [.invalidSchema])
    #expect(
      Set(found.problems.map(\.schemaPointer.description))
        == ["/type", "/properties/a/minimum", "/required"])
  }

  @Test(arguments: [
    (##"{"$ref":"#/$defs/x"}"##, JSONSchemaError.Code.unresolvedReference, "/$ref", "there is no"),
    (##"{"$ref":"#x"}"##, .unresolvedReference, "/$ref", "no anchor"),
    (
      #"{"$ref":"http://example.com/other"}"#, .unresolvedReference, "/$ref",
      "add it to the registry"
    ),
    (#"{"$schema":"http://example.com/mine"}"#, .unsupportedDialect, "/$schema", "known are"),
    (
      #"{"$schema":"http://json-schema.org/draft-04/schema#"}"#, .unsupportedDialect, "/$schema",
      "2020-12"
    ),
    (
      #"{"$defs":{"a":{"$id":"x:y"},"b":{"$id":"x:y"}}}"#, .duplicateIdentifier, "/$defs/b",
      "that of another schema, at #/$defs/a"
    ),
    (
      #"{"$defs":{"a":{"$anchor":"n"},"b":{"$anchor":"n"}}}"#, .duplicateIdentifier, "/$defs/b",
      "also stands at #/$defs/a"
    ),
    (#"{"multipleOf":0}"#, .invalidSchema, "/multipleOf", "more than 0"),
    (#"{"minLength":-1}"#, .invalidSchema, "/minLength", "at least 0"),
    (#"[]"#, .invalidSchema, "", "found []"),
    (#"{"allOf":[]}"#, .invalidSchema, "/allOf", "at least 1 item"),
    (#"{"patternProperties":{"(":{}}}"#, .invalidPattern, "/patternProperties/(", "not closed"),
  ])
  func problems(schema: String, code: JSONSchemaError.Code, place: String, part: String) throws {
    let found = try #require(try error(JSONValue(parsing: schema)))
    #expect(found.code == code, "\(found)")
    #expect(found.problems.first?.schemaPointer.description == place)
    #expect(found.description.contains(part), "\(found)")
  }

  @Test func patternsAndReferencesAreToldBesideWhatIsMalformed() throws {
    let found = try #require(
      error([
        "properties": [
          "age": ["type": "int"], "zip": ["pattern": "^([0-9]{5}$"], "next": ["$ref": "#/$defs/x"],
        ]
      ]))
    #expect(Set(found.problems.map(\.code)).count == 3)
    #expect(found.description.contains(#"expected one of "array""#), "\(found)")
  }

  @Test func schemasOfTheRegistryAreChecked() throws {
    let registry = JSONSchemaRegistry(["http://a/b": ["type": 1]])
    let found = try #require(error(["$ref": "http://a/b"], registry: registry))
    #expect(found.problems.first?.document == "http://a/b")
    #expect(found.description.hasPrefix("http://a/b#/type: "), "\(found)")
    // What nobody refers to does no harm.
    #expect(error([:], registry: registry) == nil)
  }

  @Test(
    arguments: [
      (#"{"propertis":{}}"#, JSONSchemaDialect.draft202012, "properties"),
      (#"{"requird":[]}"#, .draft202012, "required"),
      (#"{"additionalItems":true}"#, .draft202012, "items, beside prefixItems"),
      (##"{"$recursiveRef":"#"}"##, .draft202012, "$dynamicRef"),
      (#"{"id":"x"}"#, .draft202012, "$id"),
      (#"{"prefixItems":[]}"#, .draft7, nil),
      (#"{"zzz":1}"#, .draft202012, nil),
    ] as [(String, JSONSchemaDialect, String?)])
  func unknownKeywordsAreWarnedOf(
    schema: String, dialect: JSONSchemaDialect, suggestion: String?
  ) throws {
    let compiled = try JSONSchema(compiling: JSONValue(parsing: schema), dialect: dialect)
    #expect(compiled.warnings.count == 1)
    #expect(compiled.warnings.first?.suggestion == suggestion)
    // Own keywords of the kind that OpenAPI has are meant.
    #expect(try JSONSchema(compiling: ["x-unit": 1, "$comment": ""]).warnings.isEmpty)
  }

  // MARK: Limits

  @Test func endlessReferencesAreNoHang() throws {
    for schema: JSONValue in [
      ["$ref": "#"], ["allOf": [["$ref": "#"]]],
      [
        "$ref": "#/$defs/a",
        "$defs": ["a": ["anyOf": [["$ref": "#/$defs/b"]]], "b": ["$ref": "#/$defs/a"]],
      ],
      ["$dynamicAnchor": "x", "$dynamicRef": "#x"],
    ] {
      let compiled = try JSONSchema(compiling: schema)
      let found = #expect(throws: JSONSchemaError.self) { try compiled.isValid(1) }
      #expect(found?.code == .endlessReference)
      #expect(throws: JSONSchemaError.self) { try compiled.validate(1) }
    }
  }

  @Test func depthIsLimited() throws {
    let schema = try JSONSchema(
      compiling: ["properties": ["a": ["$ref": "#"]]], limits: .init(depth: 100))
    var value: JSONValue = [:]
    for _ in 0..<40 { value = ["a": value] }
    #expect(try schema.isValid(value))
    for _ in 0..<100 { value = ["a": value] }
    let found = #expect(throws: JSONSchemaError.self) { try schema.isValid(value) }
    #expect(found?.code == .tooDeep)
    // With no limit of its own, the stack of the thread is one.
    for _ in 0..<20_000 { value = ["a": value] }
    let deep = try JSONSchema(
      compiling: ["properties": ["a": ["$ref": "#"]]], limits: .init(depth: .max))
    let other = #expect(throws: JSONSchemaError.self) { try deep.isValid(value) }
    #expect(other?.code == .tooDeep)
    // Freed level by level: the value itself is no promise of ours.
    while case .object(let object) = value, let inner = object["a"] { value = inner }
  }

  @Test func workIsLimited() throws {
    // Every level doubles the work.
    var schema: JSONValue = ["type": "object"]
    var definitions: JSONObject = ["d0": schema]
    for level in 1...30 {
      let reference: JSONValue = ["$ref": .string("#/$defs/d\(level - 1)")]
      schema = ["allOf": [reference, reference]]
      definitions["d\(level)"] = schema
    }
    let compiled = try JSONSchema(
      compiling: ["$ref": "#/$defs/d30", "$defs": .object(definitions)],
      limits: .init(steps: 100_000))
    let found = #expect(throws: JSONSchemaError.self) { try compiled.isValid([:]) }
    #expect(found?.code == .tooMuchWork)
  }

  @Test func deepSchemasAreRefused() {
    var schema: JSONValue = [:]
    for _ in 0..<2_000 { schema = ["not": schema] }
    #expect(error(schema)?.code == .tooDeep)
  }

  // MARK: Vocabularies

  private static func registry(_ vocabularies: JSONValue) -> JSONSchemaRegistry {
    JSONSchemaRegistry([
      "https://example.com/meta": [
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://example.com/meta", "$vocabulary": vocabularies,
        "$dynamicAnchor": "meta", "type": ["object", "boolean"],
      ]
    ])
  }

  private static let prefix = "https://json-schema.org/draft/2020-12/vocab/"

  @Test func vocabulariesThatAreNotNamedAreOff() throws {
    let registry = Self.registry(
      .object([Self.prefix + "core": true, Self.prefix + "applicator": true]))
    let schema: JSONValue = [
      "$schema": "https://example.com/meta", "properties": ["a": ["minimum": 3], "b": false],
    ]
    let compiled = try JSONSchema(compiling: schema, registry: registry)
    #expect(try compiled.isValid(["a": 1]))
    #expect(try !compiled.isValid(["b": 1]))
    #expect(compiled.warnings.map(\.schemaPointer.description) == ["/properties/a/minimum"])
  }

  @Test func unknownVocabulariesMayBeOptionalButNotRequired() throws {
    let schema: JSONValue = ["$schema": "https://example.com/meta", "x-y": 1]
    let optional = Self.registry(
      .object([Self.prefix + "core": true, "https://example.com/v": false]))
    #expect(error(schema, registry: optional) == nil)
    let required = Self.registry(
      .object([Self.prefix + "core": true, "https://example.com/v": true]))
    let found = try #require(error(schema, registry: required))
    #expect(found.code == .unsupportedDialect)
    #expect(found.description.contains("https://example.com/v"), "\(found)")
  }

  @Test func theAssertionVocabularySwitchesFormatsOn() throws {
    let registry = Self.registry(
      .object([Self.prefix + "core": true, Self.prefix + "format-assertion": true]))
    let schema = try JSONSchema(
      compiling: ["$schema": "https://example.com/meta", "format": "ipv4"], registry: registry)
    #expect(try schema.isValid("1.2.3.4"))
    #expect(try !schema.isValid("1.2.3"))
  }
}
