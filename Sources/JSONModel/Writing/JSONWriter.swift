extension JSONValue {
  /// How a value is laid out as text.
  public struct Format: Sendable, Hashable {
    enum Layout: Hashable { case compact, pretty }

    var layout: Layout
    var sortsKeys = false
    var hasCanonicalNumbers = false
    var roundsNumbers = false

    /// No white space, members in their order.
    public static let compact = Format(layout: .compact)
    /// Two spaces a level, members in their order.
    public static let pretty = Format(layout: .pretty)
    /// One text for all values that are equal; see ``JSONValue/canonicalBytes()``.
    public static let canonical = Format(
      layout: .compact, sortsKeys: true, hasCanonicalNumbers: true)

    /// The canonical form to the letter of RFC 8785: numbers are rounded to the nearest double,
    /// so that different values may get the same text. Those beyond a double's range, which the
    /// RFC has no text for, keep their digits.
    public static let rfc8785: Format = {
      var format = canonical
      format.roundsNumbers = true
      return format
    }()

    /// The same layout with the members of objects sorted by key.
    public var sorted: Format {
      var copy = self
      copy.sortsKeys = true
      return copy
    }
  }

  /// The value as JSON text. Numbers keep their spelling, except in the canonical form.
  public func text(_ format: Format = .compact) -> String {
    String(decoding: bytes(format), as: UTF8.self)
  }

  /// The value as JSON text in UTF-8. Numbers keep their spelling, except in the canonical form.
  public func bytes(_ format: Format = .compact) -> [UInt8] {
    var writer = JSONWriter(format: format)
    writer.write(self)
    return writer.bytes
  }
}

extension JSONValue: CustomStringConvertible {
  public var description: String { text() }
}

/// Writes values as JSON text. Beyond a few levels without recursion, so that no depth of a value
/// can overflow the stack.
package struct JSONWriter {
  /// A container of which some contents are written.
  private struct Frame {
    var elements: [JSONValue]
    var members: [JSONObject.Member]
    var isObject: Bool
    var position = 0

    var count: Int { isObject ? members.count : elements.count }
  }

  let format: JSONValue.Format
  private(set) var bytes: [UInt8] = []
  private var open: [Frame] = []
  /// How many bytes are wanted; writing stops at the next value after them.
  private let limit: Int

  init(format: JSONValue.Format, limit: Int = .max) {
    self.format = format
    self.limit = limit
  }

  mutating func write(_ value: JSONValue) {
    if bytes.capacity == 0 { bytes.reserveCapacity(256) }
    if format == .compact, limit == .max {
      writeCompact(value, levels: Self.recursionLimit)
    } else {
      writeInLoop(value)
    }
  }

  private static let recursionLimit = 32

  /// The common form, and the common depth.
  private mutating func writeCompact(_ value: JSONValue, levels: Int) {
    switch value {
    case .array(let elements) where levels > 0:
      bytes.append(Byte.openBracket)
      var isFirst = true
      for element in elements {
        if !isFirst { bytes.append(Byte.comma) }
        isFirst = false
        writeCompact(element, levels: levels - 1)
      }
      bytes.append(Byte.closeBracket)
    case .object(let object) where levels > 0:
      bytes.append(Byte.openBrace)
      var isFirst = true
      for member in object.members {
        if !isFirst { bytes.append(Byte.comma) }
        isFirst = false
        Self.append(member.key, to: &bytes)
        bytes.append(Byte.colon)
        writeCompact(member.value, levels: levels - 1)
      }
      bytes.append(Byte.closeBrace)
    case .array, .object: writeInLoop(value)
    default: start(value)
    }
  }

  private mutating func writeInLoop(_ value: JSONValue) {
    start(value)
    while let last = open.indices.last, bytes.count < limit {
      let position = open[last].position
      guard position < open[last].count else {
        close(open.removeLast())
        continue
      }
      open[last].position += 1
      if position > 0 { bytes.append(Byte.comma) }
      newLine()
      if open[last].isObject {
        let member = open[last].members[position]
        Self.append(member.key, to: &bytes)
        bytes.append(Byte.colon)
        if format.layout == .pretty { bytes.append(Byte.space) }
        start(member.value)
      } else {
        start(open[last].elements[position])
      }
    }
  }

  /// Writes a scalar, or the beginning of a container.
  private mutating func start(_ value: JSONValue) {
    switch value {
    case .null: Self.append(literal: "null", to: &bytes)
    case .bool(let value): Self.append(literal: value ? "true" : "false", to: &bytes)
    case .number(let number): bytes += spelling(of: number).utf8
    case .string(let string): Self.append(string, to: &bytes)
    case .array(let elements):
      bytes.append(Byte.openBracket)
      open.append(Frame(elements: elements, members: [], isObject: false))
    case .object(let object):
      bytes.append(Byte.openBrace)
      let members =
        format.sortsKeys
        ? object.members.sorted { Self.precedes($0.key, $1.key) } : object.members
      open.append(Frame(elements: [], members: members, isObject: true))
    }
  }

  private func spelling(of number: JSONNumber) -> String {
    guard format.hasCanonicalNumbers else { return number.spelling }
    let rounded = format.roundsNumbers ? JSONNumber(number.doubleValue) : nil
    return (rounded ?? number).canonicalSpelling
  }

  private mutating func close(_ frame: Frame) {
    if frame.count > 0 { newLine() }
    bytes.append(frame.isObject ? Byte.closeBrace : Byte.closeBracket)
  }

  private mutating func newLine() {
    guard format.layout == .pretty else { return }
    bytes.append(Byte.lineFeed)
    bytes.append(contentsOf: repeatElement(Byte.space, count: open.count * 2))
  }

  /// The order of keys: by their UTF-16 code units, as RFC 8785, section 3.2.3, has it.
  static func precedes(_ left: String, _ right: String) -> Bool {
    var others = right.utf8.makeIterator()
    for byte in left.utf8 {
      guard let other = others.next() else { return false }
      if byte == other { continue }
      // UTF-8 sorts as code points do. UTF-16 differs in one thing: what takes two units
      // (first byte F0 and up) stands before U+E000 to U+FFFF (first byte EE or EF).
      let isPair = byte >= 0xF0
      let isOtherPair = other >= 0xF0
      if isPair != isOtherPair, byte >= 0xEE, other >= 0xEE { return isPair }
      return byte < other
    }
    return others.next() != nil
  }

  /// Appends `string` in quotes, escaping only what must be (RFC 8785, section 3.2.2.2).
  package static func append(_ string: String, to bytes: inout [UInt8]) {
    bytes.append(Byte.quote)
    let isDone: Void? = string.utf8.withContiguousStorageIfAvailable {
      appendContents($0, to: &bytes)
    }
    if isDone == nil {
      var copy = string
      copy.withUTF8 { appendContents($0, to: &bytes) }
    }
    bytes.append(Byte.quote)
  }

  private static func append(literal: StaticString, to bytes: inout [UInt8]) {
    literal.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  private static func appendContents(
    _ utf8: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]
  ) {
    guard !utf8.isEmpty else { return }
    var plain = 0
    var position = 0
    while true {
      position = StringScan.skipPlain(utf8, from: position)
      guard position < utf8.count else { break }
      let byte = utf8[position]
      position += 1
      guard byte < 0x20 || byte == Byte.quote || byte == Byte.backslash else { continue }
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[plain..<position - 1]))
      plain = position
      bytes.append(Byte.backslash)
      switch byte {
      case Byte.quote, Byte.backslash: bytes.append(byte)
      case 0x08: bytes.append(UInt8(ascii: "b"))
      case 0x0C: bytes.append(UInt8(ascii: "f"))
      case Byte.lineFeed: bytes.append(UInt8(ascii: "n"))
      case Byte.carriageReturn: bytes.append(UInt8(ascii: "r"))
      case Byte.tab: bytes.append(UInt8(ascii: "t"))
      default:
        bytes += "u00".utf8
        bytes.append(UInt8(ascii: "0") + byte >> 4)
        let low = byte & 0xF
        bytes.append(low < 10 ? UInt8(ascii: "0") + low : UInt8(ascii: "a") + low - 10)
      }
    }
    bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[plain...]))
  }
}
