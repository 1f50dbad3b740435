/// Turns a schema's JSON into rules.
struct JSONSchemaCompiler {
  private static let annotations: Set<String> = [
    "$schema", "$id", "$comment", "title", "description", "default", "examples", "deprecated",
    "readOnly", "writeOnly", "format",
  ]
  private static let types: Set<String> = [
    "null", "boolean", "object", "array", "number", "integer", "string",
  ]

  mutating func compile(_ value: JSONValue, _ place: JSONPointer) throws -> JSONSchema {
    switch value {
    case .bool(let isAllowed):
      return JSONSchema(rules: isAllowed ? [] : [.never])
    case .object(let object):
      var rules: [JSONSchema.Rule] = []
      for member in object where !Self.annotations.contains(member.key) {
        if let rule = try rule(member, of: object, place.appending(member.key)) {
          rules.append(rule)
        }
      }
      return JSONSchema(rules: rules)
    default:
      throw JSONSchemaError(
        pointer: place, message: "a schema is an object or a boolean, not \(value.kind.rawValue)")
    }
  }

  private mutating func rule(
    _ member: JSONObject.Member, of object: JSONObject, _ place: JSONPointer
  ) throws -> JSONSchema.Rule? {
    let value = member.value
    switch member.key {
    case "type": return .types(try typeNames(value, place))
    case "enum": return .oneOfValues(try array(value, place))
    case "const": return .oneOfValues([value])
    case "required": return .required(try array(value, place).map { try string($0, place) })
    case "items": return .items(try compile(value, place))
    case "allOf": return .allOf(try schemas(value, place))
    case "anyOf": return .anyOf(try schemas(value, place))
    case "oneOf": return .oneOf(try schemas(value, place))
    case "not": return .not(try compile(value, place))
    case "properties":
      return .properties(
        try properties(value, place),
        additional: try object["additionalProperties"].map { try compile($0, place) })
    case "additionalProperties":
      // Read together with "properties", where those are.
      return object["properties"] == nil
        ? .properties([:], additional: try compile(value, place)) : nil
    case "minItems": return .count(minimum: try integer(value, place), maximum: .max)
    case "maxItems": return .count(minimum: 0, maximum: try integer(value, place))
    case "minLength": return .length(minimum: try integer(value, place), maximum: .max)
    case "maxLength": return .length(minimum: 0, maximum: try integer(value, place))
    case "minimum": return .range(minimum: try number(value, place), maximum: nil)
    case "maximum": return .range(minimum: nil, maximum: try number(value, place))
    default:
      throw JSONSchemaError(
        pointer: place, message: "the keyword \"\(member.key)\" is not supported")
    }
  }

  private func typeNames(_ value: JSONValue, _ place: JSONPointer) throws -> [String] {
    let names = try (value.arrayValue ?? [value]).map { try string($0, place) }
    for name in names where !Self.types.contains(name) {
      throw JSONSchemaError(pointer: place, message: "\"\(name)\" is no type")
    }
    return names
  }

  private mutating func properties(
    _ value: JSONValue, _ place: JSONPointer
  ) throws -> [String: JSONSchema] {
    guard let object = value.objectValue else {
      throw JSONSchemaError(pointer: place, message: "must be an object of schemas")
    }
    var properties: [String: JSONSchema] = [:]
    for member in object {
      properties[member.key] = try compile(member.value, place.appending(member.key))
    }
    return properties
  }

  private mutating func schemas(_ value: JSONValue, _ place: JSONPointer) throws -> [JSONSchema] {
    try array(value, place).enumerated().map { try compile($1, place.appending($0)) }
  }

  private func array(_ value: JSONValue, _ place: JSONPointer) throws -> [JSONValue] {
    guard let array = value.arrayValue, !array.isEmpty else {
      throw JSONSchemaError(pointer: place, message: "must be a list that is not empty")
    }
    return array
  }

  private func string(_ value: JSONValue, _ place: JSONPointer) throws -> String {
    guard let string = value.stringValue else {
      throw JSONSchemaError(pointer: place, message: "must hold strings")
    }
    return string
  }

  private func integer(_ value: JSONValue, _ place: JSONPointer) throws -> Int {
    guard let integer = value.intValue, integer >= 0 else {
      throw JSONSchemaError(pointer: place, message: "must be an integer that is not negative")
    }
    return integer
  }

  private func number(_ value: JSONValue, _ place: JSONPointer) throws -> JSONNumber {
    guard let number = value.numberValue else {
      throw JSONSchemaError(pointer: place, message: "must be a number")
    }
    return number
  }
}
