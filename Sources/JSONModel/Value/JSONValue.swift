/// A JSON value (RFC 8259) that keeps what the text said: the order of an object's members
/// and the spelling of numbers.
///
/// Equality is that of JSON Schema and RFC 9535: numbers compare mathematically (`1`, `1.0`
/// and `1e0` are equal, of any size), strings by their Unicode scalars, and the order of
/// members does not matter.
///
/// For positions in the source text, read a ``JSONDocument`` instead.
public enum JSONValue: Sendable {
  case null
  case bool(Bool)
  case number(JSONNumber)
  case string(String)
  case array([JSONValue])
  case object(JSONObject)
}

extension JSONValue {
  /// The value's type, as JSON names it.
  public var kind: JSONKind {
    switch self {
    case .null: .null
    case .bool: .boolean
    case .number: .number
    case .string: .string
    case .array: .array
    case .object: .object
    }
  }

  public var isNull: Bool {
    if case .null = self { true } else { false }
  }

  public var boolValue: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }

  public var numberValue: JSONNumber? {
    if case .number(let value) = self { value } else { nil }
  }

  public var stringValue: String? {
    if case .string(let value) = self { value } else { nil }
  }

  public var arrayValue: [JSONValue]? {
    if case .array(let value) = self { value } else { nil }
  }

  public var objectValue: JSONObject? {
    if case .object(let value) = self { value } else { nil }
  }

  /// The number as an `Int`, if it is a mathematical integer in range (`2.0` gives 2).
  public var intValue: Int? { numberValue?.intValue }

  /// The number as the nearest `Double`.
  public var doubleValue: Double? { numberValue?.doubleValue }

  /// The member named `key` of an object, or nil for other kinds and missing members.
  public subscript(key: String) -> JSONValue? { objectValue?[key] }

  /// The element at `index` of an array, or nil for other kinds and out of range.
  public subscript(index: Int) -> JSONValue? {
    guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
    return elements[index]
  }
}

/// The six types of JSON values.
public enum JSONKind: String, Sendable, Hashable, CaseIterable {
  case null, boolean, number, string, array, object
}

extension JSONValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByStringLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  public init(nilLiteral: ()) { self = .null }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(integerLiteral value: Int) { self = .number(JSONNumber(value)) }

  /// - Precondition: The literal is finite; JSON has no spelling for the others.
  public init(floatLiteral value: Double) {
    guard let number = JSONNumber(value) else { preconditionFailure("\(value) is not JSON") }
    self = .number(number)
  }

  public init(stringLiteral value: String) { self = .string(value) }
  public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }

  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(JSONObject(elements.map { JSONObject.Member(key: $0.0, value: $0.1) }))
  }
}
