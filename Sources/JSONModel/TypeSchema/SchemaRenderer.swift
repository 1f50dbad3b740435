/// Writes shapes as JSON Schema, draft 2020-12.
struct SchemaRenderer {
  let definitions: [ObjectIdentifier: TypeDefinition]
  let options: JSONSchemaOfType.Options

  private let recursiveTypes: Set<ObjectIdentifier>
  private var root: ObjectIdentifier?
  private var names: [ObjectIdentifier: String] = [:]
  private var written: JSONObject = [:]
  private var unusedAnnotations: Set<JSONPointer>

  init(definitions: [ObjectIdentifier: TypeDefinition], options: JSONSchemaOfType.Options) {
    self.definitions = definitions
    self.options = options
    recursiveTypes = definitions.recursiveTypes
    unusedAnnotations = Set(options.annotations.keys)
  }

  /// The whole schema: the root's own, with `$defs` for the types within that hold themselves.
  mutating func document(_ shape: SchemaShape, root: ObjectIdentifier) throws -> JSONValue {
    self.root = root
    var schema =
      if let definition = definitions[root] {
        try body(of: definition, at: JSONPointer.root)
      } else {
        try render(shape, at: JSONPointer.root)
      }
    if let unused = unusedAnnotations.min(by: { $0.description < $1.description }) {
      throw JSONSchemaOfTypeError(
        code: .unknownProperty, typeName: definitions[root]?.name ?? "the type",
        codingPath: unused.tokens,
        message: "there is an annotation for this property, but the type does not read it")
    }
    if !written.isEmpty { schema.set("$defs", .object(written)) }
    return schema
  }

  private mutating func body(
    of definition: TypeDefinition, at path: JSONPointer?
  ) throws -> JSONValue {
    var schema = try render(definition.shape, at: path, of: definition)
    if let description = definition.description { schema.set("description", .string(description)) }
    return schema
  }

  /// `path` is the way from the root, or nil within a definition that many places share.
  private mutating func render(
    _ shape: SchemaShape, at path: JSONPointer?, of owner: TypeDefinition? = nil
  ) throws -> JSONValue {
    switch shape {
    case .any: return [:]
    case .null: return ["type": "null"]
    case .boolean: return ["type": "boolean"]
    case .string(let format):
      var schema: JSONValue = ["type": "string"]
      if let format { schema.set("format", .string(format)) }
      return schema
    case .base64: return ["type": "string", "contentEncoding": "base64"]
    case .number: return ["type": "number"]
    case .integer(let minimum, let maximum):
      var schema: JSONValue = ["type": "integer"]
      if let minimum { schema.set("minimum", minimum) }
      if let maximum { schema.set("maximum", maximum) }
      return schema
    case .enumeration(let values): return Self.enumeration(values)
    case .array(let items):
      return ["type": "array", "items": try render(items, at: path?.appending("*"))]
    case .tuple(let items):
      let schemas = try items.enumerated().map { index, item in
        try render(item, at: path?.appending(index))
      }
      return [
        "type": "array", "prefixItems": .array(schemas),
        "minItems": .number(JSONNumber(items.count)),
      ]
    case .map(let values, let keys):
      var schema: JSONValue = ["type": "object"]
      if let keys { schema.set("propertyNames", keys) }
      schema.set("additionalProperties", try render(values, at: path?.appending("*")))
      return schema
    case .object(let object): return try render(object, at: path, of: owner)
    case .anyOf(let shapes):
      return ["anyOf": .array(try shapes.map { try render($0, at: path, of: owner) })]
    case .nullable(let inner): return Self.nullable(try render(inner, at: path, of: owner))
    case .type(let type): return try reference(type, at: path)
    case .written(let schema): return schema
    }
  }

  private mutating func render(
    _ object: SchemaShape.Object, at path: JSONPointer?, of owner: TypeDefinition?
  ) throws -> JSONValue {
    var properties: JSONObject = [:]
    var required: [JSONValue] = []
    for property in object.properties {
      let place = path?.appending(property.name)
      var schema = try render(property.shape, at: place)
      schema.annotate(owner?.annotations[property.name])
      if let place, let annotation = options.annotations[place] {
        schema.annotate(annotation)
        unusedAnnotations.remove(place)
      }
      properties[property.name] = schema
      if property.isRequired || options.optionals == .nullable {
        required.append(.string(property.name))
      }
    }
    if options.additionalProperties {
      // Swift's decoding lets unknown members pass, but not two cases at once.
      for name in object.excluded { properties[name] = false }
    }
    var schema: JSONValue = ["type": "object", "properties": .object(properties)]
    schema.set("required", .array(required))
    if let dynamic = object.dynamic {
      schema.set("additionalProperties", try render(dynamic, at: path?.appending("*")))
    } else if !options.additionalProperties {
      schema.set("additionalProperties", false)
    }
    return schema
  }

  /// A type in its place: written out, or by name if it holds itself.
  private mutating func reference(
    _ type: ObjectIdentifier, at path: JSONPointer?
  ) throws -> JSONValue {
    guard let definition = definitions[type] else { return [:] }
    guard recursiveTypes.contains(type) else { return try body(of: definition, at: path) }
    if type == root { return ["$ref": "#"] }
    if let name = names[type] { return ["$ref": .string("#/$defs/\(name)")] }
    let name = unusedName(like: definition.name)
    names[type] = name
    written[name] = .null  // Keeps the place while the body refers to it.
    written[name] = try body(of: definition, at: nil)
    return ["$ref": .string("#/$defs/\(name)")]
  }

  /// A name that stands in a URI fragment without escapes.
  private func unusedName(like name: String) -> String {
    let base = String(
      name.unicodeScalars.map { scalar in
        let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9") ~= scalar)
        return isPlain ? Character(scalar) : "_"
      })
    var candidate = base
    var suffix = 2
    while written[candidate] != nil {
      candidate = "\(base)_\(suffix)"
      suffix += 1
    }
    return candidate
  }

  private static func enumeration(_ values: [JSONValue]) -> JSONValue {
    var types: [JSONValue] = []
    for value in values {
      let isInteger = value.numberValue?.isInteger ?? false
      let type = JSONValue.string(isInteger ? "integer" : value.kind.rawValue)
      if !types.contains(type) { types.append(type) }
    }
    return ["type": types.count == 1 ? types[0] : .array(types), "enum": .array(values)]
  }

  private static func nullable(_ schema: JSONValue) -> JSONValue {
    guard case .object(var object) = schema, !object.isEmpty else { return schema }
    guard case .string(let type)? = object["type"], object["const"] == nil else {
      if case .array(let alternatives)? = object["anyOf"], object.count == 1 {
        return ["anyOf": .array(alternatives + [["type": "null"]])]
      }
      return ["anyOf": [schema, ["type": "null"]]]
    }
    object["type"] = [.string(type), "null"]
    if case .array(let values)? = object["enum"] { object["enum"] = .array(values + [.null]) }
    return .object(object)
  }
}

extension JSONValue {
  fileprivate mutating func set(_ key: String, _ value: JSONValue) {
    guard case .object(var object) = self else { return }
    object[key] = value
    self = .object(object)
  }

  fileprivate mutating func annotate(_ annotation: JSONPropertyAnnotation?) {
    for member in annotation?.keywords ?? [:] { set(member.key, member.value) }
  }
}
