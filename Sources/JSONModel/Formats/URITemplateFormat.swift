/// URI templates of all levels (RFC 6570, section 2).
enum URITemplateFormat {
  static func accepts(_ text: String) -> Bool {
    var rest = Array(text.unicodeScalars)[...]
    while let scalar = rest.popFirst() {
      switch scalar {
      case "{":
        guard let close = rest.firstIndex(of: "}"), isExpression(rest[..<close])
        else { return false }
        rest = rest[(close + 1)...]
      case "%":
        guard isPercentEncoded(&rest) else { return false }
      default:
        guard isLiteral(scalar) else { return false }
      }
    }
    return true
  }

  private static func isPercentEncoded(_ rest: inout ArraySlice<Unicode.Scalar>) -> Bool {
    guard rest.count >= 2, rest.prefix(2).allSatisfy({ $0.hexDigit != nil }) else { return false }
    rest = rest.dropFirst(2)
    return true
  }

  private static func isLiteral(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    // Control characters, space and " ' % < > \ ^ ` { | }. Erratum 6937 allows the apostrophe.
    case 0...0x20, 0x22, 0x25, 0x3C, 0x3E, 0x5C, 0x5E, 0x60, 0x7B...0x7D: false
    case 0x7F...0x9F, 0xFFF0...0xFFFF: false
    default: scalar.value & 0xFFFE != 0xFFFE
    }
  }

  private static func isExpression(_ text: ArraySlice<Unicode.Scalar>) -> Bool {
    var text = text
    if let first = text.first, "+#./;?&=,!@|".unicodeScalars.contains(first) {
      text = text.dropFirst()
    }
    let variables = text.split(separator: ",", omittingEmptySubsequences: false)
    return variables.allSatisfy(isVariable)
  }

  /// A name with an optional `*` or `:length`.
  private static func isVariable(_ text: ArraySlice<Unicode.Scalar>) -> Bool {
    var name = text
    if name.last == "*" {
      name = name.dropLast()
    } else if let colon = name.firstIndex(of: ":") {
      let length = name[(colon + 1)...]
      guard 1...4 ~= length.count, length.first != "0",
        length.allSatisfy({ $0.decimalDigit != nil })
      else { return false }
      name = name[..<colon]
    }
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    return parts.allSatisfy { part in
      var rest = part
      guard !rest.isEmpty else { return false }
      while let scalar = rest.popFirst() {
        if scalar == "%" {
          guard isPercentEncoded(&rest) else { return false }
        } else if !(scalar.isASCIILetter || scalar.decimalDigit != nil || scalar == "_") {
          return false
        }
      }
      return true
    }
  }
}
