import JSONModel

/// Reads the numbers that stand in a text for people: `-1,234.50`, `1 234`, `3.2e-5`, `½` not.
struct NumberFinder: Sendable {
  var usesComma = false

  /// The number that a text is, and nothing else but blanks around it; nil if it is none.
  func number(_ text: String) -> JSONNumber? {
    let scalars = Array(TextPieces.trimmed(text).unicodeScalars)
    let start = scalars.first.map { Self.signs.contains($0) || $0 == "+" } == true ? 1 : 0
    let (number, end) = number(scalars, start)
    guard let number, end == scalars.count else { return nil }
    return start == 1 && scalars[0] != "+" ? Self.negated(number) : number
  }

  func numbers(in text: String) -> [JSONNumber] {
    let scalars = Array(text.unicodeScalars)
    var numbers: [JSONNumber] = []
    var position = 0
    while position < scalars.count {
      let isStart =
        digit(scalars, position) != nil
        || (scalars[position] == decimalSign && digit(scalars, position + 1) != nil)
      // Digits inside a word (GPT4, H2O) are part of the word.
      guard isStart, !isWord(scalars, position - 1) else {
        position += 1
        if isWord(scalars, position - 1) {
          while position < scalars.count,
            isLetter(scalars[position]) || digit(scalars, position) != nil
          {
            position += 1
          }
        }
        continue
      }
      let (number, end) = number(scalars, position)
      if let number {
        numbers.append(isNegative(scalars, position) ? Self.negated(number) : number)
      }
      position = end
    }
    return numbers
  }

  private static let signs: [Unicode.Scalar] = ["-", "\u{2212}", "\u{2013}"]

  private static func negated(_ number: JSONNumber) -> JSONNumber {
    JSONNumber(spelling: "-\(number.spelling)") ?? number
  }

  private var decimalSign: Unicode.Scalar { usesComma ? "," : "." }

  private func digit(_ scalars: [Unicode.Scalar], _ index: Int) -> Int? {
    guard scalars.indices.contains(index), scalars[index].properties.numericType == .decimal,
      let value = scalars[index].properties.numericValue
    else { return nil }
    return Int(value)
  }

  /// Whether a letter stands there, or a digit of a word.
  private func isWord(_ scalars: [Unicode.Scalar], _ index: Int) -> Bool {
    var index = index
    while digit(scalars, index) != nil { index -= 1 }
    return scalars.indices.contains(index) && isLetter(scalars[index])
  }

  private func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    // In scripts without blanks, a digit beside a character is still a number.
    scalar == "_"
      || scalar.properties.isAlphabetic && !scalar.properties.isIdeographic
        && !(0x3040...0x30FF).contains(scalar.value)
  }

  /// A sign counts if it does not join the number to something before it, as in 2024-01.
  private func isNegative(_ scalars: [Unicode.Scalar], _ start: Int) -> Bool {
    var index = start - 1
    // Between sign and number, a currency may stand: -$5.
    if scalars.indices.contains(index),
      scalars[index].properties.generalCategory == .currencySymbol
    {
      index -= 1
    }
    guard scalars.indices.contains(index), Self.signs.contains(scalars[index])
    else { return false }
    let before = index - 1
    guard scalars.indices.contains(before) else { return true }
    return !isWord(scalars, before) && digit(scalars, before) == nil && scalars[before] != ")"
  }

  private func number(_ scalars: [Unicode.Scalar], _ start: Int) -> (JSONNumber?, end: Int) {
    var spelling = ""
    var position = start
    while position < scalars.count {
      if let digit = digit(scalars, position) {
        spelling += "\(digit)"
        position += 1
      } else if isGrouping(scalars, position) {
        position += 1
      } else {
        break
      }
    }
    if position < scalars.count, scalars[position] == decimalSign,
      digit(scalars, position + 1) != nil
    {
      spelling += spelling.isEmpty ? "0." : "."
      position += 1
      while let digit = digit(scalars, position) {
        spelling += "\(digit)"
        position += 1
      }
    }
    if position < scalars.count, scalars[position] == "e" || scalars[position] == "E" {
      var next = position + 1
      var exponent = "e"
      if next < scalars.count, scalars[next] == "-" || scalars[next] == "+" {
        exponent.unicodeScalars.append(scalars[next])
        next += 1
      }
      if digit(scalars, next) != nil {
        while let digit = digit(scalars, next) {
          exponent += "\(digit)"
          next += 1
        }
        spelling += exponent
        position = next
      }
    }
    return (Self.number(spelling), position)
  }

  /// JSON knows no zeros in front.
  private static func number(_ spelling: String) -> JSONNumber? {
    let zeros = spelling.prefix { $0 == "0" }.count
    let rest = spelling.dropFirst(zeros)
    return JSONNumber(
      spelling: rest.first.map { $0 >= "1" && $0 <= "9" } == true
        ? String(rest) : zeros > 0 ? "0\(rest)" : spelling)
  }

  /// Whether a sign between digits sets groups of them apart: three digits follow it, or two where
  /// more groups follow, of which the last has three (12,34,567, as in India).
  private func isGrouping(_ scalars: [Unicode.Scalar], _ index: Int) -> Bool {
    let separators: [Unicode.Scalar] = [
      usesComma ? "." : ",", "'", "\u{2019}", "\u{00A0}", "\u{202F}", "\u{2009}", "_",
    ]
    let separator = scalars[index]
    guard separators.contains(separator), digit(scalars, index - 1) != nil else { return false }
    var position = index
    // No number has more groups of two than that; without a bound a long chain would be walked
    // again from each of its links.
    var groups = 0
    while groups < 12, position < scalars.count, scalars[position] == separator {
      groups += 1
      let count = digits(scalars, after: position)
      let end = position + count + 1
      if count == 3 { return true }
      guard count == 2, separator == (usesComma ? "." : ",") else { return false }
      position = end
    }
    return false
  }

  private func digits(_ scalars: [Unicode.Scalar], after index: Int) -> Int {
    var count = 0
    while count < 4, digit(scalars, index + 1 + count) != nil { count += 1 }
    return count
  }
}
