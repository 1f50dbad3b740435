/// Finds private keys in PEM (RFC 7468), whose bytes look like anything else.
enum PrivateKeyFinder {
  private static let start = Array("-----BEGIN ".utf8)
  private static let close = Array("-----END ".utf8)
  private static let labelEnd = Array("PRIVATE KEY-----".utf8)

  /// The key that begins at `position`. One that does not end goes to the end of the text or, as
  /// no key has a quote in it, to that of the string that it stands in.
  static func match(
    in bytes: UnsafeBufferPointer<UInt8>, at position: Int
  ) -> SecretScanner.Match? {
    let longestLabel = 64
    guard SecretScanner.starts(bytes, at: position, with: start),
      let label = Self.position(
        of: labelEnd, in: bytes[position..<min(position + longestLabel, bytes.count)])
    else { return nil }
    let contents = label + labelEnd.count
    // A mention of such a line may stand there again and again: only for a key, all is looked at.
    let isKey = beginsKey(string(bytes, from: contents, reach: mention))
    let text = string(bytes, from: contents, reach: isKey ? bytes.count : mention)
    var end = text.endIndex
    if let closing = Self.position(of: close, in: text) {
      let rest = bytes[closing..<min(closing + longestLabel, end)]
      if let last = Self.position(of: labelEnd, in: rest) { end = last + labelEnd.count }
    } else if !isKey {
      return nil
    }
    return SecretScanner.Match(range: position..<end, name: "private key")
  }

  /// So far behind a first line that no key follows, a last one is looked for.
  private static let mention = 4 << 10

  /// What follows in the same string, or in the text.
  private static func string(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, reach: Int
  ) -> Slice<UnsafeBufferPointer<UInt8>> {
    let text = bytes[start..<min(start + reach, bytes.count)]
    guard var end = text.firstIndex(of: UInt8(ascii: "\"")) else { return text }
    while end > start, bytes[end - 1] == UInt8(ascii: "\\") { end -= 1 }
    return bytes[start..<end]
  }

  /// Whether what follows the first line of a key is one, rather than prose about such lines.
  private static func beginsKey(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    let longestWord = 20
    var rest = text.drop { $0 <= 0x20 }
    while rest.first == UInt8(ascii: "\\") {
      rest = rest.drop { $0 == UInt8(ascii: "\\") }.dropFirst().drop { $0 <= 0x20 }
    }
    let characters: SecretPattern.Characters = [.alphanumerics, .base64]
    let word = rest.prefix { characters.contains($0) }
    guard !word.isEmpty, word.count < longestWord else { return !word.isEmpty }
    switch rest.dropFirst(word.count).first {
    case nil, 0x0A, 0x0D, UInt8(ascii: "\\"), UInt8(ascii: "-"), UInt8(ascii: ":"): return true
    default: return false
    }
  }

  private static func position(
    of needle: [UInt8], in bytes: Slice<UnsafeBufferPointer<UInt8>>
  ) -> Int? {
    var position = bytes.startIndex
    while position + needle.count <= bytes.endIndex {
      if bytes[position] == needle[0], bytes[position...].starts(with: needle) { return position }
      position += 1
    }
    return nil
  }
}
