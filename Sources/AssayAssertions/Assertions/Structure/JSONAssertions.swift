import AssayInput
import JSONModel

/// `is-json`: the whole reply is one JSON value, and of the schema if there is one.
struct IsJSONAssertion: ImmediateAssertion {
  static let type = "is-json"
  static let documentation = AssertionDocumentation(
    "the whole reply is one JSON value, and of the schema if there is one", [schemaKey])

  static let schemaKey = AssertionDocumentation.Key(
    "schema", "a JSON Schema (draft 2020-12), or the short form of shapes",
    ["anyOf": [["type": "object"], ["type": "boolean"]]])

  let schema: JSONSchema?

  init?(reading reader: inout AssertionReader) {
    schema = reader.schema("schema")
    if schema == nil, reader.object.value("schema") != nil { return nil }
  }

  func evaluate(_ context: EvaluationContext) throws -> Answer {
    guard let value = try context.reply.jsonValue() else {
      return .no(reason: context.reply.noJSON)
    }
    return try JSONCheck.answer(context.reply, value, schema)
  }
}

/// `json-schema`: the reply is JSON of the schema.
struct JSONSchemaAssertion: ImmediateAssertion {
  static let type = "json-schema"
  static let documentation = AssertionDocumentation(
    "the whole reply is JSON of the schema", [IsJSONAssertion.schemaKey.required()])

  let schema: JSONSchema

  init?(reading reader: inout AssertionReader) {
    guard reader.object.required("schema") != nil, let schema = reader.schema("schema") else {
      return nil
    }
    self.schema = schema
  }

  func evaluate(_ context: EvaluationContext) throws -> Answer {
    guard let value = try context.reply.jsonValue() else {
      return .nothing(reason: context.reply.noJSON)
    }
    return try JSONCheck.answer(context.reply, value, schema)
  }
}

/// `contains-json`: an object or array stands in the reply, and is of the schema if there is one.
struct ContainsJSONAssertion: ImmediateAssertion {
  static let type = "contains-json"
  static let documentation = AssertionDocumentation(
    "a JSON object or array stands somewhere in the reply; with a schema, one of them at least is "
      + "of the schema", [IsJSONAssertion.schemaKey])

  let schema: JSONSchema?

  init?(reading reader: inout AssertionReader) {
    schema = reader.schema("schema")
    if schema == nil, reader.object.value("schema") != nil { return nil }
  }

  func evaluate(_ context: EvaluationContext) throws -> Answer {
    var count = 0
    var problems: [String] = []
    var isFound = false
    try EmbeddedJSON.search(context.reply.text) { value in
      count += 1
      let failures = try schema?.validate(value).failures ?? []
      if failures.isEmpty {
        isFound = true
      } else if problems.isEmpty {
        problems = failures.map(\.description)
      }
      return isFound
    }
    if isFound { return .yes }
    let found = "found \(Excerpt.quoted(context.reply.text))"
    if count == 0 { return .no(reason: "there is no JSON object or array; \(found)") }
    return .no(
      reason: "there is JSON, but not of the schema; of the first: "
        + problems.joined(separator: "; ") + "; \(found)")
  }
}

enum JSONCheck {
  static func answer(
    _ reply: Reply, _ value: JSONValue, _ schema: JSONSchema?
  ) throws -> Answer {
    let failures = try schema?.validate(value).failures ?? []
    if failures.isEmpty { return .yes }
    return .no(
      reason: "not of the schema: " + failures.map(\.description).joined(separator: "; ")
        + "; found \(Excerpt.quoted(reply.text))")
  }
}
