extension PathParser {
  /// The greatest integer of I-JSON (RFC 7493): 2^53 - 1.
  private static let maximumInteger = 9_007_199_254_740_991

  /// Reads an index or a part of a slice, if one starts here.
  mutating func parseIntegerIfAny() throws -> Int? {
    let start = position
    let isNegative = skip("-")
    let digits = takeWhile { ("0"..."9") ~= $0 }
    guard !digits.isEmpty else {
      if isNegative { throw unexpected("a digit after '-'") }
      return nil
    }
    if digits.utf8.first == Byte.zero, digits.utf8.count > 1 || isNegative {
      throw fault(
        isNegative && digits == "0" ? "-0 is not an index" : "an integer has no leading zeros",
        at: start)
    }
    guard let magnitude = Int(digits), magnitude <= Self.maximumInteger else {
      throw fault(
        "an integer must lie within plus or minus \(Self.maximumInteger)", .outOfRange, at: start)
    }
    return isNegative ? -magnitude : magnitude
  }

  /// Reads a number as a literal of a comparison.
  mutating func parseNumber() throws -> JSONValue {
    let start = position
    _ = skip("-")
    let integer = takeWhile { ("0"..."9") ~= $0 }
    guard !integer.isEmpty else { throw unexpected("a digit") }
    if integer.utf8.count > 1, integer.utf8.first == Byte.zero {
      throw fault("a number has no leading zeros", at: start)
    }
    if skip("."), takeWhile({ ("0"..."9") ~= $0 }).isEmpty {
      throw unexpected("a digit after the decimal point")
    }
    if skip("e") || skip("E") {
      if !skip("+") { _ = skip("-") }
      if takeWhile({ ("0"..."9") ~= $0 }).isEmpty { throw unexpected("a digit in the exponent") }
    }
    return .number(JSONNumber(checkedSpelling: text(from: start)))
  }

  /// Reads a string in single or double quotes.
  mutating func parseString() throws -> String {
    let start = position
    let quote = current
    position += 1
    var result = String.UnicodeScalarView()
    while let scalar = current {
      if scalar == quote {
        position += 1
        return String(result)
      }
      if scalar == "\\" {
        result.append(try parseEscape(quote))
      } else if scalar.value < 0x20 {
        throw fault("a string must escape the control character U+\(Self.hex(scalar.value))")
      } else {
        result.append(scalar)
        position += 1
      }
    }
    throw fault("the string that starts here never ends", at: start)
  }

  private mutating func parseEscape(_ quote: Unicode.Scalar?) throws -> Unicode.Scalar {
    let start = position
    position += 1
    defer { position += 1 }
    switch current {
    case "b": return "\u{8}"
    case "f": return "\u{C}"
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "/": return "/"
    case "\\": return "\\"
    case "u":
      position += 1
      let scalar = try parseUnicodeEscape(start)
      position -= 1
      return scalar
    case let scalar? where scalar == quote: return scalar
    default:
      throw fault("no such escape in a string with these quotes", at: start)
    }
  }

  private mutating func parseUnicodeEscape(_ start: Int) throws -> Unicode.Scalar {
    let first = try parseHex(start)
    if let scalar = Unicode.Scalar(first) { return scalar }
    if first < 0xDC00, skip("\\"), skip("u") {
      let second = try parseHex(start)
      let value = 0x10000 + ((first & 0x3FF) << 10 | (second & 0x3FF))
      if (0xDC00...0xDFFF).contains(second), let scalar = Unicode.Scalar(value) { return scalar }
    }
    throw fault("half of a surrogate pair is not a character", at: start)
  }

  private mutating func parseHex(_ start: Int) throws -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let scalar = current, scalar.isASCII,
        let digit = Character(scalar).hexDigitValue
      else { throw fault("\\u must be followed by four hexadecimal digits", at: start) }
      value = value << 4 | UInt32(digit)
      position += 1
    }
    return value
  }

  private static func hex(_ value: UInt32) -> String {
    let hex = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: 4 - hex.count) + hex
  }
}
