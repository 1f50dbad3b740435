/// An absolute URL, cut at its separators (RFC 3986, section 3); nothing is decoded.
struct URLParts {
  /// `https://api.example.com:8443`, without user information; empty for a path alone.
  var origin: Substring
  /// `user:password`, where there is any.
  var userInformation: Substring?
  var path: Substring
  var query: Substring?

  init(_ url: String) {
    var rest = url[...]
    if let hash = Self.firstIndex(of: UInt8(ascii: "#"), in: rest) { rest = rest[..<hash] }
    if let mark = Self.firstIndex(of: UInt8(ascii: "?"), in: rest) {
      query = rest[rest.utf8.index(after: mark)...]
      rest = rest[..<mark]
    }
    origin = ""
    path = rest
    guard let schemeEnd = Self.schemeEnd(rest) else { return }
    let pathStart =
      Self.firstIndex(of: UInt8(ascii: "/"), in: rest[schemeEnd...]) ?? rest.endIndex
    path = rest[pathStart...]
    let authority = rest[schemeEnd..<pathStart]
    if let at = authority.utf8.lastIndex(of: UInt8(ascii: "@")) {
      userInformation = authority[..<at]
      origin = rest[..<schemeEnd] + authority[authority.utf8.index(after: at)...]
    } else {
      origin = rest[..<pathStart]
    }
  }

  /// The end of `scheme://`.
  private static func schemeEnd(_ text: Substring) -> String.Index? {
    guard let colon = firstIndex(of: UInt8(ascii: ":"), in: text),
      text[colon...].utf8.starts(with: "://".utf8)
    else { return nil }
    return text.utf8.index(colon, offsetBy: 3)
  }

  /// As `firstIndex(of:)` of the text's bytes, which is slow on substrings.
  private static func firstIndex(of byte: UInt8, in text: Substring) -> String.Index? {
    let offset: Int?? = text.utf8.withContiguousStorageIfAvailable { bytes in
      for (offset, candidate) in bytes.enumerated() where candidate == byte { return offset }
      return nil
    }
    guard let offset else { return text.utf8.firstIndex(of: byte) }
    return offset.map { text.utf8.index(text.startIndex, offsetBy: $0) }
  }

  /// The segments of the path, still encoded: `/a/b` gives `a` and `b`, `/a/` gives `a` and "".
  var segments: [Substring] {
    let relative = path.utf8.first == UInt8(ascii: "/") ? path.utf8.dropFirst() : path.utf8
    return relative.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
      .map { Substring($0) }
  }

  /// The items of the query, decoded.
  var queryItems: [(name: String, value: String)] {
    guard let query, !query.isEmpty else { return [] }
    return query.utf8.split(separator: UInt8(ascii: "&")).map { bytes in
      let item = Substring(bytes)
      guard let equals = item.utf8.firstIndex(of: UInt8(ascii: "=")) else {
        return (PercentCoding.decode(item, plusIsSpace: true), "")
      }
      return (
        PercentCoding.decode(item[..<equals], plusIsSpace: true),
        PercentCoding.decode(item[item.utf8.index(after: equals)...], plusIsSpace: true)
      )
    }
  }
}

/// Percent-encoding (RFC 3986, section 2.1) and its form variant with `+`.
enum PercentCoding {
  /// The decoded text; what is no escape, or no UTF-8 once decoded, is left or replaced.
  static func decode(_ text: Substring, plusIsSpace: Bool = false) -> String {
    guard text.utf8.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) else {
      return String(text)
    }
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), rest.count >= 2,
        let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else if byte == UInt8(ascii: "+"), plusIsSpace {
        bytes.append(UInt8(ascii: " "))
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The text with everything but unreserved characters encoded.
  static func encode(_ text: String, isUppercase: Bool = true) -> String {
    var encoded = ""
    for byte in text.utf8 {
      let scalar = Unicode.Scalar(byte)
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        encoded.unicodeScalars.append(scalar)
      default:
        let hex = String(byte, radix: 16, uppercase: isUppercase)
        encoded += hex.count == 1 ? "%0" + hex : "%" + hex
      }
    }
    return encoded
  }
}
