/// What a string must hold, if that is asserted.
final class ContentRule: Sendable {
  let encoding: ContentEncoding?
  let isJSON: Bool
  /// What the JSON that the string holds must match.
  let schema: Int?

  init(encoding: ContentEncoding?, isJSON: Bool, schema: Int?) {
    self.encoding = encoding
    self.isJSON = isJSON
    self.schema = schema
  }

  /// Whether a media type is JSON (RFC 6839, section 3.1: also by its suffix).
  static func isJSON(_ mediaType: String) -> Bool {
    let essence = mediaType.prefix { $0 != ";" }.lowercased().filter { $0 != " " }
    return essence == "application/json" || essence == "text/json" || essence.hasSuffix("+json")
  }
}

extension SchemaEvaluator {
  mutating func applies(
    _ rule: ContentRule, _ node: SchemaNode, _ text: String
  ) throws(JSONSchemaError) -> Bool {
    var bytes = Array(text.utf8)
    if let encoding = rule.encoding {
      guard let decoded = encoding.decode(bytes) else {
        return fail("contentEncoding", node) {
          "expected text in \(encoding.rawValue), found \(ValueText.quoted(text))"
        }
      }
      bytes = decoded
    }
    guard rule.isJSON else { return true }
    let value: JSONValue
    do {
      value = try JSONValue(parsing: bytes)
    } catch {
      return fail("contentMediaType", node) {
        "expected text that holds JSON, but at \(error), in \(ValueText.quoted(text))"
      }
    }
    guard let schema = rule.schema else { return true }
    let frame = recorder.begin()
    var evaluated = EvaluatedSet.untracked
    let outerChain = resetChain()
    let matches = try stay(schema, value, &evaluated, keyword: "contentSchema")
    restoreChain(outerChain)
    if matches {
      recorder.discard(frame)
      return true
    }
    recorder.fail("contentSchema", of: node, causes: frame) {
      "the JSON that the string holds does not match the schema"
    }
    return false
  }
}
