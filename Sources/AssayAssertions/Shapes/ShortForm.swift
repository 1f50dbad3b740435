import AssayInput
import JSONModel

/// The short way to write a shape: `{ "name": "string", "age": "integer", "email": "string?" }`.
///
/// Its meaning is what a Swift `Decodable` with these properties would accept: `?` makes a
/// property optional and nullable, `[string]` is an array, an object nests, a list of strings
/// is an enumeration of them.
enum ShortForm {
  static let typeNames = ["string", "integer", "number", "boolean", "any"]

  /// The keywords that make an object a JSON Schema. A shape with a property of such a name is
  /// written as a JSON Schema.
  private static let schemaKeywords: Set<String> = [
    "$schema", "$ref", "$defs", "properties", "items", "prefixItems", "enum", "const", "anyOf",
    "oneOf", "allOf", "not",
  ]

  /// Whether `node` is in the short form rather than a JSON Schema.
  static func isShortForm(_ node: JSONNode) -> Bool {
    node.kind != .boolean && !node.members.contains { schemaKeywords.contains($0.key) }
  }

  /// The JSON Schema of the short form at `node`; problems go to `collector`.
  static func schema(_ node: JSONNode, _ collector: DiagnosticCollector) -> JSONValue? {
    switch node.kind {
    case .string:
      guard let text = node.stringValue else { return nil }
      if let type = parse(text) { return type.schema }
      let nearest = NearestName.find(text, among: typeNames)
      collector.error(
        node, "\"\(text)\" is no type",
        hint: nearest.map { "did you mean \"\($0)\"?" }
          ?? "types are \(typeNames.joined(separator: ", ")), with ? for optional, [string] for a "
          + "list; a JSON Schema starts with \"$schema\" or has \"properties\"")
      return nil
    case .array:
      return enumeration(node, collector)
    case .object:
      return object(node, collector)
    default:
      collector.error(
        node, "a shape must be a type name, an object, or a list of allowed values",
        hint: "for example { \"name\": \"string\", \"age\": \"integer?\" }")
      return nil
    }
  }

  private static func enumeration(
    _ node: JSONNode, _ collector: DiagnosticCollector
  ) -> JSONValue? {
    guard node.count > 0, node.elements.allSatisfy({ $0.kind == .string }) else {
      collector.error(node, "a list in a shape must hold the allowed strings")
      return nil
    }
    return ["enum": node.value]
  }

  private static func object(_ node: JSONNode, _ collector: DiagnosticCollector) -> JSONValue? {
    var properties = JSONObject()
    var required: [JSONValue] = []
    var isComplete = true
    for member in node.members {
      let isOptional = member.value.stringValue.flatMap(parse)?.isOptional == true
      guard let schema = schema(member.value, collector) else {
        isComplete = false
        continue
      }
      properties[member.key] = schema
      if !isOptional { required.append(.string(member.key)) }
    }
    guard isComplete else { return nil }
    return [
      "type": "object", "properties": .object(properties), "required": .array(required),
      "additionalProperties": false,
    ]
  }

  private struct NamedType {
    var schema: JSONValue
    var isOptional: Bool
  }

  private static func parse(_ text: String) -> NamedType? {
    if text.hasSuffix("?") {
      guard let inner = parse(String(text.dropLast())), !inner.isOptional else { return nil }
      return NamedType(schema: nullable(inner.schema), isOptional: true)
    }
    if text.hasPrefix("["), text.hasSuffix("]") {
      guard let inner = parse(String(text.dropFirst().dropLast())) else { return nil }
      return NamedType(schema: ["type": "array", "items": inner.schema], isOptional: false)
    }
    guard typeNames.contains(text) else { return nil }
    return NamedType(schema: text == "any" ? [:] : ["type": .string(text)], isOptional: false)
  }

  private static func nullable(_ schema: JSONValue) -> JSONValue {
    guard case .object(var object) = schema, let type = object["type"] else { return schema }
    object["type"] = [type, "null"]
    return .object(object)
  }
}
