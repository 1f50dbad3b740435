/// The JSON Schema of a `Decodable` type, found by watching what its `init(from:)` asks for.
///
/// ```swift
/// struct Person: Decodable { var name: String; var age: Int; var email: String }
/// let schema = try JSONSchemaOfType.schema(of: Person.self)
/// // {"type":"object","properties":{"name":{"type":"string"},"age":{"type":"integer"},
/// //  "email":{"type":"string"}},"required":["name","age","email"],"additionalProperties":false}
/// ```
///
/// The type is decoded a few times from made-up values, so `init(from:)` must have no side
/// effects. What it tolerates by `try?` with a fallback shows as optional with its proper type.
/// See `docs/json.md` for the list of what is recognised.
public enum JSONSchemaOfType {
  /// How the schema is written.
  public struct Options: Sendable, Hashable {
    /// How a property stands that may be missing or null.
    public enum Optionals: Sendable, Hashable {
      /// Not in `required`, and `null` is allowed: what `decodeIfPresent` accepts.
      case omittable
      /// In `required`, and `null` is allowed: for services that want every property in
      /// `required`, as OpenAI's strict `response_format` does.
      case nullable
    }

    public var optionals: Optionals
    /// Whether objects allow members that the type does not read. Swift's decoding ignores
    /// them; a reply that is to be exact should not have them.
    public var additionalProperties: Bool
    /// How dates stand in the JSON.
    public var dates: JSONDecodingOptions.DateFormat
    /// What to add to single properties of this type or of types within, by the way to them:
    /// names of properties, and `*` for the elements of an array or the values of a dictionary.
    /// For types that one cannot make ``JSONSchemaDescribing``.
    public var annotations: [JSONPointer: JSONPropertyAnnotation]

    public init(
      optionals: Optionals = .omittable, additionalProperties: Bool = false,
      dates: JSONDecodingOptions.DateFormat = .iso8601,
      annotations: [JSONPointer: JSONPropertyAnnotation] = [:]
    ) {
      self.optionals = optionals
      self.additionalProperties = additionalProperties
      self.dates = dates
      self.annotations = annotations
    }

    /// Every property required, optional ones nullable.
    public static let strict = Options(optionals: .nullable)
  }

  /// Makes the schema of `type`.
  ///
  /// - Throws: ``JSONSchemaOfTypeError`` if no made-up values satisfy the type's `init(from:)`,
  ///   or if an annotation names a property that does not exist.
  public static func schema<T: Decodable>(
    of type: T.Type = T.self, options: Options = Options()
  ) throws -> JSONValue {
    let explorer = TypeExplorer(dates: options.dates)
    let shape = try explorer.shapeOfRoot(type)
    var renderer = SchemaRenderer(definitions: explorer.definitions, options: options)
    return try renderer.document(shape, root: ObjectIdentifier(type))
  }
}

/// Why no schema could be made of a type.
public struct JSONSchemaOfTypeError: Error, Sendable, Hashable {
  /// What is wrong. More reasons may come.
  public struct Code: Sendable, Hashable {
    enum Value: Hashable { case rejectsProbes, endless, unknownProperty }

    let value: Value

    /// `init(from:)` throws for every value that was tried.
    public static let rejectsProbes = Code(value: .rejectsProbes)
    /// The type holds itself without an optional, array or dictionary in between.
    public static let endless = Code(value: .endless)
    /// An annotation names a property that the type does not read.
    public static let unknownProperty = Code(value: .unknownProperty)
  }

  public let code: Code
  /// The type that was asked about.
  public let typeName: String
  /// The way to the value that could not be provided; empty for the type itself.
  public let codingPath: [String]
  /// What happened and what to do, in a sentence.
  public let message: String

  /// The same error, seen from a value that holds this one at `path`.
  func below(_ path: [String], in typeName: String? = nil) -> JSONSchemaOfTypeError {
    JSONSchemaOfTypeError(
      code: code, typeName: typeName ?? self.typeName, codingPath: path + codingPath,
      message: message)
  }
}

extension JSONSchemaOfTypeError: CustomStringConvertible {
  public var description: String {
    ([typeName] + codingPath).joined(separator: ".") + ": " + message
  }
}
