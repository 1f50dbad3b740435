import JSONModel

/// Whether OpenAI's strict mode takes a schema
/// (https://platform.openai.com/docs/guides/structured-outputs, "Supported schemas"): every object
/// names all of its members as required and allows no others, and only some keywords are known.
enum StrictSchema {
  private static let keywords: Set<String> = [
    "$defs", "$ref", "$schema", "additionalProperties", "anyOf", "const", "definitions",
    "description", "enum", "exclusiveMaximum", "exclusiveMinimum", "format", "items", "maxItems",
    "maximum", "minItems", "minimum", "multipleOf", "pattern", "properties", "required", "title",
    "type",
  ]

  static func allows(_ schema: JSONValue) -> Bool {
    // The root must be an object, and no choice of several.
    schema["type"] == "object" && schema["anyOf"] == nil && isStrict(schema)
  }

  private static func isStrict(_ schema: JSONValue) -> Bool {
    guard let object = schema.objectValue, object.keys.allSatisfy(keywords.contains) else {
      return false
    }
    let isObject =
      object["type"] == "object" || object["type"]?.arrayValue?.contains("object") == true
      || object["properties"] != nil
    if isObject, !isClosed(object) { return false }
    let parts =
      [object["properties"], object["$defs"], object["definitions"]].flatMap {
        $0?.objectValue?.map(\.value) ?? []
      } + (object["anyOf"]?.arrayValue ?? []) + (object["items"].map { [$0] } ?? [])
    return parts.allSatisfy(isStrict)
  }

  /// Whether all members are required and there can be no others.
  private static func isClosed(_ object: JSONObject) -> Bool {
    guard object["additionalProperties"] == false else { return false }
    let required = Set(object["required"]?.arrayValue?.compactMap(\.stringValue) ?? [])
    return required == Set(object["properties"]?.objectValue?.keys ?? [])
  }
}
