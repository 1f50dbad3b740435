import JSONModel

/// How our files look: two spaces a level, and what fits on a line is on one.
///
/// A header is then one line of a diff, as is a timing or a label.
enum HARLayout {
  private static let lineWidth = 100

  static func bytes(_ value: JSONValue) -> [UInt8] {
    var bytes: [UInt8] = []
    append(value, depth: 0, to: &bytes)
    bytes.append(UInt8(ascii: "\n"))
    return bytes
  }

  /// Appends `value` as it looks `depth` levels deep.
  static func append(_ value: JSONValue, depth: Int, to bytes: inout [UInt8]) {
    switch value {
    case .array(let elements) where !elements.isEmpty:
      appendContainer("[", "]", elements, value, depth, to: &bytes) { element, bytes in
        append(element, depth: depth + 1, to: &bytes)
      }
    case .object(let object) where !object.isEmpty:
      appendContainer("{", "}", object.members, value, depth, to: &bytes) { member, bytes in
        bytes += JSONValue.string(member.key).bytes()
        bytes += ": ".utf8
        append(member.value, depth: depth + 1, to: &bytes)
      }
    default:
      bytes += value.bytes()
    }
  }

  private static func appendContainer<Item>(
    _ open: String, _ close: String, _ items: [Item], _ value: JSONValue, _ depth: Int,
    to bytes: inout [UInt8], _ appendItem: (Item, inout [UInt8]) -> Void
  ) {
    bytes += open.utf8
    if value.hasOnlyScalars {
      let start = bytes.count
      for (position, item) in items.enumerated() {
        bytes += (position == 0 ? " " : ", ").utf8
        appendItem(item, &bytes)
      }
      bytes += " ".utf8
      if bytes.count - start + depth * 2 + 2 <= lineWidth {
        bytes += close.utf8
        return
      }
      bytes.removeLast(bytes.count - start)
    }
    for (position, item) in items.enumerated() {
      if position > 0 { bytes += ",".utf8 }
      appendNewLine(depth + 1, to: &bytes)
      appendItem(item, &bytes)
    }
    appendNewLine(depth, to: &bytes)
    bytes += close.utf8
  }

  static func appendNewLine(_ depth: Int, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\n"))
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: depth * 2))
  }
}

extension JSONValue {
  fileprivate var hasOnlyScalars: Bool {
    switch self {
    case .array(let elements): elements.allSatisfy(\.isScalar)
    case .object(let object): object.members.allSatisfy(\.value.isScalar)
    default: false
    }
  }

  private var isScalar: Bool {
    switch self {
    case .array(let elements): elements.isEmpty
    case .object(let object): object.isEmpty
    default: true
    }
  }

  /// A time in milliseconds, to the microsecond; nil for what is no time.
  init?(milliseconds: Double) {
    guard let number = JSONNumber((milliseconds * 1000).rounded() / 1000) else { return nil }
    self = .number(number)
  }
}

extension JSONObject {
  mutating func append(_ other: JSONObject) {
    for member in other { self[member.key] = member.value }
  }
}
