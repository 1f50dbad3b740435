/// A type that says its JSON Schema itself, instead of having it found out by probing.
///
/// ```swift
/// struct Percent: Decodable, JSONSchemaConvertible {
///   static let jsonSchema: JSONValue = ["type": "number", "minimum": 0, "maximum": 100]
/// }
/// ```
///
/// Honoured wherever the type stands: at the top, as a property, an element, a value.
/// Where another type has such a property, probing needs an instance of it: it is decoded from
/// the schema's `examples`, `default`, `const` or `enum` if there are any, else probed for.
public protocol JSONSchemaConvertible: Decodable {
  /// A JSON Schema (draft 2020-12) of the JSON that `init(from:)` accepts.
  static var jsonSchema: JSONValue { get }
}

/// A type that adds descriptions and ranges to the schema found by probing its `init(from:)`.
///
/// ```swift
/// extension Person: JSONSchemaDescribing {
///   static let jsonSchemaProperties: [String: JSONPropertyAnnotation] = [
///     "age": .init(description: "in full years", minimum: 0, maximum: 150)
///   ]
/// }
/// ```
public protocol JSONSchemaDescribing: Decodable {
  /// What the type is, for `description`.
  static var jsonSchemaDescription: String? { get }

  /// What to add to each property, by its name in JSON. A name that the type does not read is
  /// an error when the schema is made.
  static var jsonSchemaProperties: [String: JSONPropertyAnnotation] { get }
}

extension JSONSchemaDescribing {
  public static var jsonSchemaDescription: String? { nil }
  public static var jsonSchemaProperties: [String: JSONPropertyAnnotation] { [:] }
}

/// Keywords to add to the schema of one property.
public struct JSONPropertyAnnotation: Sendable, Hashable {
  /// The keywords with their values, in the order in which they are written.
  public var keywords: JSONObject

  /// Any keywords at all; one that the schema has already is replaced.
  public init(keywords: JSONObject) {
    self.keywords = keywords
  }

  /// The common keywords of draft 2020-12. A range here is advice to the writer of the JSON:
  /// decoding does not check it.
  public init(
    title: String? = nil, description: String? = nil, examples: [JSONValue]? = nil,
    default: JSONValue? = nil, minimum: Double? = nil, maximum: Double? = nil,
    minLength: Int? = nil, maxLength: Int? = nil, pattern: String? = nil, format: String? = nil,
    minItems: Int? = nil, maxItems: Int? = nil
  ) {
    var keywords = JSONObject()
    keywords["title"] = title.map(JSONValue.string)
    keywords["description"] = description.map(JSONValue.string)
    keywords["examples"] = examples.map(JSONValue.array)
    keywords["default"] = `default`
    keywords["minimum"] = minimum.flatMap { JSONNumber($0) }.map(JSONValue.number)
    keywords["maximum"] = maximum.flatMap { JSONNumber($0) }.map(JSONValue.number)
    keywords["minLength"] = minLength.map { .number(JSONNumber($0)) }
    keywords["maxLength"] = maxLength.map { .number(JSONNumber($0)) }
    keywords["pattern"] = pattern.map(JSONValue.string)
    keywords["format"] = format.map(JSONValue.string)
    keywords["minItems"] = minItems.map { .number(JSONNumber($0)) }
    keywords["maxItems"] = maxItems.map { .number(JSONNumber($0)) }
    self.keywords = keywords
  }
}
