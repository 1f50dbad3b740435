extension JSONValue: Codable {
  /// Decodes any JSON value. Straight from a ``JSONDocument`` nothing is lost; through another
  /// decoder, numbers pass through `Int`, `UInt64` or `Double`.
  public init(from decoder: any Decoder) throws {
    if let decoder = decoder as? JSONNodeDecoder {
      self = decoder.storage.value(at: decoder.index)
      return
    }
    if let container = try? decoder.container(keyedBy: JSONCodingKey.self) {
      self = .object(
        JSONObject(
          try container.allKeys.map {
            JSONObject.Member(
              key: $0.stringValue, value: try container.decode(JSONValue.self, forKey: $0))
          }))
      return
    }
    if var container = try? decoder.unkeyedContainer() {
      var elements: [JSONValue] = []
      while !container.isAtEnd { elements.append(try container.decode(JSONValue.self)) }
      self = .array(elements)
      return
    }
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Int.self) {
      self = .number(JSONNumber(value))
    } else if let value = try? container.decode(UInt64.self) {
      self = .number(JSONNumber(value))
    } else if let number = try? JSONNumber(container.decode(Double.self)) {
      self = .number(number)
    } else {
      self = .string(try container.decode(String.self))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .null:
      var container = encoder.singleValueContainer()
      try container.encodeNil()
    case .bool(let value):
      var container = encoder.singleValueContainer()
      try container.encode(value)
    case .number(let number):
      var container = encoder.singleValueContainer()
      if let value = number.intValue {
        try container.encode(value)
      } else if number.isInteger, let value = UInt64(number.canonicalSpelling) {
        try container.encode(value)
      } else {
        try container.encode(number.doubleValue)
      }
    case .string(let value):
      var container = encoder.singleValueContainer()
      try container.encode(value)
    case .array(let elements):
      var container = encoder.unkeyedContainer()
      for element in elements { try container.encode(element) }
    case .object(let object):
      var container = encoder.container(keyedBy: JSONCodingKey.self)
      for member in object {
        try container.encode(member.value, forKey: JSONCodingKey(stringValue: member.key))
      }
    }
  }
}
