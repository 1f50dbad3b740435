import JSONModel

/// Makes an instance of a JSON Schema, with plausible values.
///
/// It heeds `type`, `enum`, `const`, `properties`, `required`, `additionalProperties`,
/// `minProperties`, bounds and `multipleOf`, lengths, `pattern` where ``PatternFiller`` can,
/// `format`, `items`, `prefixItems`, `contains`, item counts, `uniqueItems`, `$ref` within the
/// schema, `allOf`, and the first possible branch of `anyOf` and `oneOf`. It does not heed `not`,
/// `if`, `dependent…` and `propertyNames`.
struct SchemaFiller {
  let root: JSONValue
  var generator: SeededGenerator
  let persona: Persona
  /// How many values enclose the one that is made.
  var depth = 0

  /// From here on, only what is required is made, so that recursive schemas come to an end.
  static let optionalDepth = 5
  /// From here on, nothing more is made: a schema may demand an endless instance.
  static let limit = 64

  static func instance(of schema: JSONValue, seed: UInt64) -> JSONValue {
    var generator = SeededGenerator(seed: seed)
    let persona = Persona.drawn(with: &generator)
    var filler = SchemaFiller(root: schema, generator: generator, persona: persona)
    return filler.fill(schema, name: "")
  }

  private init(root: JSONValue, generator: SeededGenerator, persona: Persona) {
    self.root = root
    self.generator = generator
    self.persona = persona
  }

  /// An instance of `schema`; `name` is that of the property it is for, and a hint.
  mutating func fill(_ schema: JSONValue, name: String) -> JSONValue {
    guard depth < Self.limit, let given = schema.objectValue else {
      return depth < Self.limit ? .string("value") : .null
    }
    depth += 1
    defer { depth -= 1 }
    let schema = flattened(given)
    if let constant = schema["const"] { return constant }
    if let choices = schema["enum"]?.arrayValue, !choices.isEmpty { return choice(of: choices) }
    switch type(of: schema) {
    case "object": return object(schema)
    case "array": return array(schema, name: name)
    case "integer": return number(schema, name: name, isInteger: true)
    case "number": return number(schema, name: name, isInteger: false)
    case "boolean": return .bool(generator.next() & 1 == 0)
    case "null": return .null
    default: return .string(string(schema, name: name))
    }
  }

  private mutating func choice(of choices: [JSONValue]) -> JSONValue {
    // Null is a poor example of a choice among values.
    let telling = choices.filter { !$0.isNull }
    return (telling.isEmpty ? choices : telling).randomElement(using: &generator) ?? .null
  }

  private func type(of schema: JSONObject) -> String {
    switch schema["type"] {
    case .string(let name): return name
    case .array(let names):
      let telling = names.compactMap(\.stringValue)
      if depth > Self.optionalDepth, telling.contains("null") { return "null" }
      return telling.first { $0 != "null" } ?? "null"
    default: break
    }
    func has(_ keys: String...) -> Bool { keys.contains { schema[$0] != nil } }
    if has("properties", "required", "additionalProperties", "minProperties") { return "object" }
    if has("items", "prefixItems", "minItems", "contains") { return "array" }
    if has("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf") {
      return "number"
    }
    return "string"
  }

  // MARK: Containers

  private mutating func object(_ schema: JSONObject) -> JSONValue {
    var result = JSONObject()
    let required = (schema["required"]?.arrayValue ?? []).compactMap(\.stringValue)
    let properties = schema["properties"]?.objectValue ?? [:]
    for property in properties
    where depth <= Self.optionalDepth || required.contains(property.key) {
      // A property that may not be anything must stay away.
      if property.value == .bool(false) { continue }
      result[property.key] = fill(property.value, name: property.key)
    }
    let additional = schema["additionalProperties"] ?? .bool(true)
    for key in required where result[key] == nil { result[key] = fill(additional, name: key) }
    let minimum = schema["minProperties"]?.intValue ?? 0
    var number = 1
    while result.count < min(minimum, 1_000), additional != .bool(false) {
      if result["key\(number)"] == nil {
        result["key\(number)"] = fill(additional, name: "key\(number)")
      }
      number += 1
    }
    return .object(result)
  }

  private mutating func array(_ schema: JSONObject, name: String) -> JSONValue {
    let prefix = schema["prefixItems"]?.arrayValue ?? []
    let items = schema["items"] ?? .bool(true)
    let minimum = min(schema["minItems"]?.intValue ?? 0, 1_000)
    let wanted = depth > Self.optionalDepth || items == .bool(false) ? 0 : 2
    var count = max(minimum, max(wanted, prefix.count))
    if let maximum = schema["maxItems"]?.intValue { count = min(count, max(0, maximum)) }
    let isUnique = schema["uniqueItems"] == .bool(true)
    let singular = name.hasSuffix("s") ? String(name.dropLast()) : name
    var result: [JSONValue] = []
    if let contained = schema["contains"], count > 0, prefix.isEmpty {
      result.append(fill(contained, name: singular))
    }
    while result.count < count {
      let schema = result.count < prefix.count ? prefix[result.count] : items
      guard let value = another(schema, singular, notIn: isUnique ? result : []) else { break }
      result.append(value)
    }
    return .array(result)
  }

  /// An instance that is not among `others`; nil where none was found.
  private mutating func another(
    _ schema: JSONValue, _ name: String, notIn others: [JSONValue]
  ) -> JSONValue? {
    for _ in 0..<100 {
      let value = fill(schema, name: name)
      if !others.contains(value) { return value }
    }
    // Strings can always be told apart by a number, where the schema leaves them free.
    if case .string(let text) = fill(schema, name: name),
      schema["pattern"] == nil, schema["format"] == nil, schema["maxLength"] == nil
    {
      return .string("\(text) \(others.count + 1)")
    }
    return nil
  }
}
