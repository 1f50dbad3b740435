extension PatternParser {
  /// A backslash outside of a class.
  mutating func atomEscape() throws(RegularExpressionError) -> (PatternNode, Bool) {
    let start = position
    guard let next = peek(1) else { throw fault("the pattern ends after a backslash") }
    switch next {
    case "b", "B":
      position += 2
      return (.wordBoundary(isNegated: next == "B"), false)
    case "1"..."9":
      position += 1
      var group = 0
      while let digit = peek?.decimalDigit {
        group = min(group * 10 + digit, Int(Int32.max))
        position += 1
      }
      return (reference(to: group, at: start), true)
    case "k":
      position += 2
      guard take("<") else { throw fault("\"\\k\" must be followed by <name>", at: start) }
      let name = try groupName()
      return (reference(to: name, at: start), true)
    default:
      switch try escape(inClass: false) {
      case .scalar(let value): return (.scalar(value), true)
      case .set(let ranges, let terms):
        return (.set(ScalarClass(ranges: ranges, terms: terms)), true)
      }
    }
  }

  enum Escaped {
    case scalar(UInt32)
    case set([ClosedRange<UInt32>], [ScalarClass.PropertyTerm])
  }

  /// A backslash and what it stands for, in or outside of a class.
  mutating func escape(inClass: Bool) throws(RegularExpressionError) -> Escaped {
    let start = position
    position += 1
    guard let next = peek else { throw fault("the pattern ends after a backslash", at: start) }
    position += 1
    switch next {
    case "d": return .set(ScalarRanges.digit, [])
    case "D": return .set(ScalarClass.complement(ScalarRanges.digit), [])
    case "w": return .set(ScalarRanges.word, [])
    case "W": return .set(ScalarClass.complement(ScalarRanges.word), [])
    case "s": return .set(ScalarRanges.space, [])
    case "S": return .set(ScalarClass.complement(ScalarRanges.space), [])
    case "p", "P": return .set([], [try property(isNegated: next == "P", from: start)])
    case "t": return .scalar(0x9)
    case "n": return .scalar(0xA)
    case "v": return .scalar(0xB)
    case "f": return .scalar(0xC)
    case "r": return .scalar(0xD)
    case "b" where inClass: return .scalar(0x8)
    case "0":
      guard peek?.decimalDigit == nil else {
        throw fault("octal escapes are not allowed", at: start)
      }
      return .scalar(0)
    case "c":
      guard let letter = peek, letter.isASCII, Byte.isLetter(UInt8(letter.value)) else {
        throw fault("\"\\c\" must be followed by a letter", at: start)
      }
      position += 1
      return .scalar(letter.value % 32)
    case "x":
      guard let value = hexNumber(digits: 2) else {
        throw fault("\"\\x\" must be followed by two hexadecimal digits", at: start)
      }
      return .scalar(value)
    case "u":
      return .scalar(try unicodeEscape(from: start))
    default:
      guard next.isASCII, !Byte.isLetter(UInt8(next.value)), !Byte.isDigit(UInt8(next.value)),
        next.value > 0x20, next != "_"
      else {
        throw fault("\"\\\(next)\" is not an escape of ECMA-262", at: start)
      }
      return .scalar(next.value)
    }
  }

  private mutating func hexNumber(digits: Int) -> UInt32? {
    var value: UInt32 = 0
    for distance in 0..<digits {
      guard let digit = peek(distance)?.hexDigit else { return nil }
      value = value << 4 | digit
    }
    position += digits
    return value
  }

  /// What follows `\u`: four digits, two escapes of a surrogate pair, or braces.
  private mutating func unicodeEscape(from start: Int) throws(RegularExpressionError) -> UInt32 {
    if take("{") {
      var value: UInt32 = 0
      var hasDigits = false
      while let digit = peek?.hexDigit {
        value = value << 4 | digit
        hasDigits = true
        position += 1
        guard value <= 0x10FFFF else { throw fault("the code point is too large", at: start) }
      }
      guard hasDigits, take("}") else {
        throw fault("\"\\u{\" must be followed by hexadecimal digits and \"}\"", at: start)
      }
      return value
    }
    guard let value = hexNumber(digits: 4) else {
      throw fault("\"\\u\" must be followed by four hexadecimal digits or braces", at: start)
    }
    guard 0xD800...0xDBFF ~= value, peek == "\\", peek(1) == "u" else { return value }
    let afterFirst = position
    position += 2
    if let low = hexNumber(digits: 4), 0xDC00...0xDFFF ~= low {
      return 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
    }
    position = afterFirst
    return value
  }

  /// What follows `\p` or `\P`.
  private mutating func property(
    isNegated: Bool, from start: Int
  ) throws(RegularExpressionError) -> ScalarClass.PropertyTerm {
    guard take("{") else {
      throw fault("\"\\p\" must be followed by a property in braces", at: start)
    }
    var text = ""
    while let next = peek, next != "}" {
      text.unicodeScalars.append(next)
      position += 1
    }
    guard take("}") else { throw fault("the property name is not closed", at: start) }
    guard let property = UnicodeProperty(text) else {
      throw fault("\"\(text)\" is not a Unicode property of ECMA-262", at: start)
    }
    return ScalarClass.PropertyTerm(property: property, isNegated: isNegated)
  }

  // MARK: Classes

  /// `[…]`.
  mutating func characterClass() throws(RegularExpressionError) -> ScalarClass {
    let start = position
    position += 1
    let isNegated = take("^")
    var ranges: [ClosedRange<UInt32>] = []
    var terms: [ScalarClass.PropertyTerm] = []
    while true {
      guard let next = peek else { throw fault("the class is not closed", at: start) }
      if next == "]" { break }
      let place = position
      let first = try classAtom()
      // A dash before the closing bracket stands for itself.
      guard peek == "-", peek(1) != "]", peek(1) != nil else {
        add(first, to: &ranges, &terms)
        continue
      }
      position += 1
      let last = try classAtom()
      guard case .scalar(let low) = first, case .scalar(let high) = last else {
        throw fault("a range must go from one character to another", at: place)
      }
      guard low <= high else { throw fault("the range is in the wrong order", at: place) }
      ranges.append(low...high)
    }
    position += 1
    return ScalarClass(ranges: ranges, terms: terms, isNegated: isNegated)
  }

  private mutating func classAtom() throws(RegularExpressionError) -> Escaped {
    guard let next = peek else { throw fault("the class is not closed") }
    if next == "\\" { return try escape(inClass: true) }
    position += 1
    return .scalar(next.value)
  }

  private func add(
    _ item: Escaped, to ranges: inout [ClosedRange<UInt32>],
    _ terms: inout [ScalarClass.PropertyTerm]
  ) {
    switch item {
    case .scalar(let value): ranges.append(value...value)
    case .set(let more, let properties):
      ranges += more
      terms += properties
    }
  }
}
