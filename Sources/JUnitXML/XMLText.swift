/// Makes any text fit to stand in an XML 1.0 document.
///
/// libxml2's writer escapes `<`, `&` and quotes, but lets characters through that no XML 1.0
/// document may hold (section 2.2: control characters, U+FFFE, U+FFFF); one of them, and a CI
/// system rejects the whole report. They are made visible instead.
enum XMLText {
  /// `text` with every character that XML 1.0 does not allow written as `\u{1B}`.
  static func scrubbed(_ text: String) -> String {
    // Most texts can be told by their bytes: U+FFFE and U+FFFF begin with EF.
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0xEF || $0 == 0xA || $0 == 0x9 }) { return text }
    guard text.unicodeScalars.contains(where: { !isAllowed($0) }) else { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if isAllowed(scalar) {
        result.append(scalar)
      } else {
        result.append(
          contentsOf: "\\u{\(String(scalar.value, radix: 16, uppercase: true))}".unicodeScalars)
      }
    }
    return String(result)
  }

  /// XML 1.0, production 2 (Char); and no carriage return, which a reader would turn into a
  /// line feed.
  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x9, 0xA, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
    default: false
    }
  }
}
