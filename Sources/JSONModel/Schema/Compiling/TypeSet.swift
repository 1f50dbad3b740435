/// The types that `type` allows.
struct TypeSet: OptionSet, Sendable {
  let rawValue: UInt8

  static let null = Self(rawValue: 1)
  static let boolean = Self(rawValue: 2)
  static let integer = Self(rawValue: 4)
  static let number = Self(rawValue: 8)
  static let string = Self(rawValue: 16)
  static let array = Self(rawValue: 32)
  static let object = Self(rawValue: 64)

  private static let names: [(String, TypeSet, String)] = [
    ("null", .null, "null"), ("boolean", .boolean, "a boolean"),
    ("integer", .integer, "an integer"), ("number", .number, "a number"),
    ("string", .string, "a string"), ("array", .array, "an array"),
    ("object", .object, "an object"),
  ]

  init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  init?(name: String) {
    guard let match = Self.names.first(where: { $0.0 == name }) else { return nil }
    self = match.1
  }

  func allows(_ value: JSONValue) -> Bool {
    switch value {
    case .null: contains(.null)
    case .bool: contains(.boolean)
    case .number(let number):
      contains(.number) || (contains(.integer) && number.isInteger)
    case .string: contains(.string)
    case .array: contains(.array)
    case .object: contains(.object)
    }
  }

  /// "a string or null".
  var phrase: String {
    Self.names.filter { contains($0.1) }.map(\.2).joined(separator: " or ")
  }
}
