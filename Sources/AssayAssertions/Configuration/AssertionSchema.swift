public import JSONModel

extension AssertionRegistry {
  /// The definitions of a JSON Schema (draft 2020-12) for the assertions of this registry, for
  /// `$defs` of the schema of suites: `assertion`, and one for each type. Editors complete and
  /// check by it; who registers types of their own can make a schema that knows them.
  public func schemaDefinitions() -> JSONObject {
    var definitions = JSONObject()
    definitions["assertion"] = assertionSchema
    for key in Envelope.keys + [Envelope.threshold] {
      definitions[Self.definition(key.name)] = Self.schema(key)
    }
    definitions["assertion-use"] = [
      "description": "A named assertion of the suite.",
      "type": "object", "required": ["use"], "additionalProperties": false,
      "properties": .object(
        JSONObject(
          Self.properties([
            .text("use", "the name of an assertion under \"assertions\" of the suite")
          ]) + Self.references(["weight", "metric", "description"]))),
    ]
    for name in orderedNames {
      definitions["assertion-\(name)"] = schema(of: name)
    }
    return definitions
  }

  private var assertionSchema: JSONValue {
    let types = orderedNames.flatMap { [JSONValue.string($0), .string("not-\($0)")] }
    let branches = orderedNames.map { name -> JSONValue in
      [
        "if": [
          "properties": ["type": ["enum": [.string(name), .string("not-\(name)")]]],
          "required": ["type"],
        ],
        "then": ["$ref": .string("#/$defs/assertion-\(name)")],
      ]
    }
    return [
      "type": "object",
      "properties": ["type": ["enum": .array(types)]],
      "if": ["required": ["use"]], "then": ["$ref": "#/$defs/assertion-use"],
      "else": ["required": ["type"]],
      "allOf": .array(branches),
    ]
  }

  private func schema(of name: String) -> JSONValue {
    let documentation = documentation(of: name) ?? AssertionDocumentation("")
    let common =
      Envelope.keys.map(\.name) + (documentation.threshold == .none ? [] : ["threshold"])
    let properties =
      [.init(key: "type", value: true)] + Self.properties(documentation.keys)
      + Self.references(common)
    var schema: JSONObject = [
      "description": .string("Holds when \(documentation.summary)."),
      "type": "object",
      "required": .array(
        (["type"] + documentation.keys.filter(\.isRequired).map(\.name)).map { .string($0) }),
      "properties": .object(JSONObject(properties)), "additionalProperties": false,
    ]
    let alternatives = documentation.alternatives.flatMap { keys in
      keys.map { key -> JSONValue in ["required": [.string(key)]] }
    }
    if !alternatives.isEmpty { schema["anyOf"] = .array(alternatives) }
    return .object(schema)
  }

  private static func definition(_ key: String) -> String { "assertionKey-\(key)" }

  private static func properties(_ keys: [AssertionDocumentation.Key]) -> [JSONObject.Member] {
    keys.map { .init(key: $0.name, value: schema($0)) }
  }

  private static func references(_ keys: [String]) -> [JSONObject.Member] {
    keys.map { .init(key: $0, value: ["$ref": .string("#/$defs/\(definition($0))")]) }
  }

  private static func schema(_ key: AssertionDocumentation.Key) -> JSONValue {
    let meaning = key.meaning.prefix(1).uppercased() + key.meaning.dropFirst() + "."
    guard case .object(var object) = key.schema else { return ["description": .string(meaning)] }
    object["description"] = .string(meaning)
    return .object(object)
  }
}
