/// Mailboxes of SMTP: RFC 5321, section 4.1.2, and with Unicode RFC 6531.
struct EmailFormat {
  let allowsUnicode: Bool

  func accepts(_ text: String) -> Bool {
    guard let at = text.unicodeScalars.lastIndex(of: "@") else { return false }
    let local = text[..<at]
    let domain = text[text.unicodeScalars.index(after: at)...]
    return isLocalPart(local) && isDomain(domain)
  }

  private func isLocalPart(_ text: Substring) -> Bool {
    guard !text.isEmpty, text.utf8.count <= 64 else { return false }
    if text.unicodeScalars.first == "\"" { return isQuoted(text) }
    let atoms = text.unicodeScalars.split(separator: ".", omittingEmptySubsequences: false)
    return atoms.allSatisfy { atom in
      !atom.isEmpty
        && atom.allSatisfy { scalar in
          scalar.isASCIILetter || scalar.decimalDigit != nil
            || "!#$%&'*+-/=?^_`{|}~".unicodeScalars.contains(scalar)
            || (allowsUnicode && !scalar.isASCII)
        }
    }
  }

  private func isQuoted(_ text: Substring) -> Bool {
    var rest = Array(text.unicodeScalars)[...]
    guard rest.count >= 2, rest.popFirst() == "\"", rest.popLast() == "\"" else { return false }
    while let scalar = rest.popFirst() {
      switch scalar.value {
      case 0x5C:
        guard let escaped = rest.popFirst(), 0x20...0x7E ~= escaped.value else { return false }
      case 0x22: return false
      case 0x20...0x7E: break
      default:
        guard allowsUnicode, !scalar.isASCII else { return false }
      }
    }
    return true
  }

  private func isDomain(_ text: Substring) -> Bool {
    if text.utf8.first == Byte.openBracket {
      guard text.utf8.last == Byte.closeBracket else { return false }
      let literal = text.dropFirst().dropLast()
      if literal.lowercased().hasPrefix("ipv6:") {
        return AddressFormat.isIPv6(literal.dropFirst(5))
      }
      return AddressFormat.isIPv4(literal)
    }
    return allowsUnicode
      ? HostnameFormat.isInternationalHostname(String(text))
      : HostnameFormat.isHostname(String(text))
  }
}
