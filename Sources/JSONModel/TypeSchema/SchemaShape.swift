/// What was found out about a type, before it is written as a schema.
indirect enum SchemaShape: Hashable {
  case any
  case null
  case boolean
  case string(format: String? = nil)
  case base64
  case number
  case integer(minimum: JSONValue? = nil, maximum: JSONValue? = nil)
  case enumeration([JSONValue])
  case array(items: SchemaShape)
  /// Elements of fixed meaning; what follows them is not read.
  case tuple([SchemaShape])
  /// A dictionary; `keys` is a schema that its keys are held against.
  case map(values: SchemaShape, keys: JSONValue? = nil)
  case object(Object)
  case anyOf([SchemaShape])
  case nullable(SchemaShape)
  /// A type that has a definition of its own.
  case type(ObjectIdentifier)
  /// A schema written by hand.
  case written(JSONValue)

  struct Object: Hashable {
    var properties: [Property]
    /// The values of keys that are not known beforehand.
    var dynamic: SchemaShape?
    /// Members that must not be there: the other cases of an enumeration.
    var excluded: [String] = []
  }

  struct Property: Hashable {
    var name: String
    var shape: SchemaShape
    var isRequired: Bool
  }

  /// One shape for all that is accepted at one place.
  static func union(_ shapes: [SchemaShape]) -> SchemaShape {
    var unique: [SchemaShape] = []
    var isNullable = false
    for shape in shapes {
      switch shape {
      case .null: isNullable = true
      case .nullable(let inner):
        isNullable = true
        if !unique.contains(inner) { unique.append(inner) }
      default: if !unique.contains(shape) { unique.append(shape) }
      }
    }
    // Every integer is a number.
    if unique.contains(.number) {
      unique.removeAll { if case .integer = $0 { true } else { false } }
    }
    guard let first = unique.first else { return isNullable ? .null : .any }
    let union = unique.count == 1 ? first : .anyOf(unique)
    return isNullable ? .nullable(union) : union
  }
}

/// What a type was found to be, with what its author says about it.
struct TypeDefinition {
  var name: String
  var shape: SchemaShape
  var description: String?
  var annotations: [String: JSONPropertyAnnotation] = [:]
}

extension SchemaShape {
  /// The types that the shape refers to.
  var types: Set<ObjectIdentifier> {
    switch self {
    case .type(let type): [type]
    case .array(let inner), .map(let inner, _), .nullable(let inner): inner.types
    case .tuple(let shapes), .anyOf(let shapes):
      shapes.reduce(into: []) { $0.formUnion($1.types) }
    case .object(let object):
      object.properties.reduce(into: object.dynamic?.types ?? []) { $0.formUnion($1.shape.types) }
    default: []
    }
  }
}

extension [ObjectIdentifier: TypeDefinition] {
  /// The types that hold themselves, so that they must be referred to by name.
  var recursiveTypes: Set<ObjectIdentifier> {
    let arrows = mapValues(\.shape.types)
    return Set(
      keys.filter { start in
        var reached: Set<ObjectIdentifier> = []
        var waiting = Array(arrows[start] ?? [])
        while let next = waiting.popLast() {
          if reached.insert(next).inserted { waiting += arrows[next] ?? [] }
        }
        return reached.contains(start)
      })
  }
}
