/// Host names: RFC 1123, section 2.1, and internationalized ones by RFC 5890 to 5893.
enum HostnameFormat {
  /// The longest name, without the dot of the root (RFC 1035, section 2.3.4).
  private static let maximumLength = 253
  private static let maximumLabelLength = 63

  static func isHostname(_ text: String) -> Bool {
    guard text.utf8.count <= maximumLength else { return false }
    let labels = text.utf8.split(separator: Byte.point, omittingEmptySubsequences: false)
    return labels.allSatisfy { isLabel(Array($0)) }
  }

  /// Also accepts the full stops that input methods make (RFC 3490, section 3.1).
  static func isInternationalHostname(_ text: String) -> Bool {
    let labels = text.unicodeScalars.split(omittingEmptySubsequences: false) {
      $0 == "." || $0 == "\u{3002}" || $0 == "\u{FF0E}" || $0 == "\u{FF61}"
    }
    var length = labels.count - 1
    var hasRightToLeft = false
    var decoded: [[Unicode.Scalar]] = []
    for label in labels {
      let scalars = Array(label)
      if scalars.allSatisfy(\.isASCII) {
        guard isLabel(scalars.map { UInt8($0.value) }) else { return false }
        length += scalars.count
        continue
      }
      guard let encoded = InternationalLabel.encoded(scalars), encoded.count <= maximumLabelLength
      else { return false }
      length += encoded.count
      decoded.append(scalars)
      hasRightToLeft = hasRightToLeft || InternationalLabel.isRightToLeft(scalars)
    }
    guard length <= maximumLength else { return false }
    return !hasRightToLeft || decoded.allSatisfy(InternationalLabel.keepsBidiRule)
  }

  private static func isLabel(_ bytes: [UInt8]) -> Bool {
    guard 1...maximumLabelLength ~= bytes.count, bytes.first != Byte.minus,
      bytes.last != Byte.minus,
      bytes.allSatisfy({ Byte.isLetter($0) || Byte.isDigit($0) || $0 == Byte.minus })
    else { return false }
    // Two hyphens in this place are reserved (RFC 5891, section 4.2.3.1): for encoded labels.
    guard bytes.count >= 4, bytes[2] == Byte.minus, bytes[3] == Byte.minus else { return true }
    guard bytes[0] | 0x20 == UInt8(ascii: "x"), bytes[1] | 0x20 == UInt8(ascii: "n")
    else { return false }
    return InternationalLabel.isEncodedLabel(Array(bytes.dropFirst(4)))
  }
}
