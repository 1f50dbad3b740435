/// Labels with characters beyond ASCII: RFC 5891, section 4.2, and RFC 5892.
enum InternationalLabel {
  /// The label as `xn--…`; nil if it is not a valid U-label.
  static func encoded(_ label: [Unicode.Scalar]) -> [UInt8]? {
    guard isValid(label) else { return nil }
    return Array("xn--".utf8) + Punycode.encode(label)
  }

  /// Whether `bytes`, what follows `xn--`, are the one encoding of a valid label.
  static func isEncodedLabel(_ bytes: [UInt8]) -> Bool {
    let lower = bytes.map { Byte.isLetter($0) ? $0 | 0x20 : $0 }
    guard let label = Punycode.decode(lower), label.contains(where: { !$0.isASCII }),
      isValid(label), Punycode.encode(label) == lower
    else { return false }
    return !isRightToLeft(label) || keepsBidiRule(label)
  }

  private static func isValid(_ label: [Unicode.Scalar]) -> Bool {
    guard let first = label.first, let last = label.last, first != "-", last != "-" else {
      return false
    }
    if label.count >= 4, label[2] == "-", label[3] == "-" { return false }
    switch first.properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark: return false
    default: break
    }
    guard isNormalized(label) else { return false }
    return label.indices.allSatisfy { position in
      switch LabelCharacter(label[position]) {
      case .valid: true
      case .contextual: LabelContext(label: label, position: position).allows
      case .disallowed: false
      }
    }
  }

  /// Normalization form C, which RFC 5891, section 4.2.1, asks for.
  private static func isNormalized(_ label: [Unicode.Scalar]) -> Bool {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: label)
    return String(text).isInNormalFormC
  }

  // MARK: RFC 5893

  /// Whether the label has a right-to-left character, so that the whole name must keep the rule.
  static func isRightToLeft(_ label: [Unicode.Scalar]) -> Bool {
    label.contains { [.right, .arabicNumber].contains(BidiClass($0)) }
  }

  /// The Bidi Rule of section 2.
  static func keepsBidiRule(_ label: [Unicode.Scalar]) -> Bool {
    let classes = label.map(BidiClass.init)
    let ending = classes.last { $0 != .mark }
    switch classes.first {
    case .right:
      guard classes.allSatisfy({ $0 != .left }),
        ending == .right || ending == .europeanNumber || ending == .arabicNumber
      else { return false }
      return !(classes.contains(.europeanNumber) && classes.contains(.arabicNumber))
    case .left:
      return classes.allSatisfy { $0 != .right && $0 != .arabicNumber }
        && (ending == .left || ending == .europeanNumber)
    default:
      return false
    }
  }
}

/// The bidirectional classes that characters of labels can have; R and AL behave alike.
private enum BidiClass {
  case left, right, europeanNumber, arabicNumber, neutral, mark

  init(_ scalar: Unicode.Scalar) {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: self = .mark
    // The joiners are boundary-neutral (BN).
    case .format: self = .neutral
    default:
      if LabelTables.contains(LabelTables.rightToLeft, scalar)
        || LabelTables.contains(LabelTables.arabicLetter, scalar)
      {
        self = .right
      } else if LabelTables.contains(LabelTables.arabicNumber, scalar) {
        self = .arabicNumber
      } else if LabelTables.contains(LabelTables.europeanNumber, scalar) {
        self = .europeanNumber
      } else if scalar == "-" || LabelTables.contains(LabelTables.otherNeutral, scalar) {
        self = .neutral
      } else {
        self = .left
      }
    }
  }
}

/// What RFC 5892, section 3, derives for a character.
enum LabelCharacter {
  case valid, contextual, disallowed

  init(_ scalar: Unicode.Scalar) {
    if let exception = Self.exceptions[scalar.value] {
      self = exception
      return
    }
    let properties = scalar.properties
    switch properties.generalCategory {
    case .unassigned: self = .disallowed
    default:
      if scalar.isASCII {
        let isAllowed =
          scalar == "-" || scalar.decimalDigit != nil || 0x61...0x7A ~= scalar.value
        self = isAllowed ? .valid : .disallowed
      } else if scalar.value == 0x200C || scalar.value == 0x200D {
        self = .contextual
      } else if properties.changesWhenNFKCCaseFolded || properties.isDefaultIgnorableCodePoint
        || properties.isWhitespace || properties.isNoncharacterCodePoint
        || Self.isIgnorableBlock(scalar) || Self.isOldHangul(scalar)
      {
        self = .disallowed
      } else {
        self = Self.isLetterOrDigit(properties.generalCategory) ? .valid : .disallowed
      }
    }
  }

  private static func isLetterOrDigit(_ category: Unicode.GeneralCategory) -> Bool {
    switch category {
    case .lowercaseLetter, .uppercaseLetter, .otherLetter, .decimalNumber, .modifierLetter,
      .nonspacingMark, .spacingMark:
      true
    default: false
    }
  }

  private static func isIgnorableBlock(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20D0...0x20FF, 0x1D100...0x1D1FF, 0x1D200...0x1D24F: true
    default: false
    }
  }

  private static func isOldHangul(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x1100...0x11FF, 0xA960...0xA97C, 0xD7B0...0xD7FB: true
    default: false
    }
  }

  /// RFC 5892, section 2.6.
  private static let exceptions: [UInt32: LabelCharacter] = {
    var table: [UInt32: LabelCharacter] = [:]
    for value: UInt32 in [0xDF, 0x3C2, 0x6FD, 0x6FE, 0xF0B, 0x3007] { table[value] = .valid }
    for value: UInt32 in [0xB7, 0x375, 0x5F3, 0x5F4, 0x30FB] { table[value] = .contextual }
    for value in UInt32(0x660)...0x669 { table[value] = .contextual }
    for value in UInt32(0x6F0)...0x6F9 { table[value] = .contextual }
    for value: UInt32 in [
      0x640, 0x7FA, 0x302E, 0x302F, 0x3031, 0x3032, 0x3033, 0x3034, 0x3035, 0x303B,
    ] { table[value] = .disallowed }
    return table
  }()
}

/// The contextual rules of RFC 5892, appendix A.
struct LabelContext {
  let label: [Unicode.Scalar]
  let position: Int

  private var before: Unicode.Scalar? { position > 0 ? label[position - 1] : nil }
  private var after: Unicode.Scalar? { position + 1 < label.count ? label[position + 1] : nil }

  var allows: Bool {
    switch label[position].value {
    case 0x200C: isAfterVirama || joinsBothSides
    case 0x200D: isAfterVirama
    case 0xB7: before == "l" && after == "l"
    case 0x375: after.map { LabelTables.contains(LabelTables.greek, $0) } ?? false
    case 0x5F3, 0x5F4: before.map { LabelTables.contains(LabelTables.hebrew, $0) } ?? false
    case 0x30FB: label.contains { LabelTables.contains(LabelTables.kanaOrHan, $0) }
    case 0x660...0x669: !label.contains { 0x6F0...0x6F9 ~= $0.value }
    case 0x6F0...0x6F9: !label.contains { 0x660...0x669 ~= $0.value }
    default: false
    }
  }

  private var isAfterVirama: Bool {
    before?.properties.canonicalCombiningClass == .virama
  }

  /// Appendix A.1: between a left- or dual-joining and a right- or dual-joining letter.
  private var joinsBothSides: Bool {
    guard let left = label[..<position].last(where: { !Self.isTransparent($0) }),
      let right = label[(position + 1)...].first(where: { !Self.isTransparent($0) })
    else { return false }
    let joinsLeft =
      LabelTables.contains(LabelTables.dualJoining, left)
      || LabelTables.contains(LabelTables.leftJoining, left)
    let joinsRight =
      LabelTables.contains(LabelTables.dualJoining, right)
      || LabelTables.contains(LabelTables.rightJoining, right)
    return joinsLeft && joinsRight
  }

  private static func isTransparent(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: true
    default: false
    }
  }
}
