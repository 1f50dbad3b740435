extension JSONNode {
  /// Where the byte at `offset` of a string's decoded UTF-8 text stands, escapes counted as what
  /// they mean. For other kinds, where the value starts.
  package func location(ofTextOffset offset: Int) -> SourceLocation {
    let node = node
    guard node.kind == .string else { return location }
    let start = Int(node.start)
    guard node.count != 0 else {
      return storage.location(of: start + min(max(offset, 0), Int(node.extent)))
    }
    let end = start + Int(node.extent)
    let place = storage.bytes.withUnsafeBufferPointer { bytes in
      var position = start
      var decoded = 0
      while position < end, decoded < offset {
        let next = Self.characterEnd(bytes, at: position, limit: end)
        decoded +=
          bytes[position] == Byte.backslash
          ? StringScan.unescape(bytes, range: position..<next).utf8.count : next - position
        position = next
      }
      return position
    }
    return storage.location(of: place)
  }

  /// The offset after the escape or byte at `position`; both halves of a surrogate pair are one.
  private static func characterEnd(
    _ bytes: UnsafeBufferPointer<UInt8>, at position: Int, limit: Int
  ) -> Int {
    guard bytes[position] == Byte.backslash else { return position + 1 }
    guard bytes[position + 1] == UInt8(ascii: "u") else { return position + 2 }
    let isHigh = StringScan.hexValue(bytes, from: position + 2).map { $0 & 0xFC00 == 0xD800 }
    let second = position + 6
    if isHigh == true, second + 6 <= limit, bytes[second] == Byte.backslash,
      bytes[second + 1] == UInt8(ascii: "u"),
      let low = StringScan.hexValue(bytes, from: second + 2), low & 0xFC00 == 0xDC00
    {
      return second + 6
    }
    return second
  }
}
