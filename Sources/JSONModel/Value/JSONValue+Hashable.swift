extension JSONValue: Hashable {
  public static func == (left: JSONValue, right: JSONValue) -> Bool {
    if let isEqual = isEqualAtOnce(left, right) { return isEqual }
    // Without recursion, so that no depth can overflow the stack.
    var waiting: [(JSONValue, JSONValue)] = []
    guard push(left, right, onto: &waiting) else { return false }
    while let (left, right) = waiting.popLast() {
      guard push(left, right, onto: &waiting) else { return false }
    }
    return true
  }

  /// Whether both are equal, or nil if they are containers that must be looked into.
  @inline(__always)
  private static func isEqualAtOnce(_ left: JSONValue, _ right: JSONValue) -> Bool? {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let left), .bool(let right)): left == right
    case (.number(let left), .number(let right)): left == right
    case (.string(let left), .string(let right)): left.hasSameScalars(as: right)
    case (.array(let left), .array(let right)): left.count == right.count ? nil : false
    case (.object(let left), .object(let right)): left.count == right.count ? nil : false
    default: false
    }
  }

  /// Puts the pairs of contents that are containers themselves onto the list; false if any
  /// others differ.
  private static func push(
    _ left: JSONValue, _ right: JSONValue, onto waiting: inout [(JSONValue, JSONValue)]
  ) -> Bool {
    switch (left, right) {
    case (.array(let left), .array(let right)):
      for (one, other) in zip(left, right) {
        switch isEqualAtOnce(one, other) {
        case false?: return false
        case true?: continue
        case nil: waiting.append((one, other))
        }
      }
    case (.object(let left), .object(let right)):
      for (position, member) in left.members.enumerated() {
        guard let other = right.value(of: member.key, near: position) else { return false }
        switch isEqualAtOnce(member.value, other) {
        case false?: return false
        case true?: continue
        case nil: waiting.append((member.value, other))
        }
      }
    default: break
    }
    return true
  }

  public func hash(into hasher: inout Hasher) {
    hash(into: &hasher, levels: 6)
  }

  /// What is deeper than `levels` counts by its kind alone: equal values still have equal
  /// hashes, and no depth can overflow the stack.
  func hash(into hasher: inout Hasher, levels: Int) {
    switch self {
    case .null: hasher.combine(0)
    case .bool(let value): hasher.combine(value)
    case .number(let number): hasher.combine(number)
    case .string(let text): hasher.combine(text)
    case .array(let elements):
      hasher.combine(elements.count)
      guard levels > 0 else { return }
      for element in elements { element.hash(into: &hasher, levels: levels - 1) }
    case .object(let object): object.hash(into: &hasher, levels: levels)
    }
  }
}
