/// Punycode, RFC 3492.
enum Punycode {
  private static let base = 36
  private static let threshold = (minimum: 1, maximum: 26)
  private static let initialN: UInt32 = 128
  private static let initialBias = 72

  /// The scalars that `bytes` (without `xn--`) encode; nil if they are not Punycode.
  static func decode(_ bytes: [UInt8]) -> [Unicode.Scalar]? {
    var output: [UInt32] = []
    var rest = bytes[...]
    if let hyphen = bytes.lastIndex(of: Byte.minus) {
      output = bytes[..<hyphen].map { UInt32($0) }
      rest = bytes[(hyphen + 1)...]
    }
    var n = initialN
    var position = 0
    var bias = initialBias
    while !rest.isEmpty {
      let old = position
      var weight = 1
      var k = base
      while true {
        guard let byte = rest.popFirst(), let digit = digit(byte) else { return nil }
        let (product, overflow) = digit.multipliedReportingOverflow(by: weight)
        guard !overflow, product <= Int(Int32.max) - position else { return nil }
        position += product
        let limit = threshold(k, bias)
        if digit < limit { break }
        weight *= base - limit
        guard weight <= Int(Int32.max) else { return nil }
        k += base
      }
      let count = output.count + 1
      bias = adapt(position - old, count, isFirst: old == 0)
      n += UInt32(position / count)
      position %= count
      guard Unicode.Scalar(n) != nil else { return nil }
      output.insert(n, at: position)
      position += 1
    }
    let scalars = output.compactMap(Unicode.Scalar.init)
    return scalars.count == output.count ? scalars : nil
  }

  /// The encoding of `scalars`, without `xn--`.
  static func encode(_ scalars: [Unicode.Scalar]) -> [UInt8] {
    var output = scalars.filter(\.isASCII).map { UInt8($0.value) }
    let basic = output.count
    var handled = basic
    if basic > 0 { output.append(Byte.minus) }
    var n = initialN
    var delta = 0
    var bias = initialBias
    while handled < scalars.count {
      guard let next = scalars.map(\.value).filter({ $0 >= n }).min() else { break }
      delta += Int(next - n) * (handled + 1)
      n = next
      for scalar in scalars {
        if scalar.value < n { delta += 1 }
        guard scalar.value == n else { continue }
        appendNumber(delta, bias, to: &output)
        bias = adapt(delta, handled + 1, isFirst: handled == basic)
        delta = 0
        handled += 1
      }
      delta += 1
      n += 1
    }
    return output
  }

  private static func appendNumber(_ number: Int, _ bias: Int, to output: inout [UInt8]) {
    var rest = number
    var k = base
    while true {
      let limit = threshold(k, bias)
      if rest < limit { break }
      output.append(letter(limit + (rest - limit) % (base - limit)))
      rest = (rest - limit) / (base - limit)
      k += base
    }
    output.append(letter(rest))
  }

  private static func threshold(_ k: Int, _ bias: Int) -> Int {
    min(max(k - bias, threshold.minimum), threshold.maximum)
  }

  private static func adapt(_ delta: Int, _ count: Int, isFirst: Bool) -> Int {
    var delta = isFirst ? delta / 700 : delta / 2
    delta += delta / count
    var k = 0
    while delta > (base - threshold.minimum) * threshold.maximum / 2 {
      delta /= base - threshold.minimum
      k += base
    }
    return k + (base - threshold.minimum + 1) * delta / (delta + 38)
  }

  private static func digit(_ byte: UInt8) -> Int? {
    if Byte.isLetter(byte) { return Int((byte | 0x20) - UInt8(ascii: "a")) }
    return Byte.isDigit(byte) ? Int(byte - Byte.zero) + 26 : nil
  }

  private static func letter(_ digit: Int) -> UInt8 {
    digit < 26 ? UInt8(digit) + UInt8(ascii: "a") : UInt8(digit - 26) + Byte.zero
  }
}
