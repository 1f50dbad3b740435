import AssayInput
import JSONModel

/// The short way to write a shape: `{ "name": "string", "age": "integer", "email": "string?" }`.
///
/// Its meaning is what a Swift `Decodable` with these properties would accept: `?` makes a
/// property optional and nullable, `[string]` is an array, an object nests, a list of strings
/// is an enumeration of them.
enum ShortForm {
  static let typeNames = ["string", "integer", "number", "boolean", "any"]

  /// What other languages call them.
  private static let otherNames = [
    "int": "integer", "int64": "integer", "long": "integer", "uint": "integer", "double": "number",
    "float": "number", "decimal": "number", "bool": "boolean", "str": "string", "text": "string",
    "int?": "integer?", "double?": "number?", "float?": "number?", "bool?": "boolean?",
    "str?": "string?", "text?": "string?", "[int]": "[integer]", "[double]": "[number]",
    "[float]": "[number]", "[bool]": "[boolean]", "[str]": "[string]", "string[]": "[string]",
    "int[]": "[integer]", "number[]": "[number]", "integer[]": "[integer]",
    "boolean[]": "[boolean]",
  ]

  /// Whether a value could stand in a short form, and says a type. (No keyword of JSON Schema has
  /// such a value, but for annotations and `const`.)
  static func saysType(_ node: JSONNode) -> Bool {
    switch node.kind {
    case .string: node.stringValue.flatMap(parse) != nil
    case .object: node.count > 0 && node.members.allSatisfy { saysType($0.value) }
    default: false
    }
  }

  /// The JSON Schema of the short form at `node`; problems go to `collector`.
  static func schema(_ node: JSONNode, _ collector: DiagnosticCollector) -> JSONValue? {
    switch node.kind {
    case .string:
      guard let text = node.stringValue else { return nil }
      if let type = parse(text) { return type.schema }
      let nearest = Self.otherNames[text.lowercased()] ?? NearestName.find(text, among: typeNames)
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
