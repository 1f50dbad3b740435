/// A URI reference in its five parts (RFC 3986, appendix B), for resolving `$id` and `$ref`.
///
/// Parts are kept as written: identifiers of schemas compare as text, without normalization.
struct SchemaURI: Hashable, Sendable {
  var scheme: String?
  var authority: String?
  var path: String
  var query: String?
  var fragment: String?

  init(_ text: String) {
    var rest = Substring(text)
    (rest, fragment) = Self.cut(rest, at: "#")
    (rest, query) = Self.cut(rest, at: "?")
    if let colon = rest.utf8.firstIndex(of: UInt8(ascii: ":")), Self.isScheme(rest[..<colon]) {
      scheme = String(rest[..<colon])
      rest = rest[rest.utf8.index(after: colon)...]
    }
    if rest.utf8.starts(with: "//".utf8) {
      let after = rest.dropFirst(2)
      let end = after.utf8.firstIndex(of: UInt8(ascii: "/")) ?? after.endIndex
      authority = String(after[..<end])
      rest = after[end...]
    }
    path = String(rest)
  }

  private static func cut(_ text: Substring, at mark: Unicode.Scalar) -> (Substring, String?) {
    guard let place = text.unicodeScalars.firstIndex(of: mark) else { return (text, nil) }
    return (text[..<place], String(text[text.unicodeScalars.index(after: place)...]))
  }

  private static func isScheme(_ text: Substring) -> Bool {
    guard let first = text.utf8.first, Byte.isLetter(first) else { return false }
    return text.utf8.allSatisfy {
      Byte.isLetter($0) || Byte.isDigit($0) || $0 == Byte.plus || $0 == Byte.minus
        || $0 == Byte.point
    }
  }

  /// The reference `reference` seen from this base (RFC 3986, section 5.2.2).
  ///
  /// A base without a scheme is allowed: schemas need not have an absolute identifier.
  func resolving(_ reference: SchemaURI) -> SchemaURI {
    var target = reference
    guard reference.scheme == nil else {
      target.path = Self.removingDotSegments(reference.path)
      return target
    }
    target.scheme = scheme
    guard reference.authority == nil else {
      target.path = Self.removingDotSegments(reference.path)
      return target
    }
    target.authority = authority
    if reference.path.isEmpty {
      target.path = path
      target.query = reference.query ?? query
    } else if reference.path.utf8.first == Byte.slash {
      target.path = Self.removingDotSegments(reference.path)
    } else {
      target.path = Self.removingDotSegments(merged(with: reference.path))
    }
    return target
  }

  private func merged(with relative: String) -> String {
    if authority != nil, path.isEmpty { return "/" + relative }
    guard let slash = path.utf8.lastIndex(of: Byte.slash) else { return relative }
    return path[...slash] + relative
  }

  /// RFC 3986, section 5.2.4, on whole segments.
  private static func removingDotSegments(_ path: String) -> String {
    guard path.utf8.contains(Byte.point) else { return path }
    let isRooted = path.utf8.first == Byte.slash
    let segments = path.split(separator: "/", omittingEmptySubsequences: false)
      .dropFirst(isRooted ? 1 : 0)
    var kept: [Substring] = []
    for (position, segment) in segments.enumerated() {
      let isLast = position == segments.count - 1
      switch segment {
      case ".":
        if isLast { kept.append("") }
      case "..":
        _ = kept.popLast()
        if isLast { kept.append("") }
      default:
        kept.append(segment)
      }
    }
    return (isRooted ? "/" : "") + kept.joined(separator: "/")
  }

  /// The same without its fragment: what names a resource.
  var withoutFragment: SchemaURI {
    var copy = self
    copy.fragment = nil
    return copy
  }

  var text: String {
    var text = ""
    if let scheme { text += scheme + ":" }
    if let authority { text += "//" + authority }
    text += path
    if let query { text += "?" + query }
    if let fragment { text += "#" + fragment }
    return text
  }

  /// The fragment with its percent-encoding undone; nil if that is not UTF-8.
  var decodedFragment: String? {
    guard let fragment else { return "" }
    guard fragment.utf8.contains(UInt8(ascii: "%")) else { return fragment }
    var bytes: [UInt8] = []
    var rest = fragment.utf8[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), let high = rest.first.flatMap(Byte.hexDigit),
        let low = rest.dropFirst().first.flatMap(Byte.hexDigit)
      {
        bytes.append(high << 4 | low)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(validating: bytes, as: UTF8.self)
  }

  /// `pointer` as a fragment: what RFC 3986 does not allow there is percent-encoded (RFC 6901,
  /// section 6).
  static func fragment(of pointer: JSONPointer) -> String {
    var text = ""
    for byte in pointer.description.utf8 {
      if Byte.isLetter(byte) || Byte.isDigit(byte) || "-._~!$&'()*+,;=:@/?".utf8.contains(byte) {
        text.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        text += digits.utf8.count == 1 ? "%0" + digits : "%" + digits
      }
    }
    return text
  }
}
