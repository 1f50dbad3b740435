#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Optionals, arrays, sets and dictionaries: types that are made of others, and of which there
/// is an instance without any instance of those.
protocol ProbeComposite {
  static func probe(_ explorer: TypeExplorer) throws -> TypeExplorer.Entry
}

extension Optional: ProbeComposite where Wrapped: Decodable {
  static func probe(_ explorer: TypeExplorer) throws -> TypeExplorer.Entry {
    let (shape, values) = try explorer.tentative(Wrapped.self)
    return .init(
      shape: .nullable(shape), values: values.map { Optional($0) as Any } + [Self.none as Any])
  }
}

extension Array: ProbeComposite where Element: Decodable {
  static func probe(_ explorer: TypeExplorer) throws -> TypeExplorer.Entry {
    let (shape, values) = try explorer.tentative(Element.self)
    return .init(
      shape: .array(items: shape),
      values: [[], Array(values.prefix(1)), Array(values.prefix(2)), Array(values.prefix(3))])
  }
}

extension ContiguousArray: ProbeComposite where Element: Decodable {
  static func probe(_ explorer: TypeExplorer) throws -> TypeExplorer.Entry {
    let (shape, values) = try explorer.tentative(Element.self)
    return .init(
      shape: .array(items: shape), values: [Self(), ContiguousArray(values.prefix(1))])
  }
}

extension Set: ProbeComposite where Element: Decodable {
  static func probe(_ explorer: TypeExplorer) throws -> TypeExplorer.Entry {
    let (shape, values) = try explorer.tentative(Element.self)
    return .init(
      shape: .array(items: shape), values: [Self(), Set(values.prefix(1)), Set(values.prefix(3))])
  }
}

extension Dictionary: ProbeComposite where Key: Decodable, Value: Decodable {
  static func probe(_ explorer: TypeExplorer) throws -> TypeExplorer.Entry {
    let (valueShape, values) = try explorer.tentative(Value.self)
    let (keyShape, keys) = try explorer.tentative(Key.self)
    var candidates: [Self] = [[:]]
    if let key = keys.first, let value = values.first { candidates.append([key: value]) }
    return .init(shape: shape(keyShape, valueShape), values: candidates)
  }

  /// The standard library writes a dictionary as an object if its keys can be coding keys, and
  /// as an array of keys and values in turn if not.
  private static func shape(_ key: SchemaShape, _ value: SchemaShape) -> SchemaShape {
    if Key.self == String.self { return .map(values: value) }
    if Key.self == Int.self { return .map(values: value, keys: ["pattern": "^[+-]?[0-9]+$"]) }
    guard Key.self is any CodingKeyRepresentable.Type else {
      return .array(items: .union([key, value]))
    }
    if case .enumeration(let names) = key {
      return .map(values: value, keys: ["enum": .array(names)])
    }
    return .map(values: value)
  }
}

extension TypeExplorer {
  /// What is known of the types of the standard library and of Foundation.
  func known(_ type: any Decodable.Type) -> Entry? {
    func integer<T: FixedWidthInteger>(_ type: T.Type, bounded: Bool = true) -> Entry {
      Entry(
        shape: .integer(
          minimum: bounded ? .number(JSONNumber(T.min)) : nil,
          maximum: bounded && T.bitWidth < 64 ? .number(JSONNumber(T.max)) : nil),
        values: ProbeCandidates.integers(type))
    }
    switch type {
    case is String.Type: return Entry(shape: .string(), values: ProbeCandidates.strings)
    case is Bool.Type: return Entry(shape: .boolean, values: [false, true])
    case is Int.Type: return integer(Int.self, bounded: false)
    case is Int8.Type: return integer(Int8.self)
    case is Int16.Type: return integer(Int16.self)
    case is Int32.Type: return integer(Int32.self)
    case is Int64.Type: return integer(Int64.self, bounded: false)
    case is UInt.Type: return integer(UInt.self)
    case is UInt8.Type: return integer(UInt8.self)
    case is UInt16.Type: return integer(UInt16.self)
    case is UInt32.Type: return integer(UInt32.self)
    case is UInt64.Type: return integer(UInt64.self)
    case is Int128.Type: return integer(Int128.self, bounded: false)
    case is UInt128.Type: return integer(UInt128.self)
    case is Double.Type: return Entry(shape: .number, values: ProbeCandidates.numbers)
    case is Float.Type:
      return Entry(shape: .number, values: ProbeCandidates.numbers.map { Float($0) })
    case is JSONValue.Type: return Entry(shape: .any, values: [JSONValue.null])
    default: return knownToFoundation(type)
    }
  }

  private func knownToFoundation(_ type: any Decodable.Type) -> Entry? {
    switch type {
    case is Date.Type:
      let dates = [0, 1_700_000_000, 4_000_000_000].map { Date(timeIntervalSince1970: $0) }
      return Entry(
        shape: self.dates == .iso8601 ? .string(format: "date-time") : .number, values: dates)
    case is URL.Type:
      return Entry(
        shape: .string(format: "uri"),
        values: ["https://example.com/", "file:///a"].compactMap { URL(string: $0) })
    case is UUID.Type: return Entry(shape: .string(format: "uuid"), values: [UUID()])
    case is Data.Type: return Entry(shape: .base64, values: [Data(), Data("text".utf8)])
    case is Decimal.Type:
      return Entry(shape: .number, values: ProbeCandidates.integers.map { Decimal($0) })
    default: return nil
    }
  }
}
