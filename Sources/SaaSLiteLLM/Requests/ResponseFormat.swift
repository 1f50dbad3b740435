public import JSONModel

/// The form that the reply is to have.
public enum ResponseFormat: Sendable, Hashable {
  case text
  /// Any JSON object.
  case jsonObject
  /// JSON by a schema.
  ///
  /// - Parameters:
  ///   - name: Letters, digits, `_` and `-`, at most 64, as providers ask for.
  ///   - strict: Whether the provider must keep to the schema; absent is the provider's choice.
  case jsonSchema(name: String, schema: JSONValue, strict: Bool? = nil)
  /// Anything else that a provider takes.
  case other(JSONObject)

  var json: JSONValue {
    switch self {
    case .text: return ["type": "text"]
    case .jsonObject: return ["type": "json_object"]
    case .jsonSchema(let name, let schema, let strict):
      var format: JSONObject = ["name": .string(name)]
      format["schema"] = schema
      format["strict"] = strict.map(JSONValue.bool)
      return ["type": "json_schema", "json_schema": .object(format)]
    case .other(let object): return .object(object)
    }
  }
}
