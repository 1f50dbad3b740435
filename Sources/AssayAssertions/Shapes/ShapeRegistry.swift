public import JSONModel

/// The Swift types that shapes stand for, by name. A reply of such a shape is decoded, really, so
/// that a suite says the same as the program that will read the reply.
///
/// ```swift
/// struct Person: Decodable { var name: String; var age: Int; var email: String? }
/// var registry = AssertionRegistry.standard
/// registry.shapes.register(Person.self)
/// ```
public struct ShapeRegistry: Sendable {
  private(set) var types: [String: ShapeType] = [:]

  public init() {}

  /// Registers a type under a name; its own if none is given. Its JSON Schema is found out by
  /// watching what its decoding asks for; see `JSONSchemaOfType`.
  ///
  /// - Parameter allowsUnknownKeys: Whether a reply may have keys that the type does not read.
  ///   Decoding ignores them; a reply that is to be exact should not have them.
  public mutating func register<T: Decodable & SendableMetatype>(
    _ type: T.Type, as name: String? = nil, allowsUnknownKeys: Bool = false,
    decoding options: JSONDecodingOptions = .init()
  ) {
    types[name ?? "\(type)"] = ShapeType(
      type, allowsUnknownKeys: allowsUnknownKeys, decoding: options)
  }

  /// The names, sorted.
  public var names: [String] { types.keys.sorted() }

  /// A suite's shapes with the registered types added: to those of the same name, whose replies
  /// must then be of both; the others as shapes of their own.
  package func completing(_ shapes: [String: Shape]) -> [String: Shape] {
    var shapes = shapes
    for (name, type) in types {
      if shapes[name] != nil {
        shapes[name]?.type = type
      } else {
        shapes[name] = Shape(name: name, type: type)
      }
    }
    return shapes
  }
}

/// A Swift type that replies decode into.
struct ShapeType: Sendable {
  let name: String
  /// The JSON Schema of what the type reads; nil if its decoding cannot be watched.
  let schema: JSONValue?
  private let compiled: JSONSchema?
  private let decode: @Sendable (JSONDocument) throws -> Void

  init<T: Decodable & SendableMetatype>(
    _ type: T.Type, allowsUnknownKeys: Bool, decoding options: JSONDecodingOptions
  ) {
    name = "\(type)"
    schema = try? JSONSchemaOfType.schema(
      of: type, options: .init(additionalProperties: allowsUnknownKeys, dates: options.dates))
    compiled = schema.flatMap { try? JSONSchema(compiling: $0) }
    decode = { document in _ = try document.decode(T.self, options: options) }
  }

  /// All that keeps `value` from being decoded without loss.
  func problems(of value: JSONValue) throws -> [ShapeProblem] {
    var problems: [ShapeProblem] = []
    if let compiled {
      problems = ShapeProblem.all(of: value, by: compiled, schema)
      if let schema { problems += LostPrecision.problems(of: value, schema) }
    }
    do {
      try decode(JSONDocument(parsing: value.bytes()))
    } catch let error as DecodingError {
      // What the schema has said already is not said twice.
      let problem = ShapeProblem(error, typeName: name)
      if !problems.contains(where: { $0.covers(problem) }) { problems.append(problem) }
    }
    return problems
  }
}

extension ShapeProblem {
  /// What `Decodable` said.
  init(_ error: DecodingError, typeName: String) {
    let (context, path): (DecodingError.Context?, [any CodingKey]) =
      switch error {
      case .typeMismatch(_, let context), .valueNotFound(_, let context),
        .dataCorrupted(let context):
        (context, context.codingPath)
      case .keyNotFound(let key, let context): (context, context.codingPath + [key])
      @unknown default: (nil, [])
      }
    self.init(
      pointer: JSONPointer(tokens: path.map { $0.intValue.map(String.init) ?? $0.stringValue }),
      message: "Swift's \(typeName) cannot be decoded: "
        + (context?.debugDescription ?? "\(error)"))
  }
}
