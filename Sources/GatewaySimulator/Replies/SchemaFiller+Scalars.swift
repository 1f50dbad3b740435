import JSONModel

extension SchemaFiller {
  // MARK: Numbers

  mutating func number(_ schema: JSONObject, name: String, isInteger: Bool) -> JSONValue {
    var low = schema["minimum"]?.doubleValue
    var high = schema["maximum"]?.doubleValue
    let step = schema["multipleOf"]?.doubleValue ?? (isInteger ? 1 : nil)
    // How far inside an open bound the value must at least be.
    let margin = step ?? smallStep(low, high, schema)
    if let bound = schema["exclusiveMinimum"]?.doubleValue {
      low = max(low ?? -.infinity, bound + margin)
    }
    if let bound = schema["exclusiveMaximum"]?.doubleValue {
      high = min(high ?? .infinity, bound - margin)
    }
    let hint = Hints.number(for: name, isInteger: isInteger, &generator)
    var value = min(max(hint, low ?? hint), high ?? .infinity)
    if let step, step > 0 {
      value = (value / step).rounded() * step
      if let low, value < low { value = (low / step).rounded(.up) * step }
      if let high, value > high { value = (high / step).rounded(.down) * step }
    }
    if value == value.rounded(), abs(value) < 9e15, isInteger || step == 1 {
      return .number(JSONNumber(Int(value)))
    }
    return .number(JSONNumber(roundedToTwelveDigits(value)) ?? JSONNumber(0))
  }

  private func smallStep(_ low: Double?, _ high: Double?, _ schema: JSONObject) -> Double {
    guard let low = low ?? schema["exclusiveMinimum"]?.doubleValue,
      let high = high ?? schema["exclusiveMaximum"]?.doubleValue, high > low
    else { return 0.5 }
    return min(0.5, (high - low) / 4)
  }

  /// 0.30000000000000004 as 0.3: steps of tenths are written as people write them.
  private func roundedToTwelveDigits(_ value: Double) -> Double {
    guard value != 0, value.isFinite, abs(value) < 1e9, abs(value) > 1e-3 else { return value }
    return (value * 1e12).rounded() / 1e12
  }

  // MARK: Strings

  mutating func string(_ schema: JSONObject, name: String) -> String {
    let minimum = min(max(0, schema["minLength"]?.intValue ?? 0), 100_000)
    let maximum = max(minimum, schema["maxLength"]?.intValue ?? Int.max)
    if let pattern = schema["pattern"]?.stringValue,
      let text = PatternFiller.text(
        matching: pattern, length: minimum...maximum, &generator)
    {
      return text
    }
    if let format = schema["format"]?.stringValue,
      let text = Hints.text(ofFormat: format, persona, &generator),
      (minimum...maximum).contains(text.unicodeScalars.count)
    {
      return text
    }
    return fitted(Hints.text(for: name, persona, &generator), minimum...maximum)
  }

  /// The text, cut or repeated until its length in code points fits.
  private func fitted(_ text: String, _ length: ClosedRange<Int>) -> String {
    let scalars = Array(text.unicodeScalars)
    if length.contains(scalars.count) { return text }
    var result = String.UnicodeScalarView()
    let count = min(max(scalars.count, length.lowerBound), length.upperBound)
    for position in 0..<count { result.append(scalars[position % scalars.count]) }
    return String(result)
  }
}
