import JSONModel

// Members of an object; those without a value are left out.

extension HARWriter {
  mutating func member(_ key: StaticString, _ value: String?) {
    guard let value else { return }
    self.key(key)
    string(value)
  }

  mutating func member(_ key: StaticString, _ value: Int?) {
    guard let value else { return }
    self.key(key)
    integer(value)
  }

  mutating func member(_ key: StaticString, _ value: Bool?) {
    guard let value else { return }
    self.key(key)
    bool(value)
  }

  mutating func member(_ key: StaticString, _ value: JSONValue?) {
    guard let value else { return }
    self.key(key)
    self.value(value)
  }

  /// A time; what is no number is none.
  mutating func member(_ key: StaticString, milliseconds value: Double?) {
    guard let value, value.isFinite else { return }
    self.key(key)
    milliseconds(value)
  }

  /// - Parameter isLarge: Whether the elements are objects that are not empty.
  mutating func array<Element>(
    _ key: StaticString, _ elements: [Element], isLarge: Bool = true,
    _ write: (Element, inout HARWriter) -> Void
  ) {
    self.key(key)
    beginArray(isLarge: isLarge && !elements.isEmpty)
    for element in elements {
      self.element()
      write(element, &self)
    }
    endArray()
  }

  mutating func members(_ object: JSONObject) {
    for member in object.members {
      key(member.key)
      value(member.value)
    }
  }
}
