package import AssayInput
public import JSONModel

/// What a structured reply must decode into, as a JSON Schema with a name.
public struct Shape: Sendable {
  public var name: String
  /// The JSON Schema (draft 2020-12) of the shape, as it is sent with a request.
  public var schema: JSONValue
  let compiled: JSONSchema

  /// Compiles `schema` once.
  ///
  /// - Throws: ``JSONSchemaError`` if it is no valid schema.
  public init(name: String, schema: JSONValue) throws {
    self.name = name
    self.schema = schema
    compiled = try JSONSchema(compiling: schema)
  }

  /// Reads the shape called `name` in the short form or as a JSON Schema; problems go to
  /// `collector`.
  package init?(reading node: JSONNode, name: String, _ collector: DiagnosticCollector) {
    let isShort = ShortForm.isShortForm(node)
    guard let schema = isShort ? ShortForm.schema(node, collector) : node.value else {
      return nil
    }
    do {
      self = try Shape(name: name, schema: schema)
    } catch {
      collector.error(node, "this is not a valid JSON Schema: \(error)")
      return nil
    }
  }

  /// The `response_format` that asks for this shape (OpenAI's structured outputs).
  package var responseFormat: JSONValue {
    [
      "type": "json_schema",
      "json_schema": ["name": .string(name), "strict": true, "schema": schema],
    ]
  }

  /// All that keeps `value` from being of this shape; empty if it is.
  ///
  /// - Throws: ``JSONSchemaError`` if the check could not be carried out.
  func problems(of value: JSONValue) throws -> [String] {
    try compiled.validate(value).failures.map { failure in
      failure.description
    }
  }
}
