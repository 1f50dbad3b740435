/// `maximum`, `minimum` and their exclusive forms.
struct NumberBound: Sendable {
  enum Relation: Sendable { case atMost, below, atLeast, above }

  let relation: Relation
  let limit: JSONNumber
  private let integer: Int?
  private let double: Double

  init(_ relation: Relation, _ limit: JSONNumber) {
    self.relation = relation
    self.limit = limit
    integer = limit.intValue
    double = limit.doubleValue
  }

  func allows(_ number: JSONNumber) -> Bool {
    if let integer, let value = Int(number.spelling) {
      return switch relation {
      case .atMost: value <= integer
      case .below: value < integer
      case .atLeast: value >= integer
      case .above: value > integer
      }
    }
    // Rounding keeps the order, so that different doubles come of different numbers.
    let value = number.doubleValue
    if value != double {
      return switch relation {
      case .atMost, .below: value < double
      case .atLeast, .above: value > double
      }
    }
    return switch relation {
    case .atMost: number <= limit
    case .below: number < limit
    case .atLeast: number >= limit
    case .above: number > limit
    }
  }

  var phrase: String {
    switch relation {
    case .atMost: "at most \(limit)"
    case .below: "less than \(limit)"
    case .atLeast: "at least \(limit)"
    case .above: "more than \(limit)"
    }
  }
}

/// `multipleOf`, decided on the exact decimal values.
struct NumberDivisor: Sendable {
  let divisor: JSONNumber
  private let integer: Int?
  private let decimal: JSONNumber.Decimal

  /// - Parameter divisor: More than 0.
  init(_ divisor: JSONNumber) {
    self.divisor = divisor
    integer = divisor.intValue
    decimal = divisor.decimal
  }

  func divides(_ number: JSONNumber) -> Bool {
    if let integer, integer > 0, let value = Int(number.spelling) { return value % integer == 0 }
    return number.decimal.isMultiple(of: decimal)
  }
}

extension JSONNumber.Decimal {
  /// Whether the quotient of the two exact values is an integer.
  ///
  /// Takes time proportional to the digits that are written, not to the size of the numbers.
  func isMultiple(of divisor: JSONNumber.Decimal) -> Bool {
    if isZero { return true }
    if divisor.isZero { return false }
    // Both are an integer that does not end in 0, times a power of ten. Such an integer is no
    // multiple of a divisor that has more factors of ten.
    let shift = (exponent - digits.count) - (divisor.exponent - divisor.digits.count)
    guard shift >= 0 else { return false }
    // A divisor of n digits has fewer than 4n factors of 2 or of 5, so more zeros than that
    // at the end of the dividend change nothing.
    let zeros = min(shift, 4 * divisor.digits.count)
    var remainder = DecimalRemainder(divisor: divisor.digits)
    for digit in digits { remainder.append(digit) }
    for _ in 0..<zeros { remainder.append(0) }
    return remainder.isZero
  }
}

/// Long division by hand: the remainder of a growing row of digits.
private struct DecimalRemainder {
  private static let base: UInt64 = 1_000_000_000

  /// The least significant nine digits first.
  private let divisor: [UInt64]
  private var value: [UInt64]

  init(divisor digits: [UInt8]) {
    var limbs: [UInt64] = []
    var end = digits.count
    while end > 0 {
      let start = max(0, end - 9)
      limbs.append(digits[start..<end].reduce(0) { $0 * 10 + UInt64($1) })
      end = start
    }
    divisor = limbs
    // One limb more than the divisor: ten times a remainder may need it.
    value = Array(repeating: 0, count: limbs.count + 1)
  }

  var isZero: Bool { value.allSatisfy { $0 == 0 } }

  mutating func append(_ digit: UInt8) {
    if divisor.count == 1 {
      // The common case, in one machine word.
      value[0] = (value[0] * 10 + UInt64(digit)) % divisor[0]
      return
    }
    var carry = UInt64(digit)
    for position in value.indices {
      let product = value[position] * 10 + carry
      value[position] = product % Self.base
      carry = product / Self.base
    }
    while isAtLeastDivisor { subtractDivisor() }
  }

  private var isAtLeastDivisor: Bool {
    if let top = value.last, top > 0 { return true }
    for position in divisor.indices.reversed() where value[position] != divisor[position] {
      return value[position] > divisor[position]
    }
    return true
  }

  private mutating func subtractDivisor() {
    var borrow: UInt64 = 0
    for position in value.indices {
      let part = (position < divisor.count ? divisor[position] : 0) + borrow
      if value[position] >= part {
        value[position] -= part
        borrow = 0
      } else {
        value[position] += Self.base - part
        borrow = 1
      }
    }
  }
}
