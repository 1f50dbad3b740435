/// URIs (RFC 3986) and IRIs (RFC 3987), by their grammars.
struct URIFormat {
  let allowsUnicode: Bool

  func accepts(_ text: String, relative: Bool) -> Bool {
    let scalars = Array(text.unicodeScalars)
    guard scalars.allSatisfy({ $0.isASCII || allowsUnicode }) else { return false }
    let (hierarchy, fragment) = Self.cut(scalars[...], at: "#")
    guard isQueryOrFragment(fragment, isQuery: false) else { return false }
    var (path, query) = Self.cut(hierarchy, at: "?")
    guard isQueryOrFragment(query, isQuery: true) else { return false }
    var hasScheme = false
    if let colon = path.firstIndex(of: ":"), Self.isScheme(path[..<colon]) {
      path = path[path.index(after: colon)...]
      hasScheme = true
    }
    guard hasScheme || relative else { return false }
    if path.starts(with: ["/", "/"]) {
      let after = path.dropFirst(2)
      let end = after.firstIndex(of: "/") ?? after.endIndex
      return isAuthority(after[..<end]) && isPath(after[end...])
    }
    if !hasScheme {
      // The first segment of a relative path has no colon: it would read as a scheme.
      let segment = path.prefix { $0 != "/" }
      if segment.contains(":") { return false }
    }
    return isPath(path)
  }

  private static func cut(
    _ text: ArraySlice<Unicode.Scalar>, at mark: Unicode.Scalar
  ) -> (ArraySlice<Unicode.Scalar>, ArraySlice<Unicode.Scalar>) {
    guard let place = text.firstIndex(of: mark) else { return (text, []) }
    return (text[..<place], text[(place + 1)...])
  }

  private static func isScheme(_ text: ArraySlice<Unicode.Scalar>) -> Bool {
    guard let first = text.first, first.isASCIILetter else { return false }
    return text.allSatisfy {
      $0.isASCIILetter || $0.decimalDigit != nil || $0 == "+" || $0 == "-" || $0 == "."
    }
  }

  // MARK: Parts

  private func isPath(_ text: ArraySlice<Unicode.Scalar>) -> Bool {
    consists(text) { $0 == ":" || $0 == "@" || $0 == "/" }
  }

  private func isQueryOrFragment(_ text: ArraySlice<Unicode.Scalar>, isQuery: Bool) -> Bool {
    consists(text) {
      $0 == ":" || $0 == "@" || $0 == "/" || $0 == "?" || (isQuery && self.isPrivate($0))
    }
  }

  private func isAuthority(_ text: ArraySlice<Unicode.Scalar>) -> Bool {
    var rest = text
    if let at = rest.firstIndex(of: "@") {
      guard consists(rest[..<at], also: { $0 == ":" }) else { return false }
      rest = rest[(at + 1)...]
    }
    if rest.first == "[" {
      guard let close = rest.firstIndex(of: "]"), isIPLiteral(rest[(rest.startIndex + 1)..<close])
      else { return false }
      rest = rest[(close + 1)...]
      return rest.isEmpty || (rest.first == ":" && Self.isPort(rest.dropFirst()))
    }
    if let colon = rest.firstIndex(of: ":") {
      guard Self.isPort(rest[(colon + 1)...]) else { return false }
      rest = rest[..<colon]
    }
    return consists(rest) { _ in false }
  }

  private static func isPort(_ text: ArraySlice<Unicode.Scalar>) -> Bool {
    text.allSatisfy { $0.decimalDigit != nil }
  }

  private func isIPLiteral(_ text: ArraySlice<Unicode.Scalar>) -> Bool {
    if text.first == "v" || text.first == "V" {
      let (version, address) = Self.cut(text.dropFirst(), at: ".")
      guard !version.isEmpty, !address.isEmpty else { return false }
      return version.allSatisfy { $0.hexDigit != nil }
        && address.allSatisfy { $0 == ":" || (Self.isUnreservedOrDelimiter($0) && $0 != "%") }
    }
    var copy = String.UnicodeScalarView()
    copy.append(contentsOf: text)
    return AddressFormat.isIPv6(String(copy)[...])
  }

  // MARK: Characters

  /// Whether all are unreserved, sub-delimiters, percent-encoded or one of `also`.
  private func consists(
    _ text: ArraySlice<Unicode.Scalar>, also: (Unicode.Scalar) -> Bool
  ) -> Bool {
    var rest = text
    while let scalar = rest.popFirst() {
      if scalar == "%" {
        guard rest.prefix(2).count == 2, rest.prefix(2).allSatisfy({ $0.hexDigit != nil })
        else { return false }
        rest = rest.dropFirst(2)
      } else if !Self.isUnreservedOrDelimiter(scalar), !also(scalar), !isInternational(scalar) {
        return false
      }
    }
    return true
  }

  private static func isUnreservedOrDelimiter(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCIILetter || scalar.decimalDigit != nil
      || (scalar.isASCII && "-._~!$&'()*+,;=".utf8.contains(UInt8(scalar.value)))
  }

  /// `ucschar` of RFC 3987, section 2.2.
  private func isInternational(_ scalar: Unicode.Scalar) -> Bool {
    guard allowsUnicode else { return false }
    switch scalar.value {
    case 0xA0...0xD7FF, 0xF900...0xFDCF, 0xFDF0...0xFFEF: return true
    case 0x10000...0xDFFFD: return scalar.value & 0xFFFF <= 0xFFFD
    case 0xE1000...0xEFFFD: return true
    default: return false
    }
  }

  /// `iprivate`, which only queries may have.
  private func isPrivate(_ scalar: Unicode.Scalar) -> Bool {
    guard allowsUnicode else { return false }
    switch scalar.value {
    case 0xE000...0xF8FF, 0xF0000...0xFFFFD, 0x100000...0x10FFFD: return true
    default: return false
    }
  }
}

extension Unicode.Scalar {
  var isASCIILetter: Bool { isASCII && Byte.isLetter(UInt8(value)) }
}
