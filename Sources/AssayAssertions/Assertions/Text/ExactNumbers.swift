import JSONModel

/// Arithmetic with numbers of any size.
enum ExactNumbers {
  /// Whether two numbers differ by no more than `allowance`, without rounding either.
  static func areClose(_ left: JSONNumber, _ right: JSONNumber, by allowance: Double) -> Bool {
    if left == right { return true }
    guard allowance > 0, allowance.isFinite else { return false }
    // Digit by digit only where doubles cannot tell: a number may be written with millions of zeros.
    let (leftValue, rightValue) = (left.doubleValue, right.doubleValue)
    let gap = abs(leftValue - rightValue)
    if gap.isFinite {
      let doubt = 2 * (leftValue.ulp + rightValue.ulp + gap.ulp + allowance.ulp)
      if gap > allowance + doubt { return false }
      if gap < allowance - doubt { return true }
    }
    let (low, high) = left < right ? (left.decimal, right.decimal) : (right.decimal, left.decimal)
    // Both on a scale on which they are integers; far apart, they are not close.
    let scale = [low, high].map { $0.digits.count - $0.exponent }.max() ?? 0
    let length = [low, high].map { $0.exponent + scale }.max() ?? 0
    guard length <= 2_000_000 else { return false }
    let (lowDigits, highDigits) = (digits(low, scale, length), digits(high, scale, length))
    let isSum = low.isNegative != high.isNegative
    let difference =
      isSum
      ? sum(highDigits, lowDigits)
      : low.isNegative
        ? subtracting(highDigits, from: lowDigits)
        : subtracting(lowDigits, from: highDigits)
    let text = difference.map(String.init).joined() + "e\(-scale)"
    guard let number = JSONNumber(spelling: String(text.drop { $0 == "0" })) else { return true }
    // What is written as 0.1 is meant, not the double next to it.
    return JSONNumber(allowance).map { number == $0 || number < $0 } ?? false
  }

  /// `length` digits of the number × 10^scale, without its sign.
  private static func digits(_ number: JSONNumber.Decimal, _ scale: Int, _ length: Int) -> [UInt8] {
    let before = length - (number.exponent + scale)
    let zeros = Array(repeating: UInt8(0), count: max(before, 0))
    let after = length - zeros.count - number.digits.count
    return zeros + number.digits + Array(repeating: UInt8(0), count: max(after, 0))
  }

  private static func subtracting(_ right: [UInt8], from left: [UInt8]) -> [UInt8] {
    var result = left
    var borrow: UInt8 = 0
    for index in result.indices.reversed() {
      let taken = right[index] + borrow
      borrow = result[index] < taken ? 1 : 0
      result[index] = result[index] + borrow * 10 - taken
    }
    return result
  }

  private static func sum(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
    var result = left
    var carry: UInt8 = 0
    for index in result.indices.reversed() {
      let digit = result[index] + right[index] + carry
      carry = digit / 10
      result[index] = digit % 10
    }
    return carry > 0 ? [carry] + result : result
  }
}
