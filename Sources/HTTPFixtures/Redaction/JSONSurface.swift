/// Sees from the text of most JSON bodies, without reading them, that nothing in them can hide
/// a secret from a search of the text: no member has a name that says secret, and no string has
/// an escape behind which something can stand.
///
/// It goes over quotes alone. In a text of one line that is JSON these are what they seem; one
/// that is not has no members. So whatever is out of the ordinary is "not seen", never "nothing
/// there".
enum JSONSurface {
  static func hidesNothing(_ bytes: [UInt8], _ fields: FieldNames) -> Bool {
    bytes.withUnsafeBufferPointer { hidesNothing($0, fields) }
  }

  private static func hidesNothing(
    _ bytes: UnsafeBufferPointer<UInt8>, _ fields: FieldNames
  ) -> Bool {
    guard let first = bytes.first, first == UInt8(ascii: "{") || first == UInt8(ascii: "[") else {
      return false
    }
    var position = 1
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      // Only the line feed at the very end leaves it one line.
      guard byte >= 0x20 else { return byte == UInt8(ascii: "\n") && position == bytes.count }
      guard byte == UInt8(ascii: "\"") else { continue }
      let start = position
      guard let end = endOfString(bytes, from: start) else { return false }
      position = end + 1
      while position < bytes.count, bytes[position] == UInt8(ascii: " ") { position += 1 }
      guard position < bytes.count else { continue }
      guard bytes[position] == UInt8(ascii: ":") else {
        // Anything else than the next member or the end is no JSON, so quotes may be amiss.
        if bytes[position] >= 0x20, !",]}".utf8.contains(bytes[position]) { return false }
        continue
      }
      if fields.mayContain(bytes[start..<end]) { return false }
    }
    return true
  }

  /// The closing quote; nil if there is none, or anything that has to be looked at closely.
  private static func endOfString(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int
  ) -> Int? {
    var position = start
    while true {
      position = JSONStringBytes.firstToEscape(in: bytes, from: position)
      guard position < bytes.count else { return nil }
      switch bytes[position] {
      case UInt8(ascii: "\""): return position
      case UInt8(ascii: "\\"):
        guard position + 1 < bytes.count else { return nil }
        switch bytes[position + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "n"), UInt8(ascii: "t"), UInt8(ascii: "r"),
          UInt8(ascii: "b"), UInt8(ascii: "f"):
          position += 2
        default: return nil
        }
      default: return nil
      }
    }
  }
}
