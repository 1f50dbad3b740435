import JSONModel

/// Finds secrets in bytes, whatever they are part of.
struct SecretScanner: Sendable {
  struct Match: Hashable, Sendable {
    var range: Range<Int>
    /// What it is; never the secret itself.
    var name: String
  }

  private struct Literal: Sendable {
    var bytes: [UInt8]
    var name: String
  }

  private struct Prefix: Sendable {
    var bytes: [UInt8]
    var pattern: SecretPattern
  }

  /// What something that is looked for can begin with a byte, and what the byte is.
  private struct Starts: OptionSet {
    var rawValue: UInt8

    static let literal = Starts(rawValue: 1)
    static let prefix = Starts(rawValue: 2)
    static let mark = Starts(rawValue: 4)
    static let anything: Starts = [.literal, .prefix, .mark]
    static let alphanumeric = Starts(rawValue: 8)
  }

  private let literals: [Literal]
  /// The prefixes of shapes, by their first byte.
  private let prefixes: [[Prefix]]
  private let queryItems: Set<String>
  /// For each byte, what can begin with it.
  private let starts: [Starts]
  /// Whether shapes count only if they look made by chance; for reports, where an alarm costs
  /// somebody time, rather than for redaction, where a word too many costs nothing.
  private let requiresRandomLooks: Bool

  private static let shortestSecret = 4
  private static let pemStart = Array("-----BEGIN ".utf8)
  private static let pemEnd = Array("PRIVATE KEY-----".utf8)

  init(_ rules: RedactionRules, requiresRandomLooks: Bool = false) {
    literals = Self.literals(rules.secrets)
    var prefixes = Array(repeating: [Prefix](), count: 256)
    for pattern in rules.patterns {
      let bytes = Array(pattern.prefix.utf8)
      guard let first = bytes.first else { continue }
      prefixes[Int(first)].append(Prefix(bytes: bytes, pattern: pattern))
    }
    self.prefixes = prefixes
    queryItems = rules.queryItems
    self.requiresRandomLooks = requiresRandomLooks
    var starts = Array(repeating: Starts(), count: 256)
    for literal in literals { starts[Int(literal.bytes[0])].insert(.literal) }
    for byte in 0...255 {
      if !prefixes[byte].isEmpty { starts[byte].insert(.prefix) }
      if SecretPattern.Characters.alphanumerics.contains(UInt8(byte)) {
        starts[byte].insert(.alphanumeric)
      }
    }
    for byte in "?&:-".utf8 { starts[Int(byte)].insert(.mark) }
    self.starts = starts
  }

  /// The spellings under which a configured secret may travel, the longest first.
  private static func literals(_ secrets: [String]) -> [Literal] {
    var spellings: Set<[UInt8]> = []
    for secret in secrets where secret.utf8.count >= shortestSecret {
      spellings.insert(Array(PercentCoding.encode(secret).utf8))
      spellings.insert(Array(PercentCoding.encode(secret, isUppercase: false).utf8))
      // JSON within JSON, such as the arguments of a function, has its escapes escaped.
      for isASCII in [false, true] {
        var spelling = secret
        for _ in 0..<3 {
          spellings.insert(Array(spelling.utf8))
          spelling = jsonEscaped(spelling, isASCII: isASCII)
        }
      }
      spellings.formUnion(Base64.cores(of: Array(secret.utf8)).filter { $0.count >= 8 })
    }
    return spellings.sorted { $0.count > $1.count }
      .map { Literal(bytes: $0, name: "configured secret") }
  }

  /// The text as it stands between the quotes of a JSON string.
  private static func jsonEscaped(_ text: String, isASCII: Bool) -> String {
    let escaped = JSONValue.string(text).text().dropFirst().dropLast()
    guard isASCII else { return String(escaped) }
    return escaped.utf16.map { unit in
      guard unit >= 0x80 else { return String(UnicodeScalar(UInt8(unit))) }
      let hex = String(unit, radix: 16)
      return "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
    }.joined()
  }

  /// All secrets, in order, without overlaps.
  func matches(in bytes: [UInt8]) -> [Match] {
    bytes.withUnsafeBufferPointer { matches(in: $0) }
  }

  private func matches(in bytes: UnsafeBufferPointer<UInt8>) -> [Match] {
    var matches: [Match] = []
    var position = 0
    starts.withUnsafeBufferPointer { starts in
      while position < bytes.count {
        var kinds = starts[Int(bytes[position])]
        // A shape must not continue a word, so that `risk-` is not taken for `sk-`.
        if kinds.contains(.prefix), position > 0,
          starts[Int(bytes[position - 1])].contains(.alphanumeric),
          !isEscape(bytes, before: position)
        {
          kinds.remove(.prefix)
        }
        guard !kinds.isDisjoint(with: .anything),
          let match = match(in: bytes, at: position, kinds), !match.range.isEmpty
        else {
          position += 1
          continue
        }
        matches.append(match)
        position = match.range.upperBound
      }
    }
    return matches
  }

  private func match(
    in bytes: UnsafeBufferPointer<UInt8>, at position: Int, _ kinds: Starts
  ) -> Match? {
    if kinds.contains(.literal) {
      for literal in literals where Self.starts(bytes, at: position, with: literal.bytes) {
        return Match(range: position..<position + literal.bytes.count, name: literal.name)
      }
    }
    switch bytes[position] {
    case UInt8(ascii: "?"), UInt8(ascii: "&"):
      return queryItem(in: bytes, at: position)
    case UInt8(ascii: ":"):
      return urlPassword(in: bytes, at: position)
    case UInt8(ascii: "-"):
      if let match = privateKey(in: bytes, at: position) { return match }
    default:
      break
    }
    return kinds.contains(.prefix) ? shape(in: bytes, at: position) : nil
  }

  /// What has the shape of a known secret.
  private func shape(in bytes: UnsafeBufferPointer<UInt8>, at position: Int) -> Match? {
    for prefix in prefixes[Int(bytes[position])]
    where Self.starts(bytes, at: position, with: prefix.bytes) {
      let start = position + prefix.bytes.count
      var end = start
      while end < bytes.count, prefix.pattern.characters.contains(bytes[end]) { end += 1 }
      guard end - start >= prefix.pattern.minimumLength else { continue }
      if requiresRandomLooks, !prefix.pattern.looksRandom(bytes[start..<end]) { continue }
      return Match(range: position..<end, name: prefix.pattern.name)
    }
    return nil
  }

  /// Whether the letter before `position` belongs to an escape such as `\n`.
  private func isEscape(_ bytes: UnsafeBufferPointer<UInt8>, before position: Int) -> Bool {
    position > 1 && bytes[position - 2] == UInt8(ascii: "\\")
  }

  private static func starts(
    _ bytes: UnsafeBufferPointer<UInt8>, at position: Int, with prefix: [UInt8]
  ) -> Bool {
    guard position + prefix.count <= bytes.count else { return false }
    for offset in prefix.indices where bytes[position + offset] != prefix[offset] { return false }
    return true
  }

  // MARK: Parts of URLs in text

  /// The value of a query item with a name that says secret: `?key=...`.
  private func queryItem(
    in bytes: UnsafeBufferPointer<UInt8>, at position: Int
  ) -> Match? {
    let longest = 24
    let nameStart = position + 1
    guard
      let equals = bytes[nameStart..<min(nameStart + longest, bytes.count)]
        .firstIndex(of: UInt8(ascii: "=")), equals > nameStart
    else { return nil }
    let name = String(decoding: bytes[nameStart..<equals], as: UTF8.self).lowercased()
    guard queryItems.contains(name) else { return nil }
    var end = equals + 1
    while end < bytes.count, !Self.endsURL(bytes[end]), bytes[end] != UInt8(ascii: "&") { end += 1 }
    let value = equals + 1..<end
    return isPlaceholder(bytes[value])
      ? nil : Match(range: value, name: "query item '\(name)'")
  }

  /// `user:password` of a URL: `://user:password@`.
  private func urlPassword(
    in bytes: UnsafeBufferPointer<UInt8>, at position: Int
  ) -> Match? {
    guard position + 3 < bytes.count, bytes[position + 1] == UInt8(ascii: "/"),
      bytes[position + 2] == UInt8(ascii: "/")
    else { return nil }
    let start = position + 3
    let longest = 512
    var end = start
    var hasColon = false
    while end < min(bytes.count, start + longest) {
      let byte = bytes[end]
      if byte == UInt8(ascii: "@") {
        guard hasColon, !isPlaceholder(bytes[start..<end]) else { return nil }
        return Match(range: start..<end, name: "user information in a URL")
      }
      if Self.endsURL(byte) || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") { return nil }
      hasColon = hasColon || byte == UInt8(ascii: ":")
      end += 1
    }
    return nil
  }

  private func isPlaceholder(_ bytes: some Sequence<UInt8>) -> Bool {
    bytes.elementsEqual(RedactionRules.placeholder.utf8)
  }

  /// Characters that no URL in a text goes beyond.
  private static func endsURL(_ byte: UInt8) -> Bool {
    switch byte {
    case 0...0x20, UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "<"), UInt8(ascii: ">"),
      UInt8(ascii: "\\"), UInt8(ascii: "`"), UInt8(ascii: "#"), UInt8(ascii: ")"),
      UInt8(ascii: "}"), UInt8(ascii: ","):
      true
    default: false
    }
  }

  /// A private key in PEM, up to the end of its last line or of the text.
  private func privateKey(
    in bytes: UnsafeBufferPointer<UInt8>, at position: Int
  ) -> Match? {
    guard Self.starts(bytes, at: position, with: Self.pemStart) else { return nil }
    let label = bytes[position..<min(position + 64, bytes.count)]
    guard Self.position(of: Self.pemEnd, in: label) != nil else { return nil }
    var end = bytes.count
    var search = position + Self.pemStart.count
    if let first = Self.position(of: Self.pemEnd, in: bytes[search...]) {
      search = first + Self.pemEnd.count
      if let last = Self.position(of: Self.pemEnd, in: bytes[search...]) {
        end = last + Self.pemEnd.count
      }
    }
    return Match(range: position..<end, name: "private key")
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

extension Base64 {
  /// The parts of the Base64 text of anything that contains `bytes`, for each of the three ways
  /// in which they can be aligned, that depend on `bytes` alone.
  static func cores(of bytes: [UInt8]) -> [[UInt8]] {
    (0..<3).map { shift in
      let text = Array(encode(Array(repeating: 0, count: shift) + bytes).utf8)
      let start = (shift * 8 + 5) / 6
      let end = (shift + bytes.count) * 8 / 6
      return start < end ? Array(text[start..<end]) : []
    }
  }
}
