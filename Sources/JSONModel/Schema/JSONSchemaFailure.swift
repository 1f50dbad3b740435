/// One way in which a value breaks a schema.
public struct JSONSchemaFailure: Sendable, Hashable {
  /// The keyword that failed; for a schema that is `false`, the keyword it stands under.
  public let keyword: String
  /// The part of the value that failed.
  public let instancePointer: JSONPointer
  /// The way to the keyword as it was reached, through references: `keywordLocation` of the
  /// specification.
  public let schemaPointer: JSONPointer
  /// The URI of the keyword where it stands: `absoluteKeywordLocation`. It starts with `#` if
  /// the schema has no URI.
  public let absoluteSchemaLocation: String
  /// What was expected and found, in a sentence without the place; found values are shortened.
  public let message: String
  /// For `anyOf`, `oneOf`, `contains` and `propertyNames`: why each alternative failed.
  public let causes: [JSONSchemaFailure]
}

extension JSONSchemaFailure: CustomStringConvertible {
  /// `/age: expected an integer, found "28"`; of the whole value, only the sentence.
  public var description: String {
    instancePointer.tokens.isEmpty ? message : "\(instancePointer): \(message)"
  }
}

extension JSONSchemaFailure {
  /// A failed keyword with the failures under it: an output unit of the specification.
  struct Unit: Sendable, Hashable {
    let keyword: String
    let keywordPointer: JSONPointer
    let absoluteKeywordLocation: String
    let instancePointer: JSONPointer
    let message: String
    let causes: [Unit]

    /// Keywords of which one alternative would do: what failed under them is a cause, not a
    /// failure of its own.
    private static let alternatives: Set<String> = ["anyOf", "oneOf", "contains", "propertyNames"]

    /// What somebody has to mend.
    var leaves: [JSONSchemaFailure] {
      let inner = causes.flatMap(\.leaves)
      if !causes.isEmpty, !Self.alternatives.contains(keyword) { return inner }
      return [
        JSONSchemaFailure(
          keyword: keyword, instancePointer: instancePointer, schemaPointer: keywordPointer,
          absoluteSchemaLocation: absoluteKeywordLocation, message: message, causes: inner)
      ]
    }
  }
}
