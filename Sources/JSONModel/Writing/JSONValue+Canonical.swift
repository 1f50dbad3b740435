extension JSONValue {
  /// The canonical form: the same bytes for all values that are equal, and different bytes for
  /// values that differ.
  ///
  /// It is that of RFC 8785 (no white space, keys sorted by UTF-16 code units, least escapes,
  /// numbers as ECMAScript prints them), with one difference: numbers keep all their digits.
  /// RFC 8785 rounds to the nearest double; here, the exact decimal value is laid out by the
  /// same rules. So the two agree on every number whose digits are those that ECMAScript would
  /// print, which is to say on all that is written by a program that holds doubles; and
  /// `9007199254740993` is not mistaken for `9007199254740992`. For the rounded form, to compare
  /// with other programs' hashes, see ``Format/rfc8785``.
  public func canonicalBytes() -> [UInt8] {
    bytes(.canonical)
  }

  /// A hash that is the same for equal values in every run and on every machine: FNV-1a, 64 bits,
  /// of the canonical form. For indexes and file names; not against anybody who makes collisions
  /// (for that, hash ``canonicalBytes()`` with SHA-256).
  public var stableHash: UInt64 {
    canonicalBytes().reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}

extension JSONNumber {
  /// The spelling that all numbers of this value share: the layout of ECMAScript's
  /// `Number.prototype.toString` with all digits of the exact value.
  ///
  /// `1.0`, `1` and `10e-1` give `1`; `1e21` gives `1e+21`; `-0` gives `0`.
  public var canonicalSpelling: String {
    if isShortInteger { return spelling == "-0" ? "0" : spelling }
    if isPlainFraction { return spelling }
    let decimal = decimal
    let digits = decimal.digits.map { $0 + Byte.zero }
    let point = decimal.exponent
    guard !digits.isEmpty else { return "0" }
    var text: [UInt8] = decimal.isNegative ? [Byte.minus] : []
    func zeros(_ count: Int) -> [UInt8] { Array(repeating: Byte.zero, count: count) }
    // The cases of ECMA-262, Number::toString, where n is `point` and k the count of digits.
    if digits.count <= point, point <= 21 {
      text += digits + zeros(point - digits.count)
    } else if (1...21).contains(point) {
      text += digits[..<point] + [Byte.point] + digits[point...]
    } else if (-5...0).contains(point) {
      text += [Byte.zero, Byte.point] + zeros(-point) + digits
    } else {
      text.append(digits[0])
      if digits.count > 1 { text += [Byte.point] + digits[1...] }
      text += "e\(point > 0 ? "+" : "-")\(abs(point - 1))".utf8
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Whether the spelling is digits alone, of which few enough that they are canonical.
  private var isShortInteger: Bool {
    let bytes = spelling.utf8
    return bytes.count <= 21
      && (bytes.first == Byte.minus ? bytes.dropFirst() : bytes[...]).allSatisfy(Byte.isDigit)
  }

  /// Whether the spelling is the canonical one of a number with a fraction: no exponent, no zero at
  /// the end, and of a size that is laid out without an exponent.
  private var isPlainFraction: Bool {
    var bytes = spelling.utf8[...]
    if bytes.first == Byte.minus { bytes.removeFirst() }
    guard let point = bytes.firstIndex(of: Byte.point), let last = bytes.last,
      Byte.isDigit(last), last != Byte.zero
    else { return false }
    let whole = bytes[..<point]
    let fraction = bytes[point...].dropFirst()
    guard fraction.allSatisfy(Byte.isDigit) else { return false }
    if whole.count == 1, whole.first == Byte.zero {
      return fraction.prefix { $0 == Byte.zero }.count <= 5
    }
    return whole.count <= 21
  }
}
