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
  private let queryItems: QueryItemFinder
  /// For each byte, what can begin with it.
  private let starts: [Starts]
  /// Whether shapes count only if they look made by chance; for reports, where an alarm costs
  /// somebody time, rather than for redaction, where a word too many costs nothing.
  private let requiresRandomLooks: Bool

  private static let shortestSecret = 4
  private static let asciiEscape = Array("\\u00".utf8)

  init(_ rules: RedactionRules, requiresRandomLooks: Bool = false) {
    literals = Self.literals(rules.secrets)
    var prefixes = Array(repeating: [Prefix](), count: 256)
    for pattern in rules.patterns {
      let bytes = Array(pattern.prefix.utf8)
      guard let first = bytes.first else { continue }
      prefixes[Int(first)].append(Prefix(bytes: bytes, pattern: pattern))
    }
    self.prefixes = prefixes
    queryItems = QueryItemFinder(rules.queryItems)
    self.requiresRandomLooks = requiresRandomLooks
    var starts = Array(repeating: Starts(), count: 256)
    for literal in literals { starts[Int(literal.bytes[0])].insert(.literal) }
    for byte in 0...255 {
      if !prefixes[byte].isEmpty { starts[byte].insert(.prefix) }
      if SecretPattern.Characters.alphanumerics.contains(UInt8(byte)) {
        starts[byte].insert(.alphanumeric)
      }
    }
    for byte in "?&#%\\:-".utf8 { starts[Int(byte)].insert(.mark) }
    self.starts = starts
  }

  /// The spellings under which a configured secret may travel, the longest first.
  private static func literals(_ secrets: [String]) -> [Literal] {
    var spellings: Set<[UInt8]> = []
    for secret in secrets where secret.utf8.count >= shortestSecret {
      for isUppercase in [true, false] {
        // Many leave slashes as they are, and forms have a plus sign for a space.
        let encoded = PercentCoding.encode(secret, isUppercase: isUppercase)
        let withSlashes = encoded.replacing(isUppercase ? "%2F" : "%2f", with: "/")
        for spelling in [encoded, withSlashes] {
          spellings.insert(Array(spelling.utf8))
          spellings.insert(Array(spelling.replacing("%20", with: "+").utf8))
        }
      }
      // JSON within JSON, such as the arguments of a function, has its escapes escaped.
      for isASCII in [false, true] {
        var spelling = secret
        for _ in 0..<3 {
          spellings.insert(Array(spelling.utf8))
          spelling = jsonEscaped(spelling, isASCII: isASCII)
        }
      }
      let cores = Base64.cores(of: Array(secret.utf8)).filter { $0.count >= 8 }
      spellings.formUnion(cores)
      spellings.formUnion(cores.map(Base64.forURLs))
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
    case UInt8(ascii: "?"), UInt8(ascii: "&"), UInt8(ascii: "#"), UInt8(ascii: "%"):
      return queryItems.match(in: bytes, at: position)
    case UInt8(ascii: "\\"):
      // There are many, and nearly none is one of these.
      guard Self.starts(bytes, at: position, with: Self.asciiEscape) else { return nil }
      return queryItems.match(in: bytes, at: position)
    case UInt8(ascii: ":"):
      return urlPassword(in: bytes, at: position)
    case UInt8(ascii: "-"):
      if let match = PrivateKeyFinder.match(in: bytes, at: position) { return match }
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

  /// Whether the letter or digit before `position` belongs to an escape such as `\n`, `\u003d` or
  /// `%3D`.
  private func isEscape(_ bytes: UnsafeBufferPointer<UInt8>, before position: Int) -> Bool {
    if position > 1, bytes[position - 2] == UInt8(ascii: "\\") { return true }
    if position > 2, bytes[position - 3] == UInt8(ascii: "%") { return true }
    return position > 5 && bytes[position - 6] == UInt8(ascii: "\\")
      && bytes[position - 5] == UInt8(ascii: "u")
  }

  static func starts(
    _ bytes: UnsafeBufferPointer<UInt8>, at position: Int, with prefix: [UInt8]
  ) -> Bool {
    guard position + prefix.count <= bytes.count else { return false }
    for offset in prefix.indices where bytes[position + offset] != prefix[offset] { return false }
    return true
  }

  // MARK: Parts of URLs in text

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
        guard hasColon, !RedactionRules.isPlaceholder(bytes[start..<end]) else { return nil }
        return Match(range: start..<end, name: "user information in a URL")
      }
      if URLParts.isEnd(byte) || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") {
        return nil
      }
      hasColon = hasColon || byte == UInt8(ascii: ":")
      end += 1
    }
    return nil
  }
}

extension RedactionRules {
  static func isPlaceholder(_ bytes: some Sequence<UInt8>) -> Bool {
    bytes.elementsEqual(placeholder.utf8)
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

  /// The same text in the alphabet for URLs (RFC 4648, section 5).
  static func forURLs(_ text: [UInt8]) -> [UInt8] {
    text.map { byte in
      switch byte {
      case UInt8(ascii: "+"): UInt8(ascii: "-")
      case UInt8(ascii: "/"): UInt8(ascii: "_")
      default: byte
      }
    }
  }
}
