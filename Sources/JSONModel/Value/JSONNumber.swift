/// A JSON number as it was spelled, of any size and precision.
///
/// Comparison and equality are mathematical and exact: `1`, `1.0` and `10e-1` are equal,
/// `0.1` differs from `0.10000000000000001`, and `1e400` is neither infinite nor an error.
public struct JSONNumber: Sendable {
  /// The text of the number, valid by RFC 8259, section 6.
  public let spelling: String

  /// Takes a spelling that the reader has checked.
  package init(checkedSpelling spelling: String) {
    self.spelling = spelling
  }

  /// Makes a number from its spelling, or nil if RFC 8259's grammar does not allow it.
  public init?(spelling: String) {
    guard Self.isValid(spelling) else { return nil }
    self.spelling = spelling
  }

  public init(_ value: some BinaryInteger) {
    spelling = String(value)
  }

  /// Makes a number with the shortest spelling that reads back as `value`; nil if it is not
  /// finite, which JSON cannot say.
  public init?(_ value: Double) {
    guard value.isFinite else { return nil }
    let text = "\(value)"
    // Swift says "5.0" and "1e+20"; both are JSON. Whole numbers read better without ".0".
    spelling = text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// The value as an `Int`, if it is a mathematical integer in range (`1e3` gives 1000).
  public var intValue: Int? {
    if let value = Int(spelling) { return value }
    let decimal = Decimal(spelling)
    return decimal.integerText(maximumDigits: 20).flatMap { Int($0) }
  }

  /// The nearest `Double`; out of range gives plus or minus infinity.
  public var doubleValue: Double {
    var text = spelling
    return text.withUTF8 { FastDouble.parse($0, 0..<$0.count) } ?? Double(spelling) ?? .nan
  }

  /// Whether the value has no fractional part, whatever its spelling (`1.0` has none).
  public var isInteger: Bool {
    if spelling.utf8.allSatisfy({ $0 != 0x2E && $0 != 0x65 && $0 != 0x45 }) { return true }
    return Decimal(spelling).isInteger
  }

  package static func isValid(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return bytes.withUnsafeBufferPointer { buffer in
      NumberGrammar.end(in: buffer, from: 0) == .success(bytes.count)
    }
  }
}

extension JSONNumber: Hashable, Comparable {
  public static func == (left: JSONNumber, right: JSONNumber) -> Bool {
    if left.spelling == right.spelling { return true }
    // Rounding keeps the order, so that different doubles come of different numbers.
    guard left.doubleValue == right.doubleValue else { return false }
    return Decimal(left.spelling) == Decimal(right.spelling)
  }

  public static func < (left: JSONNumber, right: JSONNumber) -> Bool {
    let (leftDouble, rightDouble) = (left.doubleValue, right.doubleValue)
    if leftDouble != rightDouble { return leftDouble < rightDouble }
    return Decimal(left.spelling) < Decimal(right.spelling)
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(Decimal(spelling))
  }
}

extension JSONNumber: CustomStringConvertible {
  public var description: String { spelling }
}

extension JSONNumber {
  /// The exact decimal value, for arithmetic that must not round.
  package var decimal: Decimal { Decimal(spelling) }
}

extension JSONNumber {
  /// An exact decimal: sign × 0.d₁d₂…dₙ × 10^exponent, with d₁ and dₙ not 0; zero has no
  /// digits. One value has one representation, so equality is that of the fields.
  package struct Decimal: Hashable, Comparable, Sendable {
    package var isNegative: Bool
    package var digits: [UInt8]
    package var exponent: Int

    package init(_ spelling: String) {
      var digits: [UInt8] = []
      var exponent = 0
      var isNegative = false
      var seenPoint = false
      var explicit = 0
      var explicitNegative = false
      var inExponent = false
      for byte in spelling.utf8 {
        switch byte {
        case UInt8(ascii: "-"):
          if inExponent { explicitNegative = true } else { isNegative = true }
        case UInt8(ascii: "+"): break
        case UInt8(ascii: "."): seenPoint = true
        case UInt8(ascii: "e"), UInt8(ascii: "E"): inExponent = true
        default:
          let digit = byte &- UInt8(ascii: "0")
          if inExponent {
            // An exponent beyond any use saturates rather than overflows.
            explicit = explicit > 10_000_000_000_000_000 ? explicit : explicit * 10 + Int(digit)
          } else {
            if !(digit == 0 && digits.isEmpty) { digits.append(digit) }
            if seenPoint {
              if digits.isEmpty { exponent -= 1 }
            } else if !digits.isEmpty {
              exponent += 1
            }
          }
        }
      }
      while digits.last == 0 { digits.removeLast() }
      if digits.isEmpty {
        (self.isNegative, self.digits, self.exponent) = (false, [], 0)
      } else {
        self.isNegative = isNegative
        self.digits = digits
        self.exponent = exponent + (explicitNegative ? -explicit : explicit)
      }
    }

    package var isZero: Bool { digits.isEmpty }
    package var isInteger: Bool { digits.count <= exponent || digits.isEmpty }

    /// The value as plain digits, if it is an integer of at most `maximumDigits` digits.
    package func integerText(maximumDigits: Int) -> String? {
      guard isInteger, exponent <= maximumDigits else { return nil }
      if digits.isEmpty { return "0" }
      var bytes: [UInt8] = isNegative ? [UInt8(ascii: "-")] : []
      bytes += digits.map { $0 + UInt8(ascii: "0") }
      bytes += Array(repeating: UInt8(ascii: "0"), count: exponent - digits.count)
      return String(decoding: bytes, as: UTF8.self)
    }

    package static func < (left: Self, right: Self) -> Bool {
      let (leftSign, rightSign) = (left.sign, right.sign)
      if leftSign != rightSign { return leftSign < rightSign }
      let isBelow =
        left.exponent != right.exponent
        ? left.exponent < right.exponent
        : left.digits.lexicographicallyPrecedes(right.digits)
      return leftSign < 0 ? (left != right && !isBelow) : isBelow
    }

    private var sign: Int { isZero ? 0 : (isNegative ? -1 : 1) }
  }
}
