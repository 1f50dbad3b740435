extension JSONStorage {
  /// A container that is being built.
  private struct Frame {
    var elements: [JSONValue] = []
    var members: [JSONObject.Member] = []
    var key = ""
    var awaitsKey: Bool
    let isObject: Bool

    init(isObject: Bool, count: Int) {
      self.isObject = isObject
      awaitsKey = isObject
      if isObject { members.reserveCapacity(count) } else { elements.reserveCapacity(count) }
    }

    mutating func take(_ value: JSONValue) {
      if isObject {
        members.append(JSONObject.Member(key: key, value: value))
        awaitsKey = true
      } else {
        elements.append(value)
      }
    }

    var value: JSONValue { isObject ? .object(JSONObject(members)) : .array(elements) }
  }

  /// Builds the value at `index`, without recursion.
  func value(at index: Int) -> JSONValue {
    var open: [Frame] = []
    var position = index
    while true {
      let node = tape.nodes[position]
      let value: JSONValue
      switch node.kind {
      case .null: value = .null
      case .true: value = .bool(true)
      case .false: value = .bool(false)
      case .number: value = .number(JSONNumber(checkedSpelling: text(at: position)))
      case .string:
        if let last = open.indices.last, open[last].awaitsKey {
          open[last].key = string(at: position)
          open[last].awaitsKey = false
          position += 1
          continue
        }
        value = .string(string(at: position))
      case .array, .object:
        if open.capacity == 0 { open.reserveCapacity(4) }
        open.append(Frame(isObject: node.kind == .object, count: Int(node.count)))
        position += 1
        continue
      case .end:
        value = open.removeLast().value
      }
      position += 1
      guard let last = open.indices.last else { return value }
      open[last].take(value)
    }
  }
}
