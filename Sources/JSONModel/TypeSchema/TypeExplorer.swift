/// Finds the shapes of types, each once, with instances of them for the types that hold them.
final class TypeExplorer {
  /// What is known of a type: its shape, and values of it to give to others.
  struct Entry {
    var shape: SchemaShape
    var values: [Any]
  }

  /// A type is needed to make itself, and there is no instance yet.
  struct Endless: Error {
    var typeName: String
  }

  let dates: JSONDecodingOptions.DateFormat
  private(set) var definitions: [ObjectIdentifier: TypeDefinition] = [:]
  private var entries: [ObjectIdentifier: Entry] = [:]
  /// The types that are being explored, with the instances of them that have been found so far.
  private var open: [ObjectIdentifier: [Any]] = [:]
  private var postponed: [() throws -> Void] = []

  init(dates: JSONDecodingOptions.DateFormat) {
    self.dates = dates
  }

  func shapeOfRoot<T: Decodable>(_ type: T.Type) throws -> SchemaShape {
    do {
      let shape = try entry(for: type).shape
      while let next = postponed.popLast() { try next() }
      return shape
    } catch let error as Endless {
      throw JSONSchemaOfTypeError(
        code: .endless, typeName: "\(type)", codingPath: [],
        message: "\(error.typeName) holds itself without an optional, array or dictionary between")
    }
  }

  func isOpen<T>(_ type: T.Type) -> Bool {
    open[ObjectIdentifier(type)] != nil && entries[ObjectIdentifier(type)] == nil
  }

  /// The shape that stands for a type that is being explored.
  func reference<T>(_ type: T.Type) -> SchemaShape {
    .type(ObjectIdentifier(type))
  }

  func remember<T>(_ value: T) {
    open[ObjectIdentifier(T.self)]?.append(value)
  }

  /// The shape of `type` and what instances there are, which of a type that is being explored
  /// may be none.
  func tentative<T: Decodable>(_ type: T.Type) throws -> (SchemaShape, [T]) {
    if isOpen(type) {
      let shape = reference(type)
      return (shape, (open[ObjectIdentifier(type)] ?? []).compactMap { $0 as? T })
    }
    do {
      let entry = try entry(for: type)
      return (entry.shape, entry.values.compactMap { $0 as? T })
    } catch is Endless where definitions[ObjectIdentifier(type)] != nil {
      // An element that cannot be made before its container: an empty container will do, and
      // the element is explored when there is an instance of what it needs.
      postponed.append { [unowned self] in _ = try entry(for: T.self) }
      return (reference(type), [])
    }
  }

  func entry<T: Decodable>(for type: T.Type) throws -> Entry {
    let id = ObjectIdentifier(type)
    if let entry = entries[id] { return entry }
    if let found = open[id] {
      guard !found.isEmpty else { throw Endless(typeName: "\(type)") }
      return Entry(shape: reference(type), values: found)
    }
    if let composite = type as? any ProbeComposite.Type {
      // Not kept while it may have been made without knowing the types that it holds.
      let entry = try composite.probe(self)
      if open.isEmpty { entries[id] = entry }
      return entry
    }
    let entry = try explore(type, id: id)
    entries[id] = entry
    return entry
  }

  private func explore<T: Decodable>(_ type: T.Type, id: ObjectIdentifier) throws -> Entry {
    if let convertible = type as? any JSONSchemaConvertible.Type {
      return try written(convertible.jsonSchema, type)
    }
    if let known = known(type) { return known }
    if let enumeration = enumeration(type) { return enumeration }
    definitions[id] = TypeDefinition(name: "\(type)", shape: .any)
    if let describing = type as? any JSONSchemaDescribing.Type {
      definitions[id]?.description = describing.jsonSchemaDescription
      definitions[id]?.annotations = describing.jsonSchemaProperties
    }
    open[id] = []
    defer { open[id] = nil }
    let (shape, values) = try ProbeSearch(type, explorer: self).run()
    try checkAnnotations(of: id, against: shape)
    definitions[id]?.shape = shape
    return Entry(shape: .type(id), values: values)
  }

  private func written<T: Decodable>(_ schema: JSONValue, _ type: T.Type) throws -> Entry {
    let keywords = [
      schema["examples"]?.arrayValue, schema["default"].map { [$0] }, schema["const"].map { [$0] },
      schema["enum"]?.arrayValue,
    ]
    let options = JSONDecodingOptions(dates: dates)
    let values = keywords.compactMap { $0 }.joined().compactMap { value in
      try? JSONDocument(parsing: value.bytes()).decode(type, options: options) as Any
    }
    if !values.isEmpty { return Entry(shape: .written(schema), values: values) }
    let id = ObjectIdentifier(type)
    open[id] = []
    defer { open[id] = nil }
    let probed = known(type)?.values ?? enumeration(type)?.values
    // Nobody may need an instance, so that finding none is no error yet.
    let found = probed ?? (try? ProbeSearch(type, explorer: self).run().values) ?? []
    return Entry(shape: .written(schema), values: found)
  }

  private func checkAnnotations(of id: ObjectIdentifier, against shape: SchemaShape) throws {
    guard let definition = definitions[id] else { return }
    let names = shape.propertyNames
    for name in definition.annotations.keys.sorted() where !names.contains(name) {
      throw JSONSchemaOfTypeError(
        code: .unknownProperty, typeName: definition.name, codingPath: [name],
        message: "jsonSchemaProperties describes this property, but the type does not read it; "
          + "it reads \(names.sorted().joined(separator: ", "))")
    }
  }

  static let numberTypes: Set<ObjectIdentifier> = [
    ObjectIdentifier(Int.self), ObjectIdentifier(Int8.self), ObjectIdentifier(Int16.self),
    ObjectIdentifier(Int32.self), ObjectIdentifier(Int64.self), ObjectIdentifier(UInt.self),
    ObjectIdentifier(UInt8.self), ObjectIdentifier(UInt16.self), ObjectIdentifier(UInt32.self),
    ObjectIdentifier(UInt64.self), ObjectIdentifier(Double.self), ObjectIdentifier(Float.self),
    ObjectIdentifier(Int128.self), ObjectIdentifier(UInt128.self),
  ]
}

extension TypeExplorer {
  /// What an enumeration with raw values is, if decoding it takes just these values.
  private func enumeration<T: Decodable>(_ type: T.Type) -> Entry? {
    guard type is any RawRepresentable.Type, let cases = EnumerationCases.all(of: type) else {
      return nil
    }
    var raw: [JSONValue?] = []
    for one in cases { raw.append(Self.rawValue(one)) }
    let values = raw.compactMap { $0 }
    guard values.count == cases.count, !values.isEmpty else { return nil }
    // A type with its own `init(from:)` may take other spellings, or take all and fall back.
    for (value, expected) in zip(values, raw) {
      guard let decoded = Self.decode(type, value), Self.rawValue(decoded) == expected else {
        return nil
      }
    }
    let strays: [JSONValue] = ["\u{7}no such case\u{7}", 987_654_321_987, -987_654.25, nil]
    for stray in strays where Self.decode(type, stray) != nil { return nil }
    return Entry(shape: .enumeration(values), values: cases)
  }

  private static func decode<T: Decodable>(_ type: T.Type, _ value: JSONValue) -> T? {
    try? JSONDocument(parsing: value.bytes()).decode(type)
  }

  private static func rawValue<T>(_ value: T) -> JSONValue? {
    guard let value = value as? any RawRepresentable else { return nil }
    switch value.rawValue {
    case let raw as String: return .string(raw)
    case let raw as any BinaryInteger: return .number(JSONNumber(raw))
    case let raw as Double: return JSONNumber(raw).map(JSONValue.number)
    case let raw as Float: return JSONNumber(Double(raw)).map(JSONValue.number)
    default: return nil
    }
  }
}

extension SchemaShape {
  /// The names of the properties of an object, in any of its forms.
  var propertyNames: Set<String> {
    switch self {
    case .object(let object): Set(object.properties.map(\.name))
    case .anyOf(let shapes): shapes.reduce(into: []) { $0.formUnion($1.propertyNames) }
    case .nullable(let shape): shape.propertyNames
    default: []
    }
  }
}
