package import AssayInput
public import JSONModel

/// What a structured reply must decode into, as a JSON Schema with a name.
public struct Shape: Sendable {
  public var name: String
  /// The JSON Schema (draft 2020-12) of the shape, as it is sent with a request.
  public var schema: JSONValue
  private let compiled: JSONSchema?
  /// Whether it was written in the short form, which speaks of Swift's types.
  private var isShort = false
  /// The Swift type that the reply must also decode into.
  var type: ShapeType?

  /// Compiles `schema` once.
  ///
  /// - Throws: ``JSONSchemaError`` if it is no valid schema.
  public init(name: String, schema: JSONValue) throws {
    self.name = name
    self.schema = schema
    compiled = try JSONSchema(compiling: schema)
  }

  /// A shape that only a Swift type defines.
  init(name: String, type: ShapeType) {
    self.name = name
    schema = type.schema ?? [:]
    compiled = nil
    self.type = type
  }

  /// Reads the shape called `name` in the short form or as a JSON Schema; problems go to
  /// `collector`.
  package init?(reading node: JSONNode, name: String, _ collector: DiagnosticCollector) {
    guard let read = SchemaReader(collector: collector).read(node, .shape) else { return nil }
    self.name = name
    schema = read.json
    compiled = read.compiled
    isShort = read.isShort
  }

  /// The `response_format` that asks for this shape (OpenAI's structured outputs). It is strict
  /// where the schema is what strict mode takes: elsewhere the request would be refused.
  package var responseFormat: JSONValue {
    [
      "type": "json_schema",
      "json_schema": [
        "name": .string(name), "strict": .bool(StrictSchema.allows(schema)), "schema": schema,
      ],
    ]
  }

  /// All that keeps `value` from being of this shape; empty if it is.
  ///
  /// Where both JSON and Swift define the shape, the value must be of both; that they disagree of
  /// it is a problem of its own, since one of the two is wrong.
  ///
  /// - Throws: ``JSONSchemaError`` if the check could not be carried out.
  func problems(of value: JSONValue) throws -> [ShapeProblem] {
    guard let compiled else { return try type?.problems(of: value) ?? [] }
    var isValid = try compiled.isValid(value)
    var problems = isValid ? [] : ShapeProblem.all(of: value, by: compiled, schema)
    if isShort {
      let beyond = NumberRange.problems(of: value, schema)
      if !beyond.isEmpty { isValid = false }
      problems += beyond
    }
    guard let type else { return problems }
    let ofType = try type.problems(of: value)
    switch (isValid, ofType.isEmpty) {
    case (true, true): return []
    case (false, false):
      return problems + ofType.filter { problem in !problems.contains { $0.covers(problem) } }
    case (true, false):
      return [disagreement("the JSON one accepts it, the Swift type does not")] + ofType
    case (false, true):
      return [disagreement("the Swift type accepts it, the JSON one does not")] + problems
    }
  }

  private func disagreement(_ how: String) -> ShapeProblem {
    ShapeProblem(
      pointer: .root, message: "the two definitions of \(name) disagree on this reply: \(how)")
  }
}
