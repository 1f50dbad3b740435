/// Finds the values of query items whose names say secret, in a URL that is part of a text:
/// `?key=…`. The separators may be escaped, as they are in HTML, in JSON, and in a URL that is
/// part of another.
struct QueryItemFinder: Sendable {
  private let names: Set<String>
  private let longest: Int

  init(_ names: Set<String>) {
    self.names = names
    longest = names.map(\.utf8.count).max() ?? 0
  }

  /// How the characters between items are spelled, by what they begin with.
  private static let separators: [UInt8: [[UInt8]]] = Dictionary(
    grouping: [
      "&amp;", "&#38;", "?", "&", "#", "%3F", "%3f", "%26", "%23", "\\u003F", "\\u003f", "\\u0026",
      "\\u0023",
    ].map { Array($0.utf8) }, by: { $0[0] })
  private static let equals = ["=", "%3D", "%3d", "\\u003D", "\\u003d"].map { Array($0.utf8) }
  private static let nextItem = ["&", "%26", "%23"].map { Array($0.utf8) }

  /// The value of the item whose separator stands at `position`.
  func match(
    in bytes: UnsafeBufferPointer<UInt8>, at position: Int
  ) -> SecretScanner.Match? {
    func length(_ spellings: [[UInt8]], at place: Int) -> Int? {
      spellings.first { bytes[place...].starts(with: $0) }?.count
    }
    guard let separator = length(Self.separators[bytes[position]] ?? [], at: position) else {
      return nil
    }
    let nameStart = position + separator
    var nameEnd = nameStart
    while nameEnd < bytes.count, nameEnd - nameStart <= longest, !Self.endsName(bytes[nameEnd]) {
      nameEnd += 1
    }
    guard nameEnd > nameStart, nameEnd < bytes.count,
      let equals = length(Self.equals, at: nameEnd)
    else { return nil }
    let name = String(decoding: bytes[nameStart..<nameEnd], as: UTF8.self).lowercased()
    guard names.contains(name) else { return nil }
    let start = nameEnd + equals
    var end = start
    while end < bytes.count, !URLParts.isEnd(bytes[end]), length(Self.nextItem, at: end) == nil {
      end += 1
    }
    return RedactionRules.isPlaceholder(bytes[start..<end])
      ? nil : SecretScanner.Match(range: start..<end, name: "query item '\(name)'")
  }

  private static func endsName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "="), UInt8(ascii: "%"), UInt8(ascii: "&"), UInt8(ascii: "?"): true
    default: URLParts.isEnd(byte)
    }
  }
}

extension URLParts {
  /// Whether no URL in a text goes beyond this character.
  static func isEnd(_ byte: UInt8) -> Bool {
    switch byte {
    case 0...0x20, UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "<"), UInt8(ascii: ">"),
      UInt8(ascii: "\\"), UInt8(ascii: "`"), UInt8(ascii: "#"), UInt8(ascii: ")"),
      UInt8(ascii: "}"), UInt8(ascii: ","):
      true
    default: false
    }
  }
}
