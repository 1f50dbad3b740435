extension JSONValue {
  /// How a value is laid out as text.
  public struct Format: Sendable, Hashable {
    enum Layout: Hashable { case compact, pretty }

    var layout: Layout
    var sortsKeys = false

    /// No white space, members in their order.
    public static let compact = Format(layout: .compact)
    /// Two spaces a level, members in their order.
    public static let pretty = Format(layout: .pretty)

    /// The same layout with the members of objects sorted by key.
    public var sorted: Format {
      var copy = self
      copy.sortsKeys = true
      return copy
    }
  }

  /// The value as JSON text. Numbers keep their spelling.
  public func text(_ format: Format = .compact) -> String {
    String(decoding: bytes(format), as: UTF8.self)
  }

  /// The value as JSON text in UTF-8. Numbers keep their spelling.
  public func bytes(_ format: Format = .compact) -> [UInt8] {
    var writer = JSONWriter(format: format)
    writer.write(self)
    return writer.bytes
  }
}

extension JSONValue: CustomStringConvertible {
  public var description: String { text() }
}

/// Writes values as JSON text.
struct JSONWriter {
  let format: JSONValue.Format
  private(set) var bytes: [UInt8] = []
  private var depth = 0

  init(format: JSONValue.Format) {
    self.format = format
  }

  mutating func write(_ value: JSONValue) {
    switch value {
    case .null: bytes += "null".utf8
    case .bool(let value): bytes += (value ? "true" : "false").utf8
    case .number(let number): bytes += number.spelling.utf8
    case .string(let string): Self.append(string, to: &bytes)
    case .array(let elements):
      writeContainer(elements, Byte.openBracket, Byte.closeBracket) { $0.write($1) }
    case .object(let object):
      let members =
        format.sortsKeys
        ? object.members.sorted { JSONWriter.precedes($0.key, $1.key) } : object.members
      writeContainer(members, Byte.openBrace, Byte.closeBrace) { writer, member in
        Self.append(member.key, to: &writer.bytes)
        writer.bytes.append(Byte.colon)
        if writer.format.layout == .pretty { writer.bytes.append(Byte.space) }
        writer.write(member.value)
      }
    }
  }

  private mutating func writeContainer<Item>(
    _ items: [Item], _ open: UInt8, _ close: UInt8, _ write: (inout JSONWriter, Item) -> Void
  ) {
    bytes.append(open)
    depth += 1
    for (position, item) in items.enumerated() {
      if position > 0 { bytes.append(Byte.comma) }
      newLine()
      write(&self, item)
    }
    depth -= 1
    if !items.isEmpty { newLine() }
    bytes.append(close)
  }

  private mutating func newLine() {
    guard format.layout == .pretty else { return }
    bytes.append(Byte.lineFeed)
    bytes.append(contentsOf: repeatElement(Byte.space, count: depth * 2))
  }

  /// The order of keys: by their UTF-16 code units, as RFC 8785, section 3.2.3, has it.
  static func precedes(_ left: String, _ right: String) -> Bool {
    left.utf16.lexicographicallyPrecedes(right.utf16)
  }

  /// Appends `string` in quotes, escaping only what must be (RFC 8785, section 3.2.2.2).
  package static func append(_ string: String, to bytes: inout [UInt8]) {
    bytes.append(Byte.quote)
    var string = string
    string.withUTF8 { utf8 in
      var plain = 0
      for (position, byte) in utf8.enumerated() {
        guard byte < 0x20 || byte == Byte.quote || byte == Byte.backslash else { continue }
        bytes.append(contentsOf: utf8[plain..<position])
        plain = position + 1
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
      bytes.append(contentsOf: utf8[plain...])
    }
    bytes.append(Byte.quote)
  }
}
